/** Kinds of notes that say what has to be counted again (StandingWork): as triggers write them, and as they are worked off. */
export const rawKinds = ["article", "pair", "source"] as const;

/** Days after its last rating from which on a source is due for another. A convention of this program. */
export const ratingLastsDays = 365;

/** A card of more mentions than this is computed in a worker thread, so that no request waits for it. */
export const largeCard = 300;

/**
 * The higher, the less independent: fewest certain origins first, then fewest possible ones, then most mentions. Counts
 * above 999,999 are taken as that.
 */
export function dependenceOf({
  low,
  high,
  mentions,
}: {
  low: number;
  high: number;
  mentions: number;
}): bigint {
  const most = 999_999;
  const part = (count: number) => BigInt(Math.min(count, most));
  return part(mentions) - part(high) * 1_000_000n - part(low) * 1_000_000_000_000n;
}

/** Whether answers about a card contradict each other: one finds it true (1, 2, supported), another untrue (4, 5, refuted). */
export function isContradicted(answers: readonly string[]): boolean {
  const has = (...wanted: string[]) => answers.some((answer) => wanted.includes(answer));
  return has("1", "2", "supported") && has("4", "5", "refuted");
}
