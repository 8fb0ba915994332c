import { coverage, type Span } from "@/lib/text/span";

/**
 * True when one confirmed link joins two mentions: each of its two passages covers at least half of the
 * respective claim's span (code points of the respective text).
 */
export function joinsMentions(
  a: { claim: readonly Span[]; passage: readonly Span[] },
  b: { claim: readonly Span[]; passage: readonly Span[] },
): boolean {
  return coverage(a.claim, a.passage) >= 0.5 && coverage(b.claim, b.passage) >= 0.5;
}
