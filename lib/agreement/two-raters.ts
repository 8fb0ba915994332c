import { aboveChance, type Measured, measured, undefinedBecause } from "@/lib/agreement/measured";
import { gwetChance, total, type Weighting, weightedProduct, weightsOf } from "@/lib/agreement/weights";

/** A coefficient and the agreement it takes for chance, null where there is nothing to count. */
export type Coefficient = { coefficient: Measured; chance: number | null };

/** `agreement` is the (weighted) share of units on which both agree; `units` how many both rated. */
export type TwoRaters = {
  agreement: Measured;
  cohen: Coefficient;
  scott: Coefficient;
  gwet: Coefficient;
  alpha: Coefficient;
  units: number;
};

/**
 * The coefficients of two raters from their contingency table (rows the first rater's categories, columns the second's):
 * Cohen's κ (1960; weighted 1968), Scott's π (1955), Gwet's AC1 (2008) and, weighted, AC2 (2014), and Krippendorff's α
 * for complete data (Gwet 2014, ch. 2–4). `scale` gives the number of each category where distances count, its place
 * unless given. Undefined for an empty table, and where chance alone would agree on everything. Throws RangeError for a
 * table that is not square or holds a negative number.
 */
export function twoRaterCoefficients(
  table: readonly (readonly number[])[],
  weighting: Weighting = "identity",
  scale: readonly number[] = table.map((_, place) => place + 1),
): TwoRaters {
  if (table.some((row) => row.length !== table.length || row.some((cell) => !(cell >= 0))))
    throw new RangeError("A contingency table is square and holds no negative numbers.");
  const units = total(table.map(total));
  if (units === 0) return nothing();
  const weights = weightsOf(weighting, scale);
  const first = table.map((row) => total(row) / units);
  const second = table.map((_, column) => total(table.map((row) => row[column] ?? 0)) / units);
  const both = first.map((share, place) => (share + (second[place] ?? 0)) / 2);
  let agreement = 0;
  for (const [k, row] of table.entries())
    for (const [l, cell] of row.entries()) agreement += ((weights[k]?.[l] ?? 0) * cell) / units;

  const of = (chance: number): Coefficient => ({ coefficient: aboveChance(agreement, chance), chance });
  const pooled = weightedProduct(weights, both, both);
  // A value is never paired with itself: of 2n values, each meets 2n − 1 others.
  const alphaChance = (2 * units * pooled - 1) / (2 * units - 1);
  return {
    agreement: measured(agreement),
    cohen: of(weightedProduct(weights, first, second)),
    scott: of(pooled),
    gwet:
      table.length < 2
        ? { coefficient: undefinedBecause("there is only one category"), chance: null }
        : of(gwetChance(weights, both)),
    alpha: of(alphaChance),
    units,
  };
}

function nothing(): TwoRaters {
  const none = undefinedBecause("no unit has two values");
  const coefficient = { coefficient: none, chance: null };
  return {
    agreement: none,
    cohen: coefficient,
    scott: coefficient,
    gwet: coefficient,
    alpha: coefficient,
    units: 0,
  };
}
