import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoryLayer } from "@/lib/agreement/article-layer";
import { differencesOf, isDifference } from "@/lib/agreement/differences";
import { expandReason, strengthOf } from "@/lib/project-agreement/words";

type Drawn = { start: number; size: number; kind: string };

function layerOf(side: string, marks: readonly Drawn[]): StoryLayer {
  return {
    marks: marks.map(({ start, size, kind }, place) => ({
      id: `${side}${place}`,
      kind: "claim",
      values: { kind },
      body: [{ start, end: start + size }],
      source: [],
      cue: [],
    })),
    links: [],
    triples: [],
    twins: [],
  };
}

const drawn = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 60 }),
    size: fc.integer({ min: 1, max: 12 }),
    kind: fc.constantFrom("factual", "assessment"),
  }),
  { maxLength: 12 },
);
const compare = (a: readonly Drawn[], b: readonly Drawn[]) =>
  differencesOf("claim", { a: layerOf("a", a), b: layerOf("b", b), linksOfA: [], linksOfB: [] });

describe("the places behind numbers", () => {
  it("hold every mark of both just once, whatever was marked", () => {
    fc.assert(
      fc.property(drawn, drawn, (a, b) => {
        const places = compare(a, b).filter(({ reason }) => !reason.startsWith("value:"));
        const ids = places.flatMap(({ firstId, secondId }) =>
          [firstId, secondId].filter((id) => id !== null),
        );
        expect(ids.toSorted()).toEqual([...a.map((_, i) => `a${i}`), ...b.map((_, i) => `b${i}`)].toSorted());
      }),
    );
  });

  it("are all agreed where both marked alike", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(drawn.map((marks) => marks[0]).filter((one) => one !== undefined)),
        (marks) => {
          const apart = marks.map((one, place) => ({ ...one, start: place * 100 + one.start }));
          expect(compare(apart, apart).filter(({ reason }) => isDifference(reason))).toEqual([]);
        },
      ),
    );
  });
});

it("a number's places are those of the reasons that it adds up", () => {
  const occurring = ["same", "value:kind:factual:factual", "value:kind:factual:assessment", "link:a:none"];
  expect(expandReason("value:kind=", occurring)).toEqual(["value:kind:factual:factual"]);
  expect(expandReason("value:kind", occurring)).toHaveLength(2);
  expect(expandReason("link", occurring)).toEqual(["link:a:none"]);
  expect(expandReason("only-first", occurring)).toEqual(["only-first"]);
});

it.each([
  [0.9, 0.81, "firm"],
  [0.9, 0.7, "firm"],
  [0.7, 0.67, "tentative"],
  [0.9, 0.5, "too uncertain to rely on"],
  [0.6, 0.5, "too low to rely on"],
  [0.9, null, null],
])("α %s with a lower end of %s is %s", (value, low, said) => {
  const measure = { id: "x", question: "what", name: "α", isRecommended: true, scale: "alpha" } as const;
  const more = { high: null, undefinedBecause: null, basis: "", places: null };
  expect(strengthOf({ ...measure, ...more, value, low })).toBe(said);
});
