import { type Candidate, matchOneToOne } from "@/lib/agreement/matching";
import { type Measured, measured, undefinedBecause } from "@/lib/agreement/measured";
import { intersectionOverUnion, type Span, spansKey } from "@/lib/text/span";

/** F1 with what it counts: things of either side, and how many were matched one to one. */
export type PairedF1 = { f1: Measured; matched: number; a: number; b: number };

/**
 * F1 between two people's things, 2 × matched ÷ (a + b) (Hripcsak & Rothschild 2005), over the largest one-to-one
 * matching of things that `isMatch` takes for the same; the same from either side. Undefined when there is none.
 */
export function pairedF1<T>(
  a: readonly T[],
  b: readonly T[],
  isMatch: (one: T, other: T) => boolean,
): PairedF1 {
  const candidates: Candidate[] = [];
  for (const [i, one] of a.entries())
    for (const [j, other] of b.entries()) if (isMatch(one, other)) candidates.push({ a: i, b: j, weight: 1 });
  const matched = matchOneToOne(candidates).size;
  return f1Of(matched, a.length, b.length);
}

/** F1 from counts, which may be sums over articles. */
export function f1Of(matched: number, a: number, b: number): PairedF1 {
  const f1 = a + b === 0 ? undefinedBecause("both empty") : measured((2 * matched) / (a + b));
  return { f1, matched, a, b };
}

/** How two sets of spans are taken for the same: equal, or by an intersection over union of at least `overlap`. */
export type SpansMatch = { overlap?: number };

/** True when two sets of spans are the same in that way; two empty sets are. */
export function isSpansMatch(a: readonly Span[], b: readonly Span[], { overlap }: SpansMatch): boolean {
  if (a.length === 0 || b.length === 0) return a.length === b.length;
  if (overlap === undefined) return a.length === b.length && isNear(a, b) && spansKey(a) === spansKey(b);
  return isNear(a, b) && intersectionOverUnion(a, b) >= overlap;
}

/** Asked of every pair, and false for nearly all: no list is made. */
function isNear(a: readonly Span[], b: readonly Span[]): boolean {
  for (const one of a) for (const other of b) if (one.start < other.end && other.start < one.end) return true;
  return false;
}
