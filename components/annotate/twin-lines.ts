import type { Span } from "@/lib/text/span";
import type { DiffPart } from "@/lib/text/word-diff";

/** A run of words of a twin's text: outside of the passage, or in it and how it differs from the words here. */
export type TwinPiece = { type: "plain" | DiffPart["type"]; text: string };

/** A paragraph of a twin's text, without its line end; code points. What was taken out counts no place in it. */
export type TwinLine = Span & { pieces: TwinPiece[] };

/**
 * A twin's text as paragraphs with its passage marked: `parts` say how a passage of one span differs, word by word (they
 * join to its words); without them its spans stand as they are. Joining all pieces but the removed ones by `\n` is the text.
 */
export function twinLines(
  text: string,
  spans: readonly Span[],
  parts: readonly DiffPart[] | null,
): TwinLine[] {
  const points = [...text];
  const slice = (start: number, end: number) => points.slice(start, end).join("");
  const pieces: TwinPiece[] = [];
  let at = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue;
    pieces.push({ type: "plain", text: slice(at, start) });
    if (parts && spans.length === 1) pieces.push(...parts);
    else pieces.push({ type: "same", text: slice(start, end) });
    at = end;
  }
  pieces.push({ type: "plain", text: slice(at, points.length) });
  return splitLines(pieces);
}

function splitLines(pieces: readonly TwinPiece[]): TwinLine[] {
  const lines: TwinLine[] = [{ start: 0, end: 0, pieces: [] }];
  for (const { type, text } of pieces) {
    const rows = type === "removed" ? [text.replace(/\s*\n\s*/gu, " ")] : text.split("\n");
    for (const [place, row] of rows.entries()) {
      const last = lines.at(-1);
      if (place > 0) lines.push({ start: (last?.end ?? 0) + 1, end: (last?.end ?? 0) + 1, pieces: [] });
      const line = lines.at(-1);
      if (!line || row === "") continue;
      line.pieces.push({ type, text: row });
      if (type !== "removed") line.end += [...row].length;
    }
  }
  return lines;
}
