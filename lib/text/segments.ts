import { compareSpans, type Span } from "@/lib/text/span";

/** A span of a mark; a discontinuous mark gives one entry per span, all with its id. */
export type MarkSpan = Span & { id: string };

/** A stretch of text on which the same marks lie; `ids` run from the mark that begins first to the last. */
export type MarkSegment = Span & { ids: string[] };

/**
 * Flattens overlapping marks into disjoint stretches in reading order; text without marks has none. Needed as
 * ProseMirror lets the last of several overlapping decorations overwrite the attributes of the others.
 * Sorting costs O(n log n); the rest is linear in the length of the answer. Empty spans vanish.
 */
export function flattenMarks(marks: readonly MarkSpan[]): MarkSegment[] {
  const spans = marks
    .filter((mark) => mark.end > mark.start)
    .toSorted((a, b) => compareSpans(a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const ranks = new Map<string, number>();
  for (const span of spans) if (!ranks.has(span.id)) ranks.set(span.id, ranks.size);
  const ids = [...ranks.keys()];
  const borders: { at: number; rank: number; step: 1 | -1 }[] = [];
  for (const span of spans) {
    const rank = ranks.get(span.id) ?? 0;
    borders.push({ at: span.start, rank, step: 1 }, { at: span.end, rank, step: -1 });
  }
  borders.sort((a, b) => a.at - b.at);

  const depth = new Map<number, number>();
  const active: number[] = [];
  const segments: MarkSegment[] = [];
  let from = 0;
  let next = 0;
  while (next < borders.length) {
    const at = borders[next]?.at ?? 0;
    if (active.length > 0 && at > from) pushSegment(segments, from, at, active, ids);
    from = at;
    for (let border = borders[next]; border?.at === at; border = borders[++next]) {
      const before = depth.get(border.rank) ?? 0;
      depth.set(border.rank, before + border.step);
      const place = placeOf(active, border.rank);
      const isIn = active[place] === border.rank;
      if (before + border.step > 0 && !isIn) active.splice(place, 0, border.rank);
      if (before + border.step <= 0 && isIn) active.splice(place, 1);
    }
  }
  return segments;
}

function pushSegment(segments: MarkSegment[], start: number, end: number, ranks: number[], ids: string[]) {
  const own = ranks.map((rank) => ids[rank] ?? "");
  const last = segments.at(-1);
  const isSame =
    last?.end === start && last.ids.length === own.length && last.ids.every((id, i) => id === own[i]);
  if (last && isSame) last.end = end;
  else segments.push({ start, end, ids: own });
}

function placeOf(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
