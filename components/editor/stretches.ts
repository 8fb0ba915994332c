import { utf16ToCodePoint } from "@/lib/text/code-points";
import type { EditorPositions } from "@/lib/text/editor-position";
import type { Span } from "@/lib/text/span";

/** A piece of one paragraph that is drawn as a whole; `line` is the paragraph's number from 0. Code points. */
export type Stretch = Span & { line: number };

/** A paragraph without an end must not have to be drawn at once. */
const LONGEST = 2_000;

/** The stretches of a text in reading order: its paragraphs, those above 2,000 code points in pieces of that length. */
export function listStretches({ index, lineStarts }: EditorPositions): Stretch[] {
  const stretches: Stretch[] = [];
  for (let line = 0; line < lineStarts.length; line += 1) {
    const next = lineStarts[line + 1];
    const end = next === undefined ? index.length : utf16ToCodePoint(index, next) - 1;
    let start = utf16ToCodePoint(index, lineStarts[line] ?? 0);
    for (; end - start > LONGEST; start += LONGEST) stretches.push({ line, start, end: start + LONGEST });
    stretches.push({ line, start, end });
  }
  return stretches;
}

/** The number of the stretch that holds an offset; a paragraph's end belongs to it. */
export function stretchAt(stretches: readonly Stretch[], offset: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The numbers of the stretches from the one that holds the span's start to the one that holds its last code point. */
export function stretchesOf(stretches: readonly Stretch[], span: Span): { first: number; last: number } {
  return {
    first: stretchAt(stretches, span.start),
    last: stretchAt(stretches, Math.max(span.start, span.end - 1)),
  };
}

/** The number of a paragraph's first stretch. */
export function firstOf(stretches: readonly Stretch[], line: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
