import { cuePhrases, cueWords } from "@/lib/proposals/cues";
import {
  type CodePointIndex,
  codePointToUtf16,
  countCodePoints,
  sliceCodePoints,
  spanFromUtf16,
} from "@/lib/text/code-points";
import { listQuotations } from "@/lib/text/quotations";
import { listWords } from "@/lib/text/sentences";
import { containsSpan, coverage, isOverlapping, type Span } from "@/lib/text/span";
import type { attributionTypes, quoteTypes, sourceKindsInText } from "@/lib/vocabulary";

/** A guess at who said it and with which word; whatever was not found is null, and nothing is taken without a person. */
export type AttributionProposal = {
  source: Span | null;
  cue: Span | null;
  /** The content without the words of source and cue, in one or more fragments. */
  content: Span[];
  attributionType: (typeof attributionTypes)[number] | null;
};

const BORDER = /[,;:.!?\n—–"“”„«»()、，。؛،]/u;
const LEADING =
  /^(?:however|but|and|yet|also|later|yesterday|today|that|while|as|on \p{L}+day|doch|und|aber|mais|et|pero|y|ma|e|но|а|и|але|و)\s+/iu;
const TRAILING =
  /\s+(?:(?:also|later|then|further|has|have|had|was|were|would|will|did|declined|refused|hat|haben|hatte|a|ont|ha|had)(?:\s+(?:to|not))?|to|not)$/iu;
const RELATIVE = /,\s*(?:who|whose|which|der|die|das|qui|que|che|котор\p{L}+|як\p{L}+)\s.*$/isu;
const LONGEST_SOURCE = 14;

/**
 * The proposal for a content: from its own sentence, or where that has nothing (a quotation that goes on) from the
 * sentence before it on the same line. Words that are `taken` are cues of something else.
 */
export function proposeAround(
  index: CodePointIndex,
  lang: string,
  sentences: readonly Span[],
  content: Span,
  taken: readonly Span[] = [],
): AttributionProposal {
  const place = sentences.findIndex((span) => span.end > content.start);
  const own = proposeAttribution(index, lang, sentences[place] ?? content, content, taken);
  const previous = sentences[place - 1];
  const sentence = sentences[place];
  if (own.cue || !previous || !sentence) return own;
  const between = sliceCodePoints(index, { start: previous.end, end: sentence.start });
  if (between.includes("\n") || proposeQuoteType(index, [content]) !== "direct") return own;
  return proposeAttribution(index, lang, previous, content, taken);
}

/**
 * Looks in a sentence for a word that attributes, preferring one outside the content and then the nearest, and for
 * the noun phrase beside it: before the word up to the clause's border, else after it. Patterns only, no parsing.
 */
export function proposeAttribution(
  index: CodePointIndex,
  lang: string,
  sentence: Span,
  content: Span,
  taken: readonly Span[] = [],
): AttributionProposal {
  const words = listWords(index, lang, sentence);
  const quotations = listQuotations(index).filter((span) => isOverlapping(span, sentence));
  const phrase = findPhrase(index, sentence);
  const isFree = (cue: Span) => !taken.some((span) => isOverlapping(span, cue));
  const found =
    phrase && isFree(phrase.cue) ? phrase : findWord(index, words.filter(isFree), quotations, content);
  if (!found) return { source: null, cue: null, content: [content], attributionType: null };
  const source = found.isPhrase
    ? after(index, found.cue, sentence, words)
    : (before(index, found.cue, fromTaken(sentence, found.cue, taken), words) ??
      after(index, found.cue, sentence, words));
  const used = [found.cue, ...(source ? [source] : [])];
  return { source, cue: found.cue, content: without(index, content, used), attributionType: found.type };
}

/** The sentence from the last word before the cue that is another's: nobody is named across it. */
function fromTaken(sentence: Span, cue: Span, taken: readonly Span[]): Span {
  const ends = taken.map((span) => span.end).filter((end) => end <= cue.start && end > sentence.start);
  return { start: Math.max(sentence.start, ...ends), end: sentence.end };
}

type Found = { cue: Span; isPhrase: boolean; type: AttributionProposal["attributionType"] };

const IN_WORD_BEFORE = /[\p{L}\p{M}]$/u;
const IN_WORD_AFTER = /^[\p{L}\p{M}]/u;

/** Where words stand in a text as words of their own, in UTF-16 units; -1 where nowhere. */
function indexOfWords(text: string, words: string): number {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + words.length, at + words.length + 2);
    if (!IN_WORD_BEFORE.test(before) && !IN_WORD_AFTER.test(after)) return at;
  }
  return -1;
}

function findPhrase(index: CodePointIndex, sentence: Span): Found | null {
  const from = codePointToUtf16(index, sentence.start);
  const text = sliceCodePoints(index, sentence).toLowerCase();
  for (const phrase of cuePhrases) {
    const at = indexOfWords(text, phrase);
    if (at >= 0)
      return {
        cue: spanFromUtf16(index, from + at, from + at + phrase.length),
        isPhrase: phrase !== "zufolge",
        type: "assertion",
      };
  }
  return null;
}

function findWord(
  index: CodePointIndex,
  words: readonly Span[],
  quotations: readonly Span[],
  content: Span,
): Found | null {
  let best: (Found & { cost: number }) | null = null;
  for (const cue of words) {
    const type = cueWords.get(sliceCodePoints(index, cue).toLowerCase());
    if (!type || quotations.some((span) => containsSpan(span, cue))) continue;
    const isInside = isOverlapping(cue, content);
    const distance = Math.min(Math.abs(cue.start - content.end), Math.abs(content.start - cue.end));
    const lead = sliceCodePoints(index, { start: Math.max(0, cue.start - 4), end: cue.start });
    const isInfinitive = /(?:^|\s)(?:to|not)\s$/iu.test(lead);
    const cost =
      (isInside ? 10_000 : 0) + (isInfinitive ? 4_000 : 0) + (type === "assertion" ? 0 : 500) + distance;
    if (!best || cost < best.cost) best = { cue, isPhrase: false, type, cost };
  }
  return best;
}

function before(index: CodePointIndex, cue: Span, sentence: Span, words: readonly Span[]): Span | null {
  const text = sliceCodePoints(index, { start: sentence.start, end: cue.start });
  if (/,\s*$/u.test(text) && !isInverted(index, cue, sentence)) {
    // "A spokesman, Pavel Ondric, said", "a doctor, who asked not to be named, said": the source stands before.
    const whole = text.replace(/,\s*$/u, "");
    const kept = whole.replace(RELATIVE, "");
    const from = sentence.start + borderBefore(kept.replaceAll(",", " "));
    return phraseOf(index, { start: from, end: sentence.start + countCodePoints(kept) }, words, "last");
  }
  return phraseOf(index, { start: sentence.start + borderBefore(text), end: cue.start }, words, "last");
}

function after(index: CodePointIndex, cue: Span, sentence: Span, words: readonly Span[]): Span | null {
  const rest = [...sliceCodePoints(index, { start: cue.end, end: sentence.end })];
  const stop = rest.findIndex((character) => BORDER.test(character));
  const end = stop < 0 ? sentence.end : cue.end + stop;
  const phrase = sliceCodePoints(index, { start: cue.end, end });
  const that = /\s(?:that|dass|que|che|dat|что|що|أن)\s/u.exec(phrase);
  const cut = that ? cue.end + countCodePoints(phrase.slice(0, that.index)) : end;
  return phraseOf(index, { start: cue.end, end: cut }, words, "first");
}

/** Whether a name follows the cue ("said Varga"), or a few words up to the next border ("said the mayor."). */
function isInverted(index: CodePointIndex, cue: Span, sentence: Span): boolean {
  const rest = sliceCodePoints(index, { start: cue.end, end: sentence.end });
  if (/^\s+(?:that|dass|que|che|dat)\s/u.test(rest)) return false;
  return /^\s+\p{Lu}/u.test(rest) || /^(?:\s+[\p{L}\p{M}’'-]+){1,5}[,.;:]/u.test(rest);
}

/** Code points of a text before its last clause border. */
function borderBefore(text: string): number {
  const characters = [...text];
  const last = characters.findLastIndex((character) => BORDER.test(character));
  return last + 1;
}

function phraseOf(
  index: CodePointIndex,
  range: Span,
  words: readonly Span[],
  side: "first" | "last",
): Span | null {
  const inside = words.filter((word) => containsSpan(range, word));
  const kept = side === "last" ? inside.slice(-LONGEST_SOURCE) : inside.slice(0, LONGEST_SOURCE);
  const first = kept[0];
  const last = kept.at(-1);
  if (!first || !last) return null;
  const text = sliceCodePoints(index, { start: first.start, end: last.end });
  const lead = LEADING.exec(text)?.[0] ?? "";
  const tail = side === "last" ? (TRAILING.exec(text)?.[0] ?? "") : "";
  const span = { start: first.start + countCodePoints(lead), end: last.end - countCodePoints(tail) };
  return span.start < span.end ? span : null;
}

function without(index: CodePointIndex, content: Span, used: readonly Span[]): Span[] {
  let pieces: Span[] = [content];
  for (const span of used)
    pieces = pieces.flatMap((piece) =>
      isOverlapping(piece, span)
        ? [
            { start: piece.start, end: Math.max(piece.start, span.start) },
            { start: Math.min(piece.end, span.end), end: piece.end },
          ]
        : [piece],
    );
  const trimmed = pieces.map((piece) => trim(index, piece)).filter((piece) => piece.end > piece.start);
  // A piece of a word or two between source and cue ("also", "on Wednesday") is no content of its own.
  const kept = trimmed.filter((piece, _, all) => all.length === 1 || piece.end - piece.start > 14);
  return kept.length > 0 ? kept : [content];
}

function trim(index: CodePointIndex, piece: Span): Span {
  const text = sliceCodePoints(index, piece);
  const lead = [...(/^[\s,;:.—–-]+/u.exec(text)?.[0] ?? "")].length;
  const tail = [...(/[\s,;:.—–-]+$/u.exec(text)?.[0] ?? "")].length;
  return { start: Math.min(piece.start + lead, piece.end), end: Math.max(piece.start, piece.end - tail) };
}

/** How a content is quoted, by the quotation marks around and in it: nearly all of it, some of it, none of it. */
export function proposeQuoteType(
  index: CodePointIndex,
  content: readonly Span[],
): (typeof quoteTypes)[number] {
  const share = coverage(content, listQuotations(index));
  return share >= 0.9 ? "direct" : share > 0 ? "mixed" : "indirect";
}

/** "the Morning Post": persons' names take no article. */
const WITH_ARTICLE = /^[Tt]he(?:\s+\p{Lu}\S*)+$/u;
const DOCUMENT =
  /\b(?:report|statement|letter|document|study|survey|record|release|bericht|rapport|informe)\b/iu;
const BODY =
  /\b(?:ministry|service|office|company|group|agency|party|authority|police|government|council|union|army|court|ministerium|behörde|polizei|ministère|ministerio)\b/iu;

/** What kind of source some words name, by their look alone; null where the words do not tell. */
export function proposeSourceKind(words: string): (typeof sourceKindsInText)[number] | null {
  if (BODY.test(words)) return /\p{Lu}/u.test(words) ? "named-organisation" : null;
  if (DOCUMENT.test(words)) return "document";
  if (!/[\p{Lu}\p{Ll}]/u.test(words)) return null;
  if (!/(?<!^)\p{Lu}|^\p{Lu}\S+$/u.test(words)) return "unnamed";
  if (WITH_ARTICLE.test(words)) return "named-organisation";
  return /\p{Lu}[\p{L}’'-]+\s+\p{Lu}/u.test(words) ? "named-person" : null;
}
