import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { categoriesOf, countsOf, tableOf } from "@/lib/agreement/categories";
import { krippendorffAlpha, type Value } from "@/lib/agreement/krippendorff-alpha";
import { manyRaterCoefficients } from "@/lib/agreement/many-raters";
import { twoRaterCoefficients } from "@/lib/agreement/two-raters";
import { weightsOf } from "@/lib/agreement/weights";

const cell = fc.integer({ min: 0, max: 9 });
const tables = fc
  .integer({ min: 2, max: 4 })
  .chain((size) =>
    fc.array(fc.array(cell, { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
  );
const weightings = fc.constantFrom("identity" as const, "linear" as const, "quadratic" as const);

describe("twoRaterCoefficients", () => {
  test("by hand: 45 yes–yes, 15 yes–no, 25 no–yes, 15 no–no", () => {
    const found = twoRaterCoefficients([
      [45, 15],
      [25, 15],
    ]);
    expect(found.agreement.value).toBeCloseTo(0.6, 12);
    // Shares of yes: .60 and .70, together .65.
    expect(found.cohen.chance).toBeCloseTo(0.6 * 0.7 + 0.4 * 0.3, 12);
    expect(found.cohen.coefficient.value).toBeCloseTo(0.06 / 0.46, 12);
    expect(found.scott.chance).toBeCloseTo(0.65 ** 2 + 0.35 ** 2, 12);
    expect(found.gwet.chance).toBeCloseTo(2 * 0.65 * 0.35, 12);
    expect(found.gwet.coefficient.value).toBeCloseTo((0.6 - 0.455) / (1 - 0.455), 12);
  });

  test("weights let a near miss count: linear, quadratic and ordinal on three steps", () => {
    expect(weightsOf("linear", [1, 2, 3])[0]).toEqual([1, 0.5, 0]);
    expect(weightsOf("quadratic", [1, 2, 3])[0]).toEqual([1, 0.75, 0]);
    expect(weightsOf("ordinal", [1, 2, 3])[0]?.[1]).toBeCloseTo(2 / 3, 12);
    expect(weightsOf("linear", [0, 1, 4])[0]).toEqual([1, 0.75, 0]);
    const table = [
      [5, 1, 0],
      [1, 5, 1],
      [0, 1, 5],
    ];
    const plain = twoRaterCoefficients(table).cohen.coefficient.value ?? 1;
    expect(twoRaterCoefficients(table, "linear").cohen.coefficient.value).toBeGreaterThan(plain);
  });

  test("undefined: no unit, one category, nothing but one value; never a division by nothing", () => {
    expect(twoRaterCoefficients([]).agreement.undefinedBecause).toBe("no unit has two values");
    expect(
      twoRaterCoefficients([
        [0, 0],
        [0, 0],
      ]).cohen.coefficient.value,
    ).toBeNull();
    expect(twoRaterCoefficients([[7]]).gwet.coefficient.undefinedBecause).toBe("there is only one category");
    const alike = twoRaterCoefficients([
      [9, 0],
      [0, 0],
    ]);
    expect(alike.agreement.value).toBe(1);
    expect(alike.cohen.coefficient.undefinedBecause).toBe("only one value occurs");
    expect(alike.alpha.coefficient.value).toBeNull();
    expect(alike.gwet.coefficient.value).toBe(1);
    const apart = twoRaterCoefficients([
      [0, 9],
      [0, 0],
    ]);
    expect(apart.cohen.coefficient.value).toBe(0);
    expect(apart.scott.coefficient.value).toBe(-1);
    expect(() => twoRaterCoefficients([[1, 2]])).toThrow(RangeError);
  });

  test("the raters change places: nothing changes; all on the diagonal: 1", () => {
    fc.assert(
      fc.property(tables, weightings, (table, weighting) => {
        const there = twoRaterCoefficients(table, weighting);
        const turned = twoRaterCoefficients(
          table.map((row, i) => row.map((_, j) => table[j]?.[i] ?? 0)),
          weighting,
        );
        for (const key of ["cohen", "scott", "gwet", "alpha"] as const) {
          const value = there[key].coefficient.value;
          if (value === null) expect(turned[key].coefficient.value).toBeNull();
          else {
            expect(turned[key].coefficient.value).toBeCloseTo(value, 9);
            expect(value).toBeLessThanOrEqual(1 + 1e-12);
          }
        }
        const perfect = twoRaterCoefficients(
          table.map((row, i) => row.map((_, j) => (i === j ? i + 1 : 0))),
          weighting,
        );
        for (const key of ["cohen", "scott", "gwet", "alpha"] as const)
          expect(perfect[key].coefficient.value).toBeCloseTo(1, 12);
      }),
    );
  });

  test("α is Krippendorff's, nominal and, by squares, interval", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), (pairs) => {
        const categories = categoriesOf(pairs);
        const table = tableOf(pairs, categories);
        for (const [weighting, level] of [
          ["identity", "nominal"],
          ["quadratic", "interval"],
        ] as const) {
          const found = twoRaterCoefficients(table, weighting, categories.scale).alpha.coefficient.value;
          const expected = krippendorffAlpha(pairs, level).alpha.value;
          if (expected === null) expect(found).toBeNull();
          else expect(found).toBeCloseTo(expected, 9);
        }
      }),
    );
  });
});

describe("manyRaterCoefficients", () => {
  test("by hand: three raters, two categories, three units", () => {
    const found = manyRaterCoefficients([
      [3, 0],
      [2, 1],
      [0, 3],
    ]);
    // Pairs that agree: 1, 1 of 3, 1; shares 5 and 4 of 9.
    expect(found.agreement.value).toBeCloseTo(7 / 9, 12);
    expect(found.fleiss.chance).toBeCloseTo(41 / 81, 12);
    expect(found.fleiss.coefficient.value).toBeCloseTo((7 / 9 - 41 / 81) / (40 / 81), 12);
    expect(found.gwet.chance).toBeCloseTo(40 / 81, 12);
  });

  test("units with one value count for the shares alone, empty ones for nothing", () => {
    const full = [
      [2, 0],
      [0, 2],
      [1, 1],
    ];
    const there = manyRaterCoefficients(full);
    expect(manyRaterCoefficients([...full, [0, 0]])).toEqual(there);
    const more = manyRaterCoefficients([...full, [1, 0]]);
    expect(more.agreement).toEqual(there.agreement);
    expect(more.fleiss.chance).not.toBe(there.fleiss.chance);
    expect(more.alpha).toEqual(there.alpha);
    expect(manyRaterCoefficients([[1, 0]]).fleiss.coefficient.undefinedBecause).toBe(
      "no unit has two values",
    );
    expect(manyRaterCoefficients([]).agreement.value).toBeNull();
    expect(manyRaterCoefficients([[4, 0]]).fleiss.coefficient.undefinedBecause).toBe("only one value occurs");
    expect(() => manyRaterCoefficients([[1, 0], [1]])).toThrow(RangeError);
  });

  test("two raters give Scott's π and AC; α is Krippendorff's with missing data too", () => {
    const values = fc.array(fc.option(fc.integer({ min: 1, max: 4 })), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 15 }), (units: Value[][]) => {
        const categories = categoriesOf(units, [1, 2, 3, 4]);
        const found = manyRaterCoefficients(countsOf(units, categories), "quadratic", categories.scale);
        const expected = krippendorffAlpha(units, "interval").alpha.value;
        if (expected === null) expect(found.alpha.coefficient.value).toBeNull();
        else expect(found.alpha.coefficient.value).toBeCloseTo(expected, 9);

        const pairs = units.map(([a = null, b = null]) => (a === null || b === null ? [null, null] : [a, b]));
        const two = twoRaterCoefficients(tableOf(pairs, categories));
        const many = manyRaterCoefficients(countsOf(pairs, categories));
        if (two.units === 0) return;
        expect(many.agreement.value).toBeCloseTo(two.agreement.value ?? -9, 9);
        expect(many.fleiss.chance).toBeCloseTo(two.scott.chance ?? -9, 9);
        expect(many.gwet.chance).toBeCloseTo(two.gwet.chance ?? -9, 9);
      }),
    );
  });
});

describe("categories", () => {
  test("numbers stand for themselves in ascending order, names for their places", () => {
    expect(categoriesOf([[10, 2, null], [2]])).toEqual({ values: [2, 10], scale: [2, 10] });
    expect(categoriesOf([["b", "a"]])).toEqual({ values: ["a", "b"], scale: [1, 2] });
    expect(() => countsOf([["c"]], categoriesOf([], ["a"]))).toThrow(RangeError);
  });
});
