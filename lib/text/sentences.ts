import { type CodePointIndex, codePointToUtf16, spanFromUtf16 } from "@/lib/text/code-points";
import { segmenterFor } from "@/lib/text/segmenter";
import type { Span } from "@/lib/text/span";

/** Short forms after which Intl.Segmenter ends a sentence although a name or number follows. */
const ABBREVIATION =
  /(?:^|[\s(“"«„‘'])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Cmdr|Adm|Pres|Rev|Hon|St|Mt|No|Nr|vs|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|\p{Lu})\.$/u;
const ACRONYM = /(?:^|[^\p{L}])(?:\p{Lu}\.){2,}$/u;
/** Words that open a sentence far more often than they follow "U.S." or "U.N." inside one. */
const OPENER =
  /^(?:The|A|An|He|She|It|They|We|I|You|This|That|These|Those|In|On|At|But|And|Or|So|If|As|When|While|After|Before|However|There|His|Her|Its|Their|Our|My|For|From|With|By|To|What|Who|Why|How)(?!\p{L})/u;

/**
 * The sentences of a text in reading order, without the spaces around them, by Intl.Segmenter's rules for the
 * language; a line end always ends one, and titles, initials and acronyms ("Mr.", "U.S. Senate") do not.
 */
export function listSentences(index: CodePointIndex, lang: string): Span[] {
  const pieces: { start: number; end: number }[] = [];
  for (const part of segmenterFor(lang, "sentence").segment(index.text)) {
    let at = part.index;
    for (const line of part.segment.split("\n")) {
      const trimmed = line.trim();
      const start = at + line.length - line.trimStart().length;
      const last = pieces.at(-1);
      if (trimmed !== "") {
        if (last && isUnfinished(index.text, last, start, trimmed)) last.end = start + trimmed.length;
        else pieces.push({ start, end: start + trimmed.length });
      }
      at += line.length + 1;
    }
  }
  return pieces.map((piece) => spanFromUtf16(index, piece.start, piece.end));
}

/** The words inside a span in reading order, without punctuation, by Intl.Segmenter's rules. */
export function listWords(index: CodePointIndex, lang: string, within: Span): Span[] {
  const from = codePointToUtf16(index, within.start);
  const words: Span[] = [];
  for (const part of segmenterFor(lang, "word").segment(
    index.text.slice(from, codePointToUtf16(index, within.end)),
  )) {
    const start = from + part.index;
    if (part.isWordLike) words.push(spanFromUtf16(index, start, start + part.segment.length));
  }
  return words;
}

function isUnfinished(
  text: string,
  last: { start: number; end: number },
  start: number,
  next: string,
): boolean {
  if (text.slice(last.end, start).includes("\n")) return false;
  const tail = text.slice(Math.max(last.start, last.end - 16), last.end);
  if (ACRONYM.test(tail)) return !OPENER.test(next);
  return ABBREVIATION.test(tail);
}
