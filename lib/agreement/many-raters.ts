import { aboveChance, type Measured, measured, undefinedBecause } from "@/lib/agreement/measured";
import type { Coefficient } from "@/lib/agreement/two-raters";
import { gwetChance, total, type Weighting, weightedProduct, weightsOf } from "@/lib/agreement/weights";

/** `agreement` is the mean over units of the (weighted) share of pairs that agree; `units` have two values or more. */
export type ManyRaters = {
  agreement: Measured;
  fleiss: Coefficient;
  gwet: Coefficient;
  alpha: Coefficient;
  units: number;
};

/**
 * The coefficients of any number of raters from counts (a row a unit, a column a category): Fleiss' κ (1971), Gwet's
 * AC1 and, weighted, AC2, and Krippendorff's α, in the forms that allow different numbers of raters a unit (Gwet 2014,
 * ch. 2–5): agreement over the units with two values or more; the categories' shares over the units with one or more, as
 * means of the units' shares; α over the units with two or more alone. Undefined where no unit has two values and where
 * chance alone would agree on everything. Throws RangeError for rows of unequal length and negative counts.
 */
export function manyRaterCoefficients(
  counts: readonly (readonly number[])[],
  weighting: Weighting = "identity",
  scale: readonly number[] = (counts[0] ?? []).map((_, place) => place + 1),
): ManyRaters {
  if (counts.some((row) => row.length !== scale.length || row.some((count) => !(count >= 0))))
    throw new RangeError("Every unit has a count of 0 or more for each category.");
  const weights = weightsOf(weighting, scale);
  const rated = counts.filter((row) => total(row) > 0);
  const paired = rated.filter((row) => total(row) > 1);
  if (paired.length === 0) return nothing();

  const agreement = total(paired.map((row) => agreementWithin(row, weights))) / paired.length;
  const shares = scale.map(
    (_, column) => total(rated.map((row) => (row[column] ?? 0) / total(row))) / rated.length,
  );
  const of = (chance: number): Coefficient => ({ coefficient: aboveChance(agreement, chance), chance });
  return {
    agreement: measured(agreement),
    fleiss: of(weightedProduct(weights, shares, shares)),
    gwet:
      scale.length < 2
        ? { coefficient: undefinedBecause("there is only one category"), chance: null }
        : of(gwetChance(weights, shares)),
    alpha: alphaOf(paired, weights),
    units: paired.length,
  };
}

function agreementWithin(row: readonly number[], weights: readonly (readonly number[])[]): number {
  const values = total(row);
  return (weightedProduct(weights, row, row) - values) / (values * (values - 1));
}

/** α counts every value alike, where Fleiss' κ counts every unit alike (Krippendorff 2019, ch. 12). */
function alphaOf(
  paired: readonly (readonly number[])[],
  weights: readonly (readonly number[])[],
): Coefficient {
  const values = total(paired.map(total));
  const observed = total(paired.map((row) => total(row) * agreementWithin(row, weights))) / values;
  const totals = weights.map((_, column) => total(paired.map((row) => row[column] ?? 0)));
  const chance = (weightedProduct(weights, totals, totals) - values) / (values * (values - 1));
  return { coefficient: aboveChance(observed, chance), chance };
}

function nothing(): ManyRaters {
  const none = undefinedBecause("no unit has two values");
  const coefficient = { coefficient: none, chance: null };
  return { agreement: none, fleiss: coefficient, gwet: coefficient, alpha: coefficient, units: 0 };
}
