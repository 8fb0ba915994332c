import { coverage, type Span } from "@/lib/text/span";

/**
 * True when one confirmed link joins two mentions: each of its two passages covers at least half of the
 * respective claim's span (code points of the respective text).
 */
export function joinsMentions(
  a: { claim: readonly Span[]; passage: readonly Span[] },
  b: { claim: readonly Span[]; passage: readonly Span[] },
): boolean {
  return coversClaim(a.passage, a.claim) && coversClaim(b.passage, b.claim);
}

/** True when a passage covers at least half of a claim (code points). */
export function coversClaim(passage: readonly Span[], claim: readonly Span[]): boolean {
  return coverage(claim, passage) >= 0.5;
}

/** True when two passages of one text are the same one: each covers at least half of the other (code points). */
export function isSamePassage(a: readonly Span[], b: readonly Span[]): boolean {
  return coverage(a, b) >= 0.5 && coverage(b, a) >= 0.5;
}
