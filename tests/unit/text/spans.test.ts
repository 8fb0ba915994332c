import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexCodePoints } from "@/lib/text/code-points";
import { anchorQuote } from "@/lib/text/quote-anchor";
import { flattenMarks } from "@/lib/text/segments";
import { containment, wordShingles } from "@/lib/text/similarity";
import { coverage, hullOf, intersectionOverUnion, mergeSpans, sharedLength } from "@/lib/text/span";

const span = fc.tuple(fc.nat(30), fc.nat(10)).map(([start, length]) => ({ start, end: start + length }));
const spans = fc.array(span, { maxLength: 6 });
const pointsOf = (list: { start: number; end: number }[]) =>
  new Set(list.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)));

describe("spans", () => {
  test("set measures agree with counting code points", () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const left = pointsOf(a);
        const right = pointsOf(b);
        const shared = [...left].filter((point) => right.has(point)).length;
        const union = new Set([...left, ...right]).size;
        expect(sharedLength(a, b)).toBe(shared);
        expect(intersectionOverUnion(a, b)).toBe(union === 0 ? 0 : shared / union);
        expect(coverage(a, b)).toBe(left.size === 0 ? 0 : shared / left.size);
        expect(pointsOf(mergeSpans(a))).toEqual(left);
      }),
    );
    expect(hullOf([])).toBeNull();
  });
});

describe("flattenMarks", () => {
  const marks = fc
    .array(fc.tuple(span, fc.nat(5)), { maxLength: 12 })
    .map((list) => list.map(([one, id]) => ({ ...one, id: `m${id}` })));

  test("segments are disjoint, ordered, and say for every code point which marks lie on it", () => {
    fc.assert(
      fc.property(marks, (list) => {
        const segments = flattenMarks(list);
        segments.forEach((segment, place) => {
          expect(segment.start).toBeLessThan(segment.end);
          const next = segments[place + 1];
          if (next) expect(segment.end).toBeLessThanOrEqual(next.start);
          if (next?.start === segment.end) expect(next.ids).not.toEqual(segment.ids);
          expect(new Set(segment.ids).size).toBe(segment.ids.length);
        });
        for (let point = 0; point < 42; point++) {
          const on = new Set(
            list.filter((one) => one.start <= point && point < one.end).map((one) => one.id),
          );
          const segment = segments.find((one) => one.start <= point && point < one.end);
          expect(new Set(segment?.ids ?? [])).toEqual(on);
        }
        expect(flattenMarks(list.toReversed())).toEqual(segments);
      }),
    );
  });

  test("the outer mark comes first", () => {
    const segments = flattenMarks([
      { id: "inner", start: 2, end: 4 },
      { id: "outer", start: 2, end: 9 },
    ]);
    expect(segments).toEqual([
      { start: 2, end: 4, ids: ["outer", "inner"] },
      { start: 4, end: 9, ids: ["outer"] },
    ]);
  });

  test("10,000 spans are flattened", () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      id: `m${at}`,
      start: (at * 7919) % 199_000,
      end: ((at * 7919) % 199_000) + 20 + (at % 300),
    }));
    expect(flattenMarks(many).length).toBeGreaterThan(10_000);
  });
});

describe("anchorQuote", () => {
  const index = indexCodePoints("😀 They left. They left early. They left.");

  test("exact at the hint, else the nearest, else orphaned", () => {
    expect(anchorQuote(index, { quote: "They left", hint: 2 })).toMatchObject({
      how: "exact",
      occurrences: 3,
    });
    expect(anchorQuote(index, { quote: "They left", hint: 11 })).toEqual({
      span: { start: 13, end: 22 },
      how: "moved",
      occurrences: 3,
    });
    expect(anchorQuote(index, { quote: "They stayed", hint: 2 })).toBeNull();
    expect(anchorQuote(index, { quote: "" })).toBeNull();
    expect(anchorQuote(index, { quote: "early", hint: 9999 })?.how).toBe("moved");
  });

  test("the surroundings decide before the distance", () => {
    const found = anchorQuote(index, { quote: "They left", prefix: "left. ", suffix: " early", hint: 2 });
    expect(found?.span.start).toBe(13);
  });

  test("a quote taken from a text is found where it was taken", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b ", "😀", "\n"), { minLength: 1 }),
        fc.nat(),
        (parts, seed) => {
          const text = parts.join("");
          const points = Array.from(text);
          const start = seed % points.length;
          const quote = points.slice(start, start + 3).join("");
          const found = anchorQuote(indexCodePoints(text), { quote, hint: start });
          expect(found).toMatchObject({
            how: "exact",
            span: { start, end: start + Array.from(quote).length },
          });
        },
      ),
    );
  });
});

describe("similarity", () => {
  test("a retold passage contains the shingles of its original", () => {
    const original = wordShingles("The dam held through the night, the mayor said.");
    expect(containment(original, wordShingles("THE DAM held through the night; the mayor said so."))).toBe(1);
    expect(containment(original, wordShingles("Nothing of the kind happened here."))).toBe(0);
    expect(containment(wordShingles("…"), original)).toBe(0);
    expect(wordShingles("Two words")).toEqual(new Set(["two words"]));
  });
});
