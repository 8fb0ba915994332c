import { describe, expect, it } from "vitest";
import { krippendorffAlpha } from "@/lib/agreement/krippendorff-alpha";
import { kindReport } from "@/lib/agreement/pair-report";
import { ownMeasures } from "@/lib/attributes/measures";
import { attributeOf, choicesOf } from "../../support/attributes";

const sure = attributeOf({
  key: "sure",
  type: "choice",
  isOrdered: true,
  choices: choicesOf("low", "mid", "high"),
});
const topic = attributeOf({ key: "topic", type: "choice", choices: choicesOf("war", "water") });
const dead = attributeOf({ key: "dead", type: "number" });
const seen = attributeOf({ key: "seen", type: "date" });
const why = attributeOf({ key: "why", type: "text" });
const measures = ownMeasures([sure, topic, dead, seen, why], "claim");

type Said = Record<string, string | null>;

/** An article on which two people made the same marks, one a pair of answers. */
function articleOf(pairs: readonly (readonly [Said, Said])[]) {
  const layer = (side: 0 | 1) => ({
    marks: pairs.map((pair, at) => ({
      id: `${side}-${at}`,
      kind: "claim",
      values: pair[side],
      body: [{ start: at * 10, end: at * 10 + 5 }],
      source: [],
      cue: [],
    })),
    links: [],
    triples: [],
    twins: [],
  });
  return { length: pairs.length * 10, a: layer(0), b: layer(1), linksOfA: [], linksOfB: [] };
}

describe("agreement on a project's own attributes", () => {
  it("is measured by what each holds, and not for words of one's own", () => {
    expect(measures.map(({ name, level }) => [name, level])).toEqual([
      ["sure", "ordinal"],
      ["topic", "nominal"],
      ["dead", "interval"],
      ["seen", "interval"],
    ]);
    expect(ownMeasures([sure], "attribution")).toEqual([]);
  });

  it("counts distance: by rank for a ranked choice, by days for dates, by difference for numbers", () => {
    const said = (sureOf: string, deadOf: number, seenOf: string): Said => ({
      sure: sureOf,
      dead: String(deadOf),
      seen: seenOf,
      topic: null,
    });
    const article = articleOf([
      [said("low", 1, "2026-01-01"), said("mid", 2, "2026-01-02")],
      [said("high", 100, "2026-06-01"), said("high", 110, "2026-06-03")],
      [said("mid", 50, "2026-03-01"), said("mid", 50, "2026-03-01")],
    ]);
    const { own } = kindReport("claim", [article], 1, measures);
    const alphaOf = (name: string) => own.find(({ measure }) => measure.name === name)?.alpha.value;
    const ranks = [
      [1, 2],
      [3, 3],
      [2, 2],
    ];
    expect(alphaOf("sure")).toBeCloseTo(krippendorffAlpha(ranks, "ordinal").alpha.value ?? Number.NaN, 12);
    const numbers = [
      [1, 2],
      [100, 110],
      [50, 50],
    ];
    expect(alphaOf("dead")).toBeCloseTo(krippendorffAlpha(numbers, "interval").alpha.value ?? Number.NaN, 12);
    expect(alphaOf("seen")).toBeGreaterThan(0.99);
    expect(alphaOf("topic")).toBeNull();
    expect(own.find(({ measure }) => measure.name === "sure")).toMatchObject({
      pairs: 3,
      agreement: { value: 2 / 3 },
    });
  });

  it("is undefined where nobody or only one value answers", () => {
    const one = articleOf([[{ topic: "war" }, { topic: "war" }]]);
    const { own } = kindReport("claim", [one], 1, measures);
    expect(own.find(({ measure }) => measure.name === "topic")?.alpha.undefinedBecause).toBe(
      "only one value occurs",
    );
    expect(own.find(({ measure }) => measure.name === "dead")?.alpha.undefinedBecause).toBe(
      "no unit has two values",
    );
  });
});
