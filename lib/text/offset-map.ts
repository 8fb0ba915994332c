import type { Span } from "@/lib/text/span";

/**
 * A place where raw and stored text differ in length or order: [raw start, raw length, stored start, stored
 * length], all in code points. Between two such places both sides run in step.
 */
export type OffsetSegment = readonly [
  rawStart: number,
  rawLength: number,
  storedStart: number,
  storedLength: number,
];

/** What joins a raw text with its stored form; no segments means that the offsets are equal. */
export type OffsetMap = { rawLength: number; storedLength: number; segments: readonly OffsetSegment[] };

/**
 * A span on the other side of the map. `cuts` is true when a border fell inside a sequence that one side joins
 * (a letter and its accent, CR LF): the span is then the smallest one that holds the whole sequence, and the
 * caller has to report it.
 */
export type MappedSpan = { span: Span; cuts: boolean };

/** Code points of the raw text → code points of the stored text. RangeError when outside the raw text. */
export function toStored(map: OffsetMap, span: Span): MappedSpan {
  return mapSpan(map, span, 0, 2, map.rawLength, map.storedLength);
}

/** Code points of the stored text → code points of the raw text. RangeError when outside the stored text. */
export function toRaw(map: OffsetMap, span: Span): MappedSpan {
  return mapSpan(map, span, 2, 0, map.storedLength, map.rawLength);
}

function mapSpan(
  map: OffsetMap,
  span: Span,
  from: 0 | 2,
  to: 0 | 2,
  fromLength: number,
  toLength: number,
): MappedSpan {
  if (span.start < 0 || span.end < span.start || span.end > fromLength) {
    throw new RangeError(`Span ${span.start}–${span.end} is outside the text of ${fromLength} code points.`);
  }
  const start = mapBorder(map.segments, span.start, from, to, "start");
  const end = mapBorder(map.segments, span.end, from, to, "end");
  return {
    span: { start: start.offset, end: Math.min(end.offset, toLength) },
    cuts: start.cuts || end.cuts,
  };
}

function mapBorder(
  segments: readonly OffsetSegment[],
  offset: number,
  from: 0 | 2,
  to: 0 | 2,
  border: "start" | "end",
): { offset: number; cuts: boolean } {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle];
    if (segment && segment[from] < offset) low = middle + 1;
    else high = middle;
  }
  const segment = segments[low - 1];
  if (!segment) return { offset, cuts: false };
  const fromEnd = segment[from] + segment[from === 0 ? 1 : 3];
  const toEnd = segment[to] + segment[to === 0 ? 1 : 3];
  if (offset >= fromEnd) return { offset: toEnd + offset - fromEnd, cuts: false };
  return { offset: border === "start" ? segment[to] : toEnd, cuts: true };
}
