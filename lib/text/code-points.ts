import type { Span } from "@/lib/text/span";

/** Which way a UTF-16 position inside a surrogate pair is rounded: a start goes down, an end goes up. */
export type Border = "start" | "end";

const STRIDE = 128;

/**
 * A text with a sparse table (one entry per 128 code points) between code points and UTF-16 units: built once
 * in one pass, each conversion then walks at most 128 characters. A lone surrogate counts as one code point.
 */
export type CodePointIndex = { text: string; length: number; checkpoints: Uint32Array };

/** Builds the index of a text; `length` is in code points. */
export function indexCodePoints(text: string): CodePointIndex {
  const checkpoints = new Uint32Array(Math.floor(text.length / STRIDE) + 1);
  let length = 0;
  for (let unit = 0; unit < text.length; unit += unitsAt(text, unit)) {
    if (length % STRIDE === 0) checkpoints[length / STRIDE] = unit;
    length++;
  }
  return {
    text,
    length,
    checkpoints: checkpoints.slice(0, Math.floor(Math.max(0, length - 1) / STRIDE) + 1),
  };
}

/** Number of code points in a text, without an index. */
export function countCodePoints(text: string): number {
  let length = 0;
  for (let unit = 0; unit < text.length; unit += unitsAt(text, unit)) length++;
  return length;
}

/** UTF-16 position of a code-point offset from 0 to `index.length`; RangeError beyond or for a fraction. */
export function codePointToUtf16(index: CodePointIndex, offset: number): number {
  if (!Number.isInteger(offset) || offset < 0 || offset > index.length) {
    throw new RangeError(`Offset ${offset} is outside the text of ${index.length} code points.`);
  }
  if (index.length === index.text.length || offset === 0) return offset;
  if (offset === index.length) return index.text.length;
  const checkpoint = Math.floor(offset / STRIDE);
  let unit = index.checkpoints[checkpoint] ?? 0;
  for (let at = checkpoint * STRIDE; at < offset; at++) unit += unitsAt(index.text, unit);
  return unit;
}

/**
 * Code-point offset of a UTF-16 position from 0 to `text.length`; RangeError beyond or for a fraction.
 * A position inside a surrogate pair is rounded outwards: down for a start, up for an end.
 */
export function utf16ToCodePoint(index: CodePointIndex, position: number, border: Border = "start"): number {
  if (!Number.isInteger(position) || position < 0 || position > index.text.length) {
    throw new RangeError(`Position ${position} is outside the text of ${index.text.length} UTF-16 units.`);
  }
  if (index.length === index.text.length) return position;
  const checkpoint = lastAtOrBelow(index.checkpoints, position);
  let unit = index.checkpoints[checkpoint] ?? 0;
  let offset = checkpoint * STRIDE;
  while (unit < position) {
    const next = unit + unitsAt(index.text, unit);
    if (next > position) return border === "start" ? offset : offset + 1;
    unit = next;
    offset++;
  }
  return offset;
}

/** The code-point span of a UTF-16 range; borders inside a surrogate pair are rounded outwards. */
export function spanFromUtf16(index: CodePointIndex, start: number, end: number): Span {
  return { start: utf16ToCodePoint(index, start, "start"), end: utf16ToCodePoint(index, end, "end") };
}

/** The text of a code-point span; RangeError when a border lies outside the text. */
export function sliceCodePoints(index: CodePointIndex, span: Span): string {
  return index.text.slice(codePointToUtf16(index, span.start), codePointToUtf16(index, span.end));
}

function unitsAt(text: string, unit: number): 1 | 2 {
  const lead = text.charCodeAt(unit);
  if (lead < 0xd800 || lead > 0xdbff) return 1;
  const trail = text.charCodeAt(unit + 1);
  return trail >= 0xdc00 && trail <= 0xdfff ? 2 : 1;
}

function lastAtOrBelow(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
