import {
  type Border,
  type CodePointIndex,
  codePointToUtf16,
  indexCodePoints,
  utf16ToCodePoint,
} from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/** The editor's document as plain JSON: one paragraph a line of the text, an empty one for an empty line. */
export type EditorDocument = {
  type: "doc";
  content: { type: "paragraph"; content?: { type: "text"; text: string }[] }[];
};

/** What is needed to go between code points of a text and positions of its editor document. */
export type EditorPositions = { index: CodePointIndex; lineStarts: Uint32Array; size: number };

/** The editor document of a text; line ends become paragraph borders, so no character is lost. */
export function textToDocument(text: string): EditorDocument {
  return {
    type: "doc",
    content: text
      .split("\n")
      .map((line) =>
        line === "" ? { type: "paragraph" } : { type: "paragraph", content: [{ type: "text", text: line }] },
      ),
  };
}

/** The tables for one text; `size` is the document's content size, its last valid position. */
export function editorPositions(text: string | CodePointIndex): EditorPositions {
  const index = typeof text === "string" ? indexCodePoints(text) : text;
  const starts = [0];
  for (let at = index.text.indexOf("\n"); at >= 0; at = index.text.indexOf("\n", at + 1)) starts.push(at + 1);
  return { index, lineStarts: Uint32Array.from(starts), size: index.text.length + starts.length + 1 };
}

/**
 * Editor position of a code-point offset, always inside a paragraph: the offset of a line end is the end of
 * its paragraph, the next offset the start of the next one. RangeError outside the text.
 */
export function offsetToPosition(positions: EditorPositions, offset: number): number {
  const unit = codePointToUtf16(positions.index, offset);
  // Each paragraph before this one has two borders where the text has one line end, and this one is open.
  return unit + lineAt(positions.lineStarts, unit, 0) + 1;
}

/**
 * Code-point offset of an editor position from 0 to `size`. A position between two paragraphs, or beside the
 * first or last, is read as the nearest place inside: the next paragraph's start, at the very end the last
 * paragraph's end. Inside a surrogate pair it is rounded down for a start and up for an end.
 */
export function positionToOffset(
  positions: EditorPositions,
  position: number,
  border: Border = "start",
): number {
  if (!Number.isInteger(position) || position < 0 || position > positions.size) {
    throw new RangeError(`Position ${position} is outside the document of size ${positions.size}.`);
  }
  const line = lineAt(positions.lineStarts, position, 1);
  const start = positions.lineStarts[line] ?? 0;
  const unit = Math.max(start, Math.min(position - line - 1, positions.index.text.length));
  return utf16ToCodePoint(positions.index, unit, border);
}

/** Editor range of a code-point span. */
export function spanToRange(positions: EditorPositions, span: Span): { from: number; to: number } {
  return { from: offsetToPosition(positions, span.start), to: offsetToPosition(positions, span.end) };
}

/** Code-point span of an editor range, rounded outwards at surrogate pairs. */
export function rangeToSpan(positions: EditorPositions, range: { from: number; to: number }): Span {
  return {
    start: positionToOffset(positions, range.from, "start"),
    end: positionToOffset(positions, range.to, "end"),
  };
}

/** The last line whose start, moved by `shift` for each line before it, is at or before a place. */
function lineAt(lineStarts: Uint32Array, place: number, shift: 0 | 1): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) + middle * shift <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
