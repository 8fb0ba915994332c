import { type Candidate, matchOneToOne } from "@/lib/agreement/matching";
import { hullOf, intersectionOverUnion, type Span, spansKey } from "@/lib/text/span";

/** One mark; its spans (code points) are compared as a whole, so a discontinuous mark is one mark. */
export type Mark = { kind: string; spans: readonly Span[] };

/** `overlap` between 0 (excluded) and 1: a match needs that intersection over union instead of equality. */
export type SpanF1Options = { overlap?: number };

/** `precision` is matched ÷ b, `recall` matched ÷ a, null where that side marked nothing. */
export type SpanF1 =
  | {
      f1: number;
      precision: number | null;
      recall: number | null;
      matched: number;
      a: number;
      b: number;
      undefinedBecause: null;
    }
  | { f1: null; precision: null; recall: null; matched: 0; a: 0; b: 0; undefinedBecause: "both empty" };

/**
 * F1 between the marks of two people, 2 × matched ÷ (a + b), symmetric in both: the measure for marks whose
 * non-occurrences cannot be counted, to which κ then tends (Hripcsak & Rothschild 2005). Marks match one to
 * one, with the same kind and the same set of spans, or by `overlap`. Undefined when nobody marked anything.
 */
export function spanF1(a: readonly Mark[], b: readonly Mark[], options: SpanF1Options = {}): SpanF1 {
  if (a.length === 0 && b.length === 0) {
    return {
      f1: null,
      precision: null,
      recall: null,
      matched: 0,
      a: 0,
      b: 0,
      undefinedBecause: "both empty",
    };
  }
  const matched =
    options.overlap === undefined
      ? countEqual(a, b)
      : countOverlapping(a, b, checkedOverlap(options.overlap));
  return {
    f1: (2 * matched) / (a.length + b.length),
    precision: b.length === 0 ? null : matched / b.length,
    recall: a.length === 0 ? null : matched / a.length,
    matched,
    a: a.length,
    b: b.length,
    undefinedBecause: null,
  };
}

/**
 * The mean of F1 over all pairs of people for whom it is defined; null when there is no such pair (fewer than
 * two people, or nobody marked anything).
 */
export function meanPairwiseF1(
  layers: readonly (readonly Mark[])[],
  options: SpanF1Options = {},
): number | null {
  let sum = 0;
  let pairs = 0;
  layers.forEach((a, i) => {
    for (const b of layers.slice(i + 1)) {
      const { f1 } = spanF1(a, b, options);
      if (f1 === null) continue;
      sum += f1;
      pairs++;
    }
  });
  return pairs === 0 ? null : sum / pairs;
}

/**
 * The largest one-to-one matching of marks of the same kind whose intersection over union is `overlap` or more, closer
 * ones preferred: the place in `b` of each matched place in `a`.
 */
export function matchByOverlap(a: readonly Mark[], b: readonly Mark[], overlap: number): Map<number, number> {
  const right = b
    .map((mark, place) => ({ mark, place, hull: hullOf(mark.spans) }))
    .toSorted((x, y) => (x.hull?.start ?? 0) - (y.hull?.start ?? 0));
  const candidates: Candidate[] = [];
  a.forEach((mark, place) => {
    const hull = hullOf(mark.spans);
    if (!hull) return;
    for (const other of right) {
      if (!other.hull || other.mark.kind !== mark.kind || other.hull.end <= hull.start) continue;
      if (other.hull.start >= hull.end) break;
      const weight = intersectionOverUnion(mark.spans, other.mark.spans);
      if (weight >= overlap) candidates.push({ a: place, b: other.place, weight });
    }
  });
  return matchOneToOne(candidates);
}

function countEqual(a: readonly Mark[], b: readonly Mark[]): number {
  const left = new Map<string, number>();
  for (const mark of a) left.set(keyOf(mark), (left.get(keyOf(mark)) ?? 0) + 1);
  let matched = 0;
  for (const mark of b) {
    const open = left.get(keyOf(mark)) ?? 0;
    if (open === 0) continue;
    left.set(keyOf(mark), open - 1);
    matched++;
  }
  return matched;
}

function countOverlapping(a: readonly Mark[], b: readonly Mark[], overlap: number): number {
  return matchByOverlap(a, b, overlap).size;
}

function checkedOverlap(overlap: number): number {
  if (overlap > 0 && overlap <= 1) return overlap;
  throw new RangeError("The overlap that makes a match lies above 0 and at most at 1.");
}

function keyOf(mark: Mark): string {
  return `${mark.kind}\n${spansKey(mark.spans)}`;
}
