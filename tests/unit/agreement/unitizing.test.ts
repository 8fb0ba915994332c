import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type UnitSpan, unitizingAlpha } from "@/lib/agreement/unitizing";

const unit = (start: number, end: number, value = "k"): UnitSpan => ({ start, end, value });

/** A coder's units in order: gap and length of each, with a name. */
const coder = fc
  .array(fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 8 }), fc.constantFrom("a", "b", "c")), {
    maxLength: 5,
  })
  .map((steps) => {
    let place = 0;
    return steps.map(([gap, size, value]) => {
      const start = place + gap;
      place = start + size;
      return unit(start, place, value);
    });
  });
const LENGTH = 80;

describe("unitizingAlpha", () => {
  test("by hand: two coders, [0,4) and [0,2) of 10", () => {
    // Observed: 2 of 10 differ, .2. Marked 6, unmarked 14 of 20. Expected alike: (36 − 16 − 4 + 196 − 14) ÷ (400 − 34).
    const { u, binary, cu, byValue } = unitizingAlpha({ coders: [[unit(0, 4)], [unit(0, 2)]], length: 10 });
    expect(u.value).toBeCloseTo(1 - 0.2 / (1 - 198 / 366), 12);
    expect(binary).toEqual(u);
    expect(cu.undefinedBecause).toBe("only one value occurs where coders meet");
    expect(byValue.get("k")).toMatchObject({ covered: 4 / 6, alpha: { value: null } });
  });

  test("names: 1 where all agree, 0 for a name that nobody else gives, with the share that was met", () => {
    const { cu, byValue, binary } = unitizingAlpha({
      coders: [
        [unit(0, 4, "a"), unit(6, 10, "b")],
        [unit(0, 4, "a"), unit(6, 8, "c")],
      ],
      length: 12,
    });
    expect(byValue.get("a")).toMatchObject({ alpha: { value: 1 }, covered: 1 });
    expect(byValue.get("b")?.alpha.value).toBeCloseTo(0, 12);
    expect(byValue.get("b")?.covered).toBe(0.5);
    // Met: a 4 + 4, b 2, c 2 of 12. Differs 4 ÷ 12; alike by chance (64 − 32) ÷ (144 − 16 − 16 − 4 − 4).
    expect(cu.value).toBeCloseTo(1 - 1 / 3 / (1 - 32 / 104), 12);
    expect(binary.value).toBeGreaterThan(0);
  });

  test.each([
    ["fewer than two coders", [[unit(0, 2)]], 10, "there are fewer than two coders"],
    ["nothing to mark in", [[], []], 0, "the continuum is empty"],
    ["overlapping units", [[unit(0, 5), unit(4, 6)], [unit(0, 5)]], 10, "units of one coder overlap"],
    ["nobody marked anything", [[], []], 10, "nothing was marked, or everything alike"],
    [
      "one unit over everything",
      [[unit(0, 10)], [unit(0, 10)]],
      10,
      "nothing was marked, or everything alike",
    ],
  ])("undefined because: %s", (_, coders, length, reason) => {
    const found = unitizingAlpha({ coders, length });
    expect(found.u.undefinedBecause).toBe(reason);
    expect(found.binary.value).toBeNull();
    expect(found.cu.value).toBeNull();
  });

  test("refuses units that are empty or lie beyond the continuum", () => {
    expect(() => unitizingAlpha({ coders: [[unit(3, 3)], []], length: 10 })).toThrow(RangeError);
    expect(() => unitizingAlpha({ coders: [[unit(3, 11)], []], length: 10 })).toThrow(RangeError);
  });

  test("1 with oneself; blind to the order of coders and units, to names in |u, and to reading backwards", () => {
    fc.assert(
      fc.property(fc.array(coder, { minLength: 2, maxLength: 4 }), (coders) => {
        const there = unitizingAlpha({ coders, length: LENGTH });
        const turned = unitizingAlpha({
          coders: coders
            .map((units) => units.map(({ start, end, value }) => unit(LENGTH - end, LENGTH - start, value)))
            .toReversed(),
          length: LENGTH,
        });
        for (const key of ["u", "binary", "cu"] as const) {
          const value = there[key].value;
          if (value === null) expect(turned[key].value).toBeNull();
          else {
            expect(turned[key].value).toBeCloseTo(value, 9);
            expect(value).toBeLessThanOrEqual(1 + 1e-12);
          }
        }
        const unnamed = coders.map((units) => units.map(({ start, end }) => unit(start, end)));
        const plain = unitizingAlpha({ coders: unnamed, length: LENGTH });
        expect(plain.u.value ?? 9).toBeCloseTo(plain.binary.value ?? 9, 12);
        const [one] = coders;
        if (!one || one.length === 0) return;
        const same = unitizingAlpha({ coders: [one, one, one], length: LENGTH });
        expect(same.u.value).toBeCloseTo(1, 12);
        if (new Set(one.map(({ value }) => value)).size > 1) expect(same.cu.value).toBeCloseTo(1, 12);
        for (const { alpha, covered } of same.byValue.values()) {
          expect(alpha.value ?? 1).toBeCloseTo(1, 12);
          expect(covered).toBeCloseTo(1, 12);
        }
      }),
    );
  });
});
