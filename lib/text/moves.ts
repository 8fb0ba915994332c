import { type CodePointIndex, codePointToUtf16, utf16ToCodePoint } from "@/lib/text/code-points";
import { segmenterFor } from "@/lib/text/segmenter";
import type { Span } from "@/lib/text/span";

/** The border a person adjusts, and the way it goes. */
export type Move = { border: "start" | "end"; direction: 1 | -1; by: "word" | "character" };

/**
 * The offset one word further: to the end of the next word going on, to the start of the previous one going
 * back, or to the edge wanted. At the text's end it stays. Offsets are code points.
 */
export function moveByWord(
  index: CodePointIndex,
  offset: number,
  direction: 1 | -1,
  lang: string,
  wanted: "start" | "end" = direction === 1 ? "end" : "start",
): number {
  const at = codePointToUtf16(index, offset);
  for (
    let line: Line | null = lineAround(index.text, at);
    line;
    line = lineBeside(index.text, line, direction)
  ) {
    const edges: number[] = [];
    for (const part of segmenterFor(lang, "word").segment(index.text.slice(line.start, line.end))) {
      const start = line.start + part.index;
      if (part.isWordLike) edges.push(wanted === "end" ? start + part.segment.length : start);
    }
    const edge = direction === 1 ? edges.find((one) => one > at) : edges.findLast((one) => one < at);
    if (edge !== undefined) return utf16ToCodePoint(index, edge);
  }
  return direction === 1 ? index.length : 0;
}

/**
 * The offset one character as a reader sees it (grapheme cluster) further, so that a move never ends inside an
 * emoji sequence or between a letter and its accent; from inside one it goes to that one's border.
 */
export function moveByCharacter(index: CodePointIndex, offset: number, direction: 1 | -1): number {
  const at = codePointToUtf16(index, offset);
  if (direction === 1 ? at >= index.text.length : at <= 0) return offset;
  const inside = direction === 1 ? at : at - 1;
  if (index.text[inside] === "\n") return offset + direction;
  const line = lineAround(index.text, inside);
  const cluster = segmenterFor("und", "grapheme")
    .segment(index.text.slice(line.start, line.end))
    .containing(inside - line.start);
  if (!cluster) return offset + direction;
  const start = line.start + cluster.index;
  return utf16ToCodePoint(index, direction === 1 ? start + cluster.segment.length : start);
}

/**
 * The span with one border moved, by words from the start of one to the start of another, or from end to end, so that no
 * blank is left at it; a border that would empty or invert the span stays where it was.
 */
export function moveBorder(index: CodePointIndex, span: Span, move: Move, lang: string): Span {
  const from = span[move.border];
  const to =
    move.by === "word"
      ? moveByWord(index, from, move.direction, lang, move.border)
      : moveByCharacter(index, from, move.direction);
  const moved = { ...span, [move.border]: to };
  return moved.start < moved.end ? moved : span;
}

/** A line in UTF-16 units, without its line end. */
type Line = { start: number; end: number };

function lineAround(text: string, at: number): Line {
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  return { start, end: end < 0 ? text.length : end };
}

function lineBeside(text: string, line: Line, direction: 1 | -1): Line | null {
  if (direction === 1) return line.end >= text.length ? null : lineAround(text, line.end + 1);
  return line.start === 0 ? null : lineAround(text, line.start - 1);
}
