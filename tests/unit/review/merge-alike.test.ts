import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWebAnnoTsv } from "@/lib/formats/webanno-tsv";
import { type MergeLayer, mergeAlike } from "@/lib/review/merge-alike";
import { reviewUnits } from "@/lib/review/units";
import { describeFile, describeLayer, toMergeLayer } from "../../support/webanno";

const mark = (
  id: string,
  start: number,
  end: number,
  attributes: Record<string, unknown> = {},
  kind = "claim",
) => ({
  id,
  kind,
  spans: [{ start, end }],
  attributes,
});
const link = (fromId: string, toId: string, attributes: Record<string, unknown> = {}) => ({
  kind: "carries",
  fromId,
  toId,
  attributes,
});
const ids = (merged: { marks: readonly { id: string }[] }) => merged.marks.map(({ id }) => id);

describe("mergeAlike", () => {
  test("takes what is alike, leaves what differs, is incomplete or stacked", () => {
    const a: MergeLayer = {
      marks: [
        mark("a1", 0, 5, { kind: "factual", note: null }),
        mark("a2", 10, 15, { kind: "factual" }),
        mark("a3", 20, 25),
        mark("a4", 30, 35),
        mark("a5", 30, 35),
        mark("a6", 40, 45),
        mark("a7", 40, 45, {}, "attribution"),
      ],
      links: [],
    };
    const b: MergeLayer = {
      marks: [
        mark("b1", 0, 5, { kind: "factual" }),
        mark("b2", 10, 15, { kind: "prediction" }),
        mark("b3", 20, 26),
        mark("b4", 30, 35),
        mark("b5", 30, 35),
        mark("b7", 40, 45, {}, "attribution"),
      ],
      links: [],
    };
    const merged = mergeAlike([a, b]);
    expect(ids(merged)).toEqual(["a1", "a7"]);
    expect(merged.left).toEqual({ marks: 5, links: 0 });
    expect(ids(mergeAlike([a, b, { marks: [], links: [] }]))).toEqual([]);
  });

  test("a link is taken when both its ends are, and it says the same once", () => {
    const layer = (other: string, role: string, more: boolean): MergeLayer => ({
      marks: [mark("x", 0, 5), mark("y", 10, 15), mark("z", 20, 25, { kind: other })],
      links: [
        link("x", "y", { role: "content" }),
        link("y", "x", { role }),
        link("x", "z"),
        ...(more ? [link("y", "y"), link("y", "y", { role: "again" })] : []),
      ],
    });
    const merged = mergeAlike([layer("a", "content", true), layer("b", "remote", false)]);
    expect(merged.links).toEqual([link("x", "y", { role: "content" })]);
    expect(merged.left).toEqual({ marks: 1, links: 3 });
  });

  test("enough votes are enough, unless as many say something else", () => {
    const says = (kind: string): MergeLayer => ({ marks: [mark(kind, 0, 5, { kind })], links: [] });
    expect(ids(mergeAlike([says("f"), says("p"), says("f")], 2))).toEqual(["f"]);
    expect(ids(mergeAlike([says("f"), says("p"), says("f"), says("p")], 2))).toEqual([]);
    expect(ids(mergeAlike([says("f"), { marks: [], links: [] }], 1))).toEqual(["f"]);
    expect(mergeAlike([])).toMatchObject({ marks: [], links: [] });
    expect(() => mergeAlike([says("f")], 0)).toThrow(RangeError);
  });

  test("the same from any order of people and marks; everything of twice the same without stacks", () => {
    const drawn = fc
      .tuple(fc.nat(3), fc.constantFrom("claim", "attribution"), fc.constantFrom("f", "p", null))
      .map(([place, kind, value]) => ({ place, kind, value }));
    const layer = fc.array(drawn, { maxLength: 5 }).map(
      (drafts): MergeLayer => ({
        marks: drafts.map(({ place, kind, value }, at) =>
          mark(`m${at}`, place * 10, place * 10 + 5, { kind: value }, kind),
        ),
        links: drafts.slice(1).map((_, at) => link(`m${at}`, `m${at + 1}`)),
      }),
    );
    fc.assert(
      fc.property(layer, layer, (a, b) => {
        const turn = ({ marks, links }: MergeLayer) => ({
          marks: marks.toReversed(),
          links: links.toReversed(),
        });
        expect(describeLayer(mergeAlike([turn(b), turn(a)]))).toEqual(describeLayer(mergeAlike([a, b])));
        const single = a.marks.filter(
          (one) =>
            a.marks.filter((x) => x.kind === one.kind && x.spans[0]?.start === one.spans[0]?.start).length ===
            1,
        );
        expect(mergeAlike([a, a]).marks).toHaveLength(single.length);
      }),
    );
  });
});

const folder = process.env.CONFORMANCE_DIR ? path.join(process.env.CONFORMANCE_DIR, "adjudication") : "";
const cases = folder && existsSync(folder) ? readdirSync(folder) : [];

describe.skipIf(!folder)("published merge cases (skipped unless CONFORMANCE_DIR is set)", () => {
  test("there are some", () => expect(cases.length).toBeGreaterThan(0));

  test.each(cases)("%s", (name) => {
    const read = (file: string) => readFileSync(path.join(folder, name, file), "utf8");
    const people = readdirSync(path.join(folder, name)).filter((file) => /^user\d+\.tsv$/.test(file));
    const layers = people.map((file) => toMergeLayer(readWebAnnoTsv(read(file))));
    const merged = mergeAlike(layers);
    expect(describeLayer(merged)).toEqual(describeFile(read("curator.tsv")));

    // What the merge takes is no conflict for the review either: one agreed unit a mark.
    const units = reviewUnits(
      layers.map(({ marks }, person) => ({
        personId: `p${person}`,
        annotations: marks.map(({ id, kind, spans, attributes }) => ({
          id: `${person} ${id}`,
          kind,
          attributes: { ...attributes },
          spans: spans.map((span) => ({ ...span, role: "body" })),
          links: [],
        })),
      })),
    );
    const agreed = units.filter(({ state }) => state === "agreed");
    for (const taken of merged.marks)
      expect(
        agreed.some(({ kind, span }) => kind === taken.kind && span?.start === taken.spans[0]?.start),
      ).toBe(true);
  });
});
