import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Mark, meanPairwiseF1, spanF1 } from "@/lib/agreement/span-f1";

const span = fc
  .tuple(fc.nat(12), fc.integer({ min: 1, max: 6 }))
  .map(([start, size]) => ({ start, end: start + size }));
const mark = fc.record({
  kind: fc.constantFrom("claim", "attribution"),
  spans: fc.array(span, { minLength: 1, maxLength: 2 }),
});
const layer: fc.Arbitrary<Mark[]> = fc.array(mark, { maxLength: 6 });
const claim = (...spans: [number, number][]): Mark => ({
  kind: "claim",
  spans: spans.map(([start, end]) => ({ start, end })),
});

describe("spanF1", () => {
  test("by example", () => {
    const a = [claim([0, 10]), claim([20, 30]), claim([40, 45], [50, 55])];
    const b = [claim([50, 55], [40, 45]), claim([20, 31])];
    expect(spanF1(a, b)).toMatchObject({ matched: 1, f1: 2 / 5, precision: 1 / 2, recall: 1 / 3 });
    expect(spanF1(a, b, { overlap: 0.5 })).toMatchObject({ matched: 2, f1: 4 / 5 });
    expect(spanF1(a, [])).toMatchObject({ f1: 0, precision: null, recall: 0 });
    expect(spanF1([], [])).toMatchObject({ f1: null, undefinedBecause: "both empty" });
    expect(spanF1([claim([0, 5])], [{ ...claim([0, 5]), kind: "duplicate" }]).f1).toBe(0);
    expect(() => spanF1(a, b, { overlap: 0 })).toThrow(RangeError);
  });

  test("symmetric, within 0 and 1, 1 with oneself, never lower for a wider match", () => {
    fc.assert(
      fc.property(layer, layer, (a, b) => {
        const there = spanF1(a, b);
        expect(spanF1(b, a).f1).toBe(there.f1);
        expect(spanF1(a.toReversed(), b).f1).toBe(there.f1);
        if (there.f1 === null) return;
        expect(there.f1).toBeGreaterThanOrEqual(0);
        expect(there.f1).toBeLessThanOrEqual(1);
        if (a.length > 0) expect(spanF1(a, a).f1).toBe(1);
        const half = spanF1(a, b, { overlap: 0.5 });
        expect(half.matched).toBeGreaterThanOrEqual(there.matched);
        expect(half.matched).toBe(spanF1(b, a, { overlap: 0.5 }).matched);
      }),
    );
  });

  test("the matching is the largest, not the first that fits", () => {
    const a = [claim([0, 10]), claim([0, 14])];
    const b = [claim([0, 12]), claim([5, 14])];
    // The best pair alone would leave the other two apart: [0,10] overlaps [5,14] by a third.
    expect(spanF1(a, b, { overlap: 0.5 }).matched).toBe(2);
  });
});

describe("meanPairwiseF1", () => {
  test("leaves undefined pairs out, and is null when all are", () => {
    const one = [claim([0, 5])];
    expect(meanPairwiseF1([one, one, []])).toBeCloseTo(1 / 3);
    expect(meanPairwiseF1([[], [], []])).toBeNull();
    expect(meanPairwiseF1([one])).toBeNull();
    expect(meanPairwiseF1([])).toBeNull();
  });
});
