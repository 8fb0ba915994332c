import { type CodePointIndex, codePointToUtf16, spanFromUtf16 } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/** Semicolons (the Greek one is a raised dot), colons, commas (also Arabic and CJK) and dashes between clauses. */
const BREAK = /[;:,·](?=[\s”“"’»])|[；：，、؛،]|[—―]|(?<=\s)[–-](?=\s)/gu;
const JOINED = /^[\s”"’»]*(?:and|or|nor|und|oder|et|ou|y|e|o|en|of|и|или|та|і|або|ve|veya)(?![\p{L}\p{M}])/iu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}’'.-]*/gu;
const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;

/**
 * The clauses of a sentence: cut after ; and : and at dashes, and after a comma that no conjunction such as
 * "and" follows. A piece of one word stays with the piece before it, so a list is not cut into its items.
 * Trailing commas, colons and dashes belong to no clause. The sentence itself when nothing divides it.
 */
export function listClauses(index: CodePointIndex, sentence: Span): Span[] {
  const from = codePointToUtf16(index, sentence.start);
  const text = index.text.slice(from, codePointToUtf16(index, sentence.end));
  const borders: { end: number; next: number; isJoined: boolean }[] = [];
  for (const mark of text.matchAll(BREAK)) {
    const next = mark.index + mark[0].length;
    const isJoined = mark[0] === "," && JOINED.test(text.slice(next, next + 16));
    const closing = /^[”"’»]+/u.exec(text.slice(next))?.[0].length ?? 0;
    borders.push({ end: closing > 0 ? next + closing : mark.index, next: next + closing, isJoined });
  }
  borders.push({ end: text.length, next: text.length, isJoined: false });

  const pieces: { start: number; end: number }[] = [];
  let start = 0;
  let isJoined = false;
  for (const border of borders) {
    const piece = text.slice(start, border.end);
    const trimmed = piece.trim();
    const own = start + piece.length - piece.trimStart().length;
    const last = pieces.at(-1);
    if (trimmed !== "") {
      if (last && (isJoined || isOneWord(trimmed))) last.end = own + trimmed.length;
      else pieces.push({ start: own, end: own + trimmed.length });
    }
    start = border.next;
    isJoined = border.isJoined;
  }
  const first = pieces[0];
  const second = pieces[1];
  if (first && second && isOneWord(text.slice(first.start, first.end))) {
    pieces.splice(0, 2, { start: first.start, end: second.end });
  }
  const only = pieces.length === 1;
  return only
    ? [sentence]
    : pieces.map((piece) => spanFromUtf16(index, from + piece.start, from + piece.end));
}

function isOneWord(piece: string): boolean {
  return !CJK.test(piece) && (piece.match(WORD)?.length ?? 0) < 2;
}
