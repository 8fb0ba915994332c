import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapInterval } from "@/lib/agreement/bootstrap";
import { krippendorffAlpha, type Level, type Value } from "@/lib/agreement/krippendorff-alpha";

const levels: Level[] = ["nominal", "ordinal", "interval", "ratio"];
const unit = fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { minLength: 0, maxLength: 6 });
const units: fc.Arbitrary<Value[][]> = fc.array(unit, { maxLength: 15 });

describe("krippendorffAlpha", () => {
  test("by hand from the coincidence matrix of three units", () => {
    // Values 1 1, 1 2, 3 3: n₁ = 3, n₂ = 1, n₃ = 2 of 6. Do = 2 ÷ 6; De = 2 (3 + 6 + 2) ÷ 30.
    const found = krippendorffAlpha(
      [
        [1, 1],
        [1, 2],
        [3, 3],
      ],
      "nominal",
    );
    expect(found).toMatchObject({ pairable: 6, units: 3 });
    expect(found.observed).toBeCloseTo(1 / 3, 12);
    expect(found.expected).toBeCloseTo(22 / 30, 12);
    expect(found.alpha.value).toBeCloseTo(1 - 10 / 22, 12);
  });

  test("each level weighs a difference in its own way", () => {
    // The pairs differ by 1–2 once; expected pairs are (1,2), (1,3), (2,3) with 3·1, 3·2 and 1·2.
    const data = [
      [1, 1],
      [1, 2],
      [3, 3],
    ];
    const of = (d12: number, d13: number, d23: number) => 1 - d12 / 3 / ((3 * d12 + 6 * d13 + 2 * d23) / 15);
    // Ranks 1–3, 4 and 5–6: their middles are 1.5, 3.5 and 5.
    expect(krippendorffAlpha(data, "ordinal").alpha.value).toBeCloseTo(of(4, 12.25, 2.25), 12);
    expect(krippendorffAlpha(data, "interval").alpha.value).toBeCloseTo(of(1, 4, 1), 12);
    expect(krippendorffAlpha(data, "ratio").alpha.value).toBeCloseTo(of(1 / 9, 1 / 4, 1 / 25), 12);
  });

  test.each<[string, Value[][], Level, string]>([
    ["nothing at all", [], "nominal", "no unit has two values"],
    ["only single values", [[1], [null, 2], [null, null]], "nominal", "no unit has two values"],
    [
      "one value alone",
      [
        [4, 4],
        [4, 4, 4],
      ],
      "interval",
      "only one value occurs",
    ],
    ["names at a level of numbers", [["a", "b"]], "ordinal", "only numbers have an order"],
    ["numbers below zero as proportions", [[-1, 2]], "ratio", "no values below zero"],
  ])("undefined because: %s", (_, data, level, reason) => {
    const { alpha } = krippendorffAlpha(data, level);
    expect(alpha.value).toBeNull();
    expect(alpha.undefinedBecause).toContain(reason);
  });

  test("a zero on a ratio scale and values that are names", () => {
    expect(
      krippendorffAlpha(
        [
          [0, 0],
          [0, 2],
          [2, 2],
        ],
        "ratio",
      ).alpha.value,
    ).toBeCloseTo(4 / 9, 12);
    expect(
      krippendorffAlpha(
        [
          ["a", "a"],
          ["b", "b"],
        ],
        "nominal",
      ).alpha.value,
    ).toBe(1);
  });

  test("blind to the order of units and observers and to units with one value; never above 1", () => {
    fc.assert(
      fc.property(units, fc.constantFrom(...levels), (data, level) => {
        const there = krippendorffAlpha(data, level).alpha.value;
        const again = krippendorffAlpha(data.map((one) => one.toReversed()).toReversed(), level).alpha.value;
        const more = krippendorffAlpha([...data, [3], [null, 1], []], level).alpha.value;
        if (there === null) {
          expect(again).toBeNull();
          expect(more).toBeNull();
          return;
        }
        expect(again).toBeCloseTo(there, 9);
        expect(more).toBeCloseTo(there, 9);
        expect(there).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("1 when all agree on more than one value, at every level", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 2 }),
        fc.constantFrom(...levels),
        (values, level) => {
          const data = values.map((value) => [value, value, null, value]);
          expect(krippendorffAlpha(data, level).alpha.value).toBe(1);
        },
      ),
    );
  });
});

describe("bootstrapInterval", () => {
  const mean = (sample: readonly number[]) => sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const numbers = Array.from({ length: 200 }, (_, place) => place % 10);

  test("holds the figure, is the same for the same seed, and is narrower at a lower level", () => {
    const there = bootstrapInterval(numbers, mean, { seed: 7 });
    expect(there).toEqual(bootstrapInterval(numbers, mean, { seed: 7 }));
    expect(there).not.toEqual(bootstrapInterval(numbers, mean, { seed: 8 }));
    // The error of the mean of 200 draws of 0–9 is 2.87 ÷ √200 = 0.203; 1.96 of it on either side.
    expect(there.low).toBeCloseTo(4.5 - 0.398, 1);
    expect(there.high).toBeCloseTo(4.5 + 0.398, 1);
    const half = bootstrapInterval(numbers, mean, { seed: 7, level: 0.5 });
    expect(half.low ?? 0).toBeGreaterThan(there.low ?? 9);
    expect(half.high ?? 9).toBeLessThan(there.high ?? 0);
  });

  test("says why there is none", () => {
    expect(bootstrapInterval([1], mean, { seed: 1 })).toMatchObject({
      low: null,
      undefinedBecause: "there are fewer than two units",
    });
    expect(bootstrapInterval(numbers, () => null, { seed: 1, rounds: 10 })).toMatchObject({
      high: null,
      defined: 0,
      undefinedBecause: "most samples of the units give no number",
    });
    expect(() => bootstrapInterval(numbers, mean, { seed: 1, level: 1 })).toThrow(RangeError);
    expect(() => bootstrapInterval(numbers, mean, { seed: 1, rounds: 0 })).toThrow(RangeError);
  });
});
