/** The result of a measure: a number, or the reason why it has none, as the end of "undefined because …". */
export type Measured = { value: number; undefinedBecause: null } | { value: null; undefinedBecause: string };

/** A result that is a number; one that is not finite is a fault of the caller and throws. */
export function measured(value: number): Measured {
  if (!Number.isFinite(value)) throw new RangeError("A measure came out as no finite number.");
  return { value, undefinedBecause: null };
}

/** A result that has no number, with the end of the sentence "undefined because …". */
export function undefinedBecause(reason: string): Measured {
  return { value: null, undefinedBecause: reason };
}

/**
 * A coefficient corrected for chance, (observed − expected) ÷ (1 − expected), the form that κ, π and AC share;
 * undefined where chance alone agrees on everything.
 */
export function aboveChance(observed: number, expected: number): Measured {
  if (1 - expected < 1e-12) return undefinedBecause("only one value occurs");
  return measured((observed - expected) / (1 - expected));
}
