import { seededRandom } from "@/lib/agreement/random";

/** `seed` fixes the draws; `rounds` is how many samples are drawn, `level` the share that the interval holds. */
export type BootstrapOptions = { seed: number; rounds?: number; level?: number };

/** `rounds` were drawn, `defined` of them gave a number. */
export type Interval =
  | { low: number; high: number; rounds: number; defined: number; undefinedBecause: null }
  | { low: null; high: null; rounds: number; defined: number; undefinedBecause: string };

/**
 * A percentile bootstrap interval (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13): draws as many
 * units as there are, with replacement, and takes the middle `level` of the statistic (95 % of 1,000 rounds unless
 * said otherwise). A round whose statistic is null is left out. Undefined with fewer than two units, and when fewer
 * than half of the rounds have a number. Throws RangeError for a level outside 0 to 1 or no whole round.
 */
export function bootstrapInterval<T>(
  units: readonly T[],
  statistic: (sample: readonly T[]) => number | null,
  { seed, rounds = 1_000, level = 0.95 }: BootstrapOptions,
): Interval {
  if (!(level > 0 && level < 1)) throw new RangeError("The level of an interval lies between 0 and 1.");
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError("A bootstrap takes one round or more.");
  if (units.length < 2)
    return { low: null, high: null, rounds, defined: 0, undefinedBecause: "there are fewer than two units" };
  const random = seededRandom(seed);
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sample = units.map((unit) => units[Math.floor(random() * units.length)] ?? unit);
    const value = statistic(sample);
    if (value !== null) found.push(value);
  }
  if (found.length * 2 < rounds || found.length === 0)
    return {
      low: null,
      high: null,
      rounds,
      defined: found.length,
      undefinedBecause: "most samples of the units give no number",
    };
  found.sort((a, b) => a - b);
  const outside = (1 - level) / 2;
  return {
    low: quantile(found, outside),
    high: quantile(found, 1 - outside),
    rounds,
    defined: found.length,
    undefinedBecause: null,
  };
}

/** Between the two nearest of the ordered values (Hyndman & Fan 1996, type 7). */
function quantile(ordered: readonly number[], share: number): number {
  const place = share * (ordered.length - 1);
  const below = ordered[Math.floor(place)] ?? 0;
  const above = ordered[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
