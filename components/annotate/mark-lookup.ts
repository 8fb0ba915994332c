import type { Mark } from "@/components/annotate/marks";
import type { Span } from "@/lib/text/span";

const maps = new WeakMap<readonly Mark[], ReadonlyMap<string, Mark>>();
const reaches = new WeakMap<readonly Mark[], Uint32Array>();

/** The marks of a list by their ids; made once for a list. */
export function marksById(marks: readonly Mark[]): ReadonlyMap<string, Mark> {
  const known = maps.get(marks);
  if (known) return known;
  const fresh = new Map(marks.map((mark) => [mark.annotation.id, mark]));
  maps.set(marks, fresh);
  return fresh;
}

/**
 * Of marks in reading order those whose hull shares a code point with a span, in that order. Looks only at those between
 * the first that reaches so far and the first that begins behind it.
 */
export function marksOver(marks: readonly Mark[], span: Span): Mark[] {
  const reach = reachOf(marks);
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((reach[middle] ?? 0) <= span.start) low = middle + 1;
    else high = middle;
  }
  const over: Mark[] = [];
  for (let mark = marks[low]; mark && mark.hull.start < span.end; mark = marks[++low])
    if (mark.hull.end > span.start) over.push(mark);
  return over;
}

/** How far each mark of a list or any before it goes. */
function reachOf(marks: readonly Mark[]): Uint32Array {
  const known = reaches.get(marks);
  if (known) return known;
  const fresh = new Uint32Array(marks.length);
  let reach = 0;
  marks.forEach((mark, place) => {
    reach = Math.max(reach, mark.hull.end);
    fresh[place] = reach;
  });
  reaches.set(marks, fresh);
  return fresh;
}
