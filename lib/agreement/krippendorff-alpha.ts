import { type Measured, measured, undefinedBecause } from "@/lib/agreement/measured";

/** What the values of a variable allow: equality, order, differences, or proportions from a true zero. */
export type Level = "nominal" | "ordinal" | "interval" | "ratio";

/** One value given by one observer; null is a missing one. Levels above nominal take numbers alone. */
export type Value = string | number | null;

/** The values that the observers gave to one unit, in any order; units may hold different numbers of values. */
export type Unit = readonly Value[];

/**
 * α with what it was made of. `observed` (Do) and `expected` (De) are mean differences per pair of values, null
 * without a pair. `pairable` counts the values in units with two or more, `units` those units.
 */
export type Alpha = {
  alpha: Measured;
  observed: number | null;
  expected: number | null;
  pairable: number;
  units: number;
};

/**
 * Krippendorff's α = 1 − Do ÷ De at a level of measurement, for any number of observers and with missing data
 * (Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011; Content Analysis, 4th ed. 2019, ch. 12). A unit with
 * fewer than two values says nothing and is left out. Undefined when no unit has two values, when only one value
 * occurs (nothing could have disagreed), and when the values do not suit the level.
 */
export function krippendorffAlpha(units: readonly Unit[], level: Level): Alpha {
  const counted = units.map(presentIn).filter((values) => values.length > 1);
  const values = counted.flat();
  const basis = { pairable: values.length, units: counted.length };
  const none = (reason: string): Alpha => ({
    alpha: undefinedBecause(reason),
    observed: null,
    expected: null,
    ...basis,
  });
  if (values.length === 0) return none("no unit has two values");
  const unsuited = whyUnsuited(values, level);
  if (unsuited) return none(unsuited);

  const { scale, totals, placeOf } = rank(values);
  const difference = differenceAt(level, scale, totals);
  let sum = 0;
  for (const unit of counted) sum += disagreementWithin(unit.map(placeOf), difference);
  const observed = sum / values.length;
  const expected = expectedDifference(totals, difference) / (values.length * (values.length - 1));
  const alpha =
    expected === 0 ? undefinedBecause("only one value occurs") : measured(1 - observed / expected);
  return { alpha, observed, expected, ...basis };
}

function presentIn(unit: Unit): (string | number)[] {
  return unit.filter((value) => value !== null);
}

function whyUnsuited(values: readonly (string | number)[], level: Level): string | null {
  if (level === "nominal") return null;
  if (values.some((value) => typeof value !== "number" || !Number.isFinite(value)))
    return "only numbers have an order, differences or proportions";
  if (level === "ratio" && values.some((value) => typeof value === "number" && value < 0))
    return "a ratio scale has no values below zero";
  return null;
}

type Ranked = { scale: number[]; totals: number[]; placeOf: (value: string | number) => number };

/** The values in order, how often each occurs, and the place of a value among them; names stand in no order. */
function rank(values: readonly (string | number)[]): Ranked {
  const counts = new Map<string | number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ordered = [...counts].toSorted(([a], [b]) =>
    typeof a === "number" && typeof b === "number" ? a - b : 0,
  );
  const places = new Map(ordered.map(([value], place) => [value, place]));
  return {
    scale: ordered.map(([value]) => (typeof value === "number" ? value : 0)),
    totals: ordered.map(([, count]) => count),
    placeOf: (value) => places.get(value) ?? 0,
  };
}

type Difference = (a: number, b: number) => number;

/** The squared difference between the values at two places of the scale (Krippendorff 2011, section D). */
function differenceAt(level: Level, scale: readonly number[], totals: readonly number[]): Difference {
  if (level === "nominal") return (a, b) => (a === b ? 0 : 1);
  if (level === "interval") return (a, b) => ((scale[a] ?? 0) - (scale[b] ?? 0)) ** 2;
  if (level === "ratio")
    return (a, b) => {
      const [one, other] = [scale[a] ?? 0, scale[b] ?? 0];
      return one === other ? 0 : ((one - other) / (one + other)) ** 2;
    };
  // The middle of each value's ranks: their distance is all ranks between two values and half of their own.
  let below = 0;
  const middle = totals.map((count) => {
    below += count;
    return below - count / 2;
  });
  return (a, b) => ((middle[a] ?? 0) - (middle[b] ?? 0)) ** 2;
}

function disagreementWithin(places: readonly number[], difference: Difference): number {
  const counts = new Map<number, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  const found = [...counts];
  let sum = 0;
  for (const [i, [a, times]] of found.entries())
    for (const [b, others] of found.slice(i + 1)) sum += 2 * times * others * difference(a, b);
  return sum / (places.length - 1);
}

function expectedDifference(totals: readonly number[], difference: Difference): number {
  let sum = 0;
  for (const [a, times] of totals.entries())
    for (let b = a + 1; b < totals.length; b++) sum += 2 * times * (totals[b] ?? 0) * difference(a, b);
  return sum;
}
