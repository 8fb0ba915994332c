import { type CodePointIndex, countCodePoints } from "@/lib/text/code-points";
import { segmenterFor } from "@/lib/text/segmenter";
import type { Span } from "@/lib/text/span";

/** A token in code points, with the same place in UTF-16 units and its words. */
export type Token = Span & { utf16Start: number; utf16End: number; form: string };

/** Tokens of one line of a text, or of several where only the last has words; the text of the sentence goes with it. */
export type TokenSentence = { text: string; tokens: Token[] };

/** Every segment of a text by Intl.Segmenter's word rules, spaces too, in order; together they are the text. */
export function listSegments(index: CodePointIndex, language: string | null): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const { segment, index: unit } of segmenterFor(language ?? "und", "word").segment(index.text)) {
    const start = at;
    at += countCodePoints(segment);
    tokens.push({ start, end: at, utf16Start: unit, utf16End: unit + segment.length, form: segment });
  }
  return tokens;
}

export function isSpace({ form }: Token): boolean {
  return /^\s+$/u.test(form);
}

/**
 * The sentences of a text for formats of tokens: a line is a sentence, so that the text comes back from sentences and
 * the line ends between them. Spaces are no tokens, but where a span begins or ends in one. Blank lines belong to the
 * sentence after them, those at the end to the last. A text of spaces alone is one token each.
 */
export function listTokenSentences(
  index: CodePointIndex,
  language: string | null,
  spans: readonly Span[],
): TokenSentence[] {
  const segments = listSegments(index, language);
  const borders = new Set(spans.flatMap(({ start, end }) => [start, end - 1]));
  const isNeeded = (segment: Token) => {
    for (let at = segment.start; at < segment.end; at++) if (borders.has(at)) return true;
    return false;
  };
  const isBlank = segments.every(isSpace);
  const sentences: TokenSentence[] = [];
  let open: Token[] = [];
  let tokens: Token[] = [];
  const lastToken = segments.findLastIndex((segment) => isBlank || !isSpace(segment) || isNeeded(segment));
  for (const [place, segment] of segments.entries()) {
    const isToken = isBlank || !isSpace(segment) || isNeeded(segment);
    const isCut = !isToken && segment.form === "\n" && tokens.length > 0 && place < lastToken;
    if (isCut) {
      sentences.push({ text: open.map(({ form }) => form).join(""), tokens });
      [open, tokens] = [[], []];
      continue;
    }
    // A reader finds a sentence by its first token: spaces before one that is a space itself are tokens too.
    if (isToken && tokens.length === 0 && isSpace(segment)) tokens.push(...open);
    open.push(segment);
    if (isToken) tokens.push(segment);
  }
  if (open.length > 0) sentences.push({ text: open.map(({ form }) => form).join(""), tokens });
  return sentences;
}
