/** How near two categories are: only equal ones count, or distance counts by ranks, differences or their squares. */
export type Weighting = "identity" | "ordinal" | "linear" | "quadratic";

/**
 * The weight of each pair of categories, 1 for equal ones and down to 0 for the farthest (Gwet, Handbook of Inter-Rater
 * Reliability, 4th ed. 2014, ch. 3). `scale` holds the number of each category in ascending order; ordinal weights look
 * at the places alone. One category, or none, weighs 1.
 */
export function weightsOf(weighting: Weighting, scale: readonly number[]): number[][] {
  const widest = (scale.at(-1) ?? 0) - (scale[0] ?? 0);
  const pairs = (steps: number) => (steps * (steps + 1)) / 2;
  const mostPairs = pairs(scale.length - 1);
  return scale.map((a, i) =>
    scale.map((b, j) => {
      if (i === j) return 1;
      if (weighting === "identity") return 0;
      if (weighting === "ordinal") return 1 - pairs(Math.abs(i - j)) / mostPairs;
      const distance = widest === 0 ? 0 : Math.abs(a - b) / widest;
      return weighting === "linear" ? 1 - distance : 1 - distance ** 2;
    }),
  );
}

/** The sum of weight × a × b over all pairs of categories, where a and b are shares of the categories. */
export function weightedProduct(
  weights: readonly (readonly number[])[],
  a: readonly number[],
  b: readonly number[],
): number {
  let sum = 0;
  for (const [k, row] of weights.entries())
    for (const [l, weight] of row.entries()) sum += weight * (a[k] ?? 0) * (b[l] ?? 0);
  return sum;
}

/** What AC1 and AC2 take for chance: all weights ÷ q(q − 1) × Σ π(1 − π) (Gwet 2008; 2014, ch. 4 and 5). */
export function gwetChance(weights: readonly (readonly number[])[], shares: readonly number[]): number {
  const all = weights.reduce((sum, row) => sum + row.reduce((part, weight) => part + weight, 0), 0);
  const spread = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  return (all / (shares.length * (shares.length - 1))) * spread;
}

/** The sum of numbers; 0 for none. */
export function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
