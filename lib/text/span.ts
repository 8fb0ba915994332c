/** A half-open range [start, end) in Unicode code points of one stored text (NFC, `\n` line ends). */
export type Span = { start: number; end: number };

/** Orders spans by start, then the longer one first, so that an outer span precedes what it holds. */
export function compareSpans(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

/** True when both borders are equal. */
export function isSameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** True when `outer` holds every code point of `inner`; a span contains itself. */
export function containsSpan(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Number of code points that both spans hold; 0 when they only touch. */
export function overlapLength(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

/** True when the spans share at least one code point. */
export function isOverlapping(a: Span, b: Span): boolean {
  return overlapLength(a, b) > 0;
}

/** The same code points as the fewest disjoint spans in reading order; empty and inverted spans vanish. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.filter((one) => one.end > one.start).toSorted(compareSpans)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ start: span.start, end: span.end });
  }
  return merged;
}

/** Number of code points that a set of spans holds, each counted once. */
export function coveredLength(spans: readonly Span[]): number {
  return mergeSpans(spans).reduce((sum, span) => sum + span.end - span.start, 0);
}

/** Number of code points that both sets of spans hold, each counted once. */
export function sharedLength(a: readonly Span[], b: readonly Span[]): number {
  const left = mergeSpans(a);
  const right = mergeSpans(b);
  let shared = 0;
  let i = 0;
  let j = 0;
  for (;;) {
    const one = left[i];
    const other = right[j];
    if (!one || !other) return shared;
    shared += overlapLength(one, other);
    if (one.end < other.end) i++;
    else j++;
  }
}

/** Intersection over union of two sets of spans (Jaccard 1901), from 0 to 1; 0 when both are empty. */
export function intersectionOverUnion(a: readonly Span[], b: readonly Span[]): number {
  const shared = sharedLength(a, b);
  const union = coveredLength(a) + coveredLength(b) - shared;
  return union === 0 ? 0 : shared / union;
}

/** The share of `target` that lies inside `cover`, from 0 to 1; 0 when the target is empty. */
export function coverage(target: readonly Span[], cover: readonly Span[]): number {
  const length = coveredLength(target);
  return length === 0 ? 0 : sharedLength(target, cover) / length;
}

/** The smallest single span that holds all the given ones, or null for none; empty and inverted ones count for nothing. */
export function hullOf(spans: readonly Span[]): Span | null {
  let hull: Span | null = null;
  for (const { start, end } of spans)
    if (end > start)
      hull = hull ? { start: Math.min(hull.start, start), end: Math.max(hull.end, end) } : { start, end };
  return hull;
}

/** One string for a set of spans, equal exactly when the sets hold the same spans in any order. */
export function spansKey(spans: readonly Span[]): string {
  const ordered = spans.length > 1 ? spans.toSorted(compareSpans) : spans;
  return ordered.map((span) => `${span.start}-${span.end}`).join(",");
}
