import { cueWords } from "@/lib/proposals/cues";

/** A stretch of one line in UTF-16 units. */
type Piece = { start: number; end: number };

const OPENING = /^\s*([—―–-])\s*(?=[\p{L}\p{N}¿¡"“«„])/u;
const INNER = /\s+[—―–-]\s*|[—―–](?=[\s.,;!?])[.,;]?\s*/gu;
const TAG = /[,!?…]\s+(?=\p{L})/gu;
const WORD = /\p{L}[\p{L}\p{M}’']*/gu;
const CLOSED = /[.!?…]["”»“]?\s*$/u;

/**
 * What is said in a line that a dash opens, without the dashes and without who says it, as European languages print
 * dialogue: "— Вода спала, — сказал он. — Мы вернулись." holds two pieces. A dash that nobody speaks after belongs to what
 * is said; a line that is no sentence, or opened by a dash that lists use too and without a word that attributes, is
 * none.
 */
export function saidInDialogue(line: string): Piece[] {
  const opening = OPENING.exec(line);
  if (!opening) return [];
  const isListSign = opening[1] === "-" || opening[1] === "–";
  const hasCue = wordsIn(line, Number.POSITIVE_INFINITY).some(isCue);
  if (!hasCue && (isListSign || !CLOSED.test(line) || wordsIn(line, 3).length < 3)) return [];

  const borders = [...line.matchAll(INNER)].filter((mark) => mark.index >= opening[0].length);
  const pieces = [...borders, null].map((border, place) => {
    const before = borders[place - 1];
    const start = before ? before.index + before[0].length : opening[0].length;
    return { start, end: border ? border.index : line.length };
  });
  const said: Piece[] = [];
  let wasReport = false;
  for (const [place, piece] of pieces.entries()) {
    const isReport: boolean =
      place > 0 && !wasReport && wordsIn(line.slice(piece.start, piece.end), 3).some(isCue);
    const last = said.at(-1);
    if (!isReport && last && place > 0 && !wasReport) last.end = piece.end;
    else if (!isReport) said.push({ ...piece });
    wasReport = isReport;
  }
  return said.map((piece) => trim(line, untilTag(line, piece))).filter((piece) => piece.end > piece.start);
}

/** "On comptait les lampes, dit Varga.": what is said ends where a word that attributes follows a comma. */
function untilTag(line: string, piece: Piece): Piece {
  const text = line.slice(piece.start, piece.end);
  for (const mark of text.matchAll(TAG)) {
    const next = wordsIn(text.slice(mark.index + mark[0].length), 1)[0] ?? "";
    if (isCue(next))
      return { start: piece.start, end: piece.start + mark.index + (mark[0][0] === "," ? 0 : 1) };
  }
  return piece;
}

function trim(line: string, piece: Piece): Piece {
  const text = line.slice(piece.start, piece.end);
  const end = piece.start + text.replace(/[\s,;]+$/u, "").length;
  return { start: Math.min(piece.start + text.length - text.trimStart().length, end), end };
}

function wordsIn(text: string, most: number): string[] {
  const words: string[] = [];
  for (const match of text.matchAll(WORD)) {
    if (words.length >= most) break;
    words.push(match[0].toLowerCase());
  }
  return words;
}

function isCue(word: string): boolean {
  return cueWords.has(word);
}
