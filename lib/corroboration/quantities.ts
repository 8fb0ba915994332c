import type { Quantity } from "@/lib/corroboration/schema";

/** How two values stand to each other; `conflict` only when their intervals share no number. */
export type ValueRelation = "compatible" | "conflict" | "not-comparable";

/** Share by which "about" may miss: "about 600" reaches from 540 to 660. A convention of this program. */
const ABOUT = 0.1;

type Valued = { mention: string; quantity: Quantity };

type Extremes = { highestLow: Valued; lowestHigh: Valued; count: number };

type Interval = { low: number; high: number; isLowOpen: boolean };

/**
 * Compares two values as intervals. They conflict only if the intervals are disjoint for the same thing, unit
 * and date: a verified "at least 247" does not contradict "about 600". A vague value, or another thing, unit
 * or date, is not comparable; what is not stated on one side counts as the same.
 */
export function compareQuantities(a: Quantity, b: Quantity): ValueRelation {
  const left = intervalOf(a);
  const right = intervalOf(b);
  if (!left || !right) return "not-comparable";
  const isSame = isAlike(a.counted, b.counted) && isAlike(a.unit, b.unit) && isAlike(dateOf(a), dateOf(b));
  if (!isSame) return "not-comparable";
  const isBelow = left.high < right.low || (left.high === right.low && right.isLowOpen);
  const isAbove = right.high < left.low || (right.high === left.low && left.isLowOpen);
  return isBelow || isAbove ? "conflict" : "compatible";
}

/** How all values of a card stand to each other, with two mentions as example for each conflict. */
export type ValueOverview = { relation: ValueRelation | null; conflicts: { a: string; b: string }[] };

/**
 * Compares the values of many mentions without comparing each with each: among values of the same thing, unit
 * and date two conflict exactly when the highest lower bound lies above the lowest upper bound. The relation is
 * null with fewer than two values, and `not-comparable` when no two of them can be compared.
 */
export function compareAllQuantities(valued: readonly Valued[]): ValueOverview {
  const classes = new Map<string, Extremes>();
  for (const one of valued.toSorted((x, y) => (x.mention < y.mention ? -1 : 1))) {
    const interval = intervalOf(one.quantity);
    if (!interval) continue;
    const { counted, unit } = one.quantity;
    const key = JSON.stringify(
      [counted, unit, dateOf(one.quantity)].map((part) => part?.trim().toLowerCase() ?? null),
    );
    const known = classes.get(key);
    if (!known) classes.set(key, { highestLow: one, lowestHigh: one, count: 1 });
    else {
      known.count++;
      const low = intervalOf(known.highestLow.quantity);
      const high = intervalOf(known.lowestHigh.quantity);
      if (
        low &&
        (interval.low > low.low || (interval.low === low.low && interval.isLowOpen && !low.isLowOpen))
      ) {
        known.highestLow = one;
      }
      if (high && interval.high < high.high) known.lowestHigh = one;
    }
  }
  const all = [...classes.values()];
  const conflicts = new Map<string, { a: string; b: string }>();
  let isComparable = false;
  all.forEach((left, place) => {
    for (const right of all.slice(place)) {
      const pairs = [
        [left.highestLow, right.lowestHigh],
        [right.highestLow, left.lowestHigh],
      ] as const;
      for (const [x, y] of pairs) {
        const relation = compareQuantities(x.quantity, y.quantity);
        if (relation === "not-comparable") continue;
        if (left !== right || left.count > 1) isComparable = true;
        if (relation !== "conflict") continue;
        const [a, b] = x.mention < y.mention ? [x.mention, y.mention] : [y.mention, x.mention];
        conflicts.set(JSON.stringify([a, b]), { a, b });
      }
    }
  });
  const relation = conflicts.size > 0 ? "conflict" : isComparable ? "compatible" : "not-comparable";
  return { relation: valued.length < 2 ? null : relation, conflicts: [...conflicts.values()] };
}

/** A value in words: "about 600", "at least 247", "200–300 dead". */
export function describeQuantity(quantity: Quantity): string {
  const { value, min, max, qualifier, unit } = quantity;
  const words: Record<string, string> = {
    about: "about ",
    "at-least": "at least ",
    "more-than": "more than ",
    "at-most": "at most ",
  };
  const number = value ?? (min !== null && max !== null ? `${min}–${max}` : (min ?? max));
  if (number === null || qualifier === "vague") return "a vague amount";
  const bound = qualifier === null && value === null && (min === null || max === null);
  const open = bound ? (min === null ? "at most " : "at least ") : (words[qualifier ?? ""] ?? "");
  return `${open}${number}${unit === null ? "" : ` ${unit}`}`;
}

/** The numbers that a value allows, infinite where it is open; null for a vague one. */
export function intervalOf({ value, min, max, qualifier }: Quantity): Interval | null {
  const low = min ?? value ?? null;
  const high = max ?? value ?? null;
  if (qualifier === "vague" || (low === null && high === null)) return null;
  const one = low ?? high ?? 0;
  switch (qualifier) {
    case "at-least":
    case "more-than":
      return {
        low: one,
        high: Number.POSITIVE_INFINITY,
        isLowOpen: qualifier === "more-than",
      };
    case "at-most":
      return { low: Number.NEGATIVE_INFINITY, high: high ?? one, isLowOpen: false };
    case "about": {
      const from = low ?? one;
      const to = high ?? one;
      return { low: from - Math.abs(from) * ABOUT, high: to + Math.abs(to) * ABOUT, isLowOpen: false };
    }
    default:
      return {
        low: low ?? Number.NEGATIVE_INFINITY,
        high: high ?? Number.POSITIVE_INFINITY,
        isLowOpen: false,
      };
  }
}

function dateOf(quantity: Quantity): string | null {
  return quantity.asOf ?? quantity.period;
}

function isAlike(a: string | null, b: string | null): boolean {
  return a === null || b === null || a.trim().toLowerCase() === b.trim().toLowerCase();
}
