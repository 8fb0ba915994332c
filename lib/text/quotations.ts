import { type CodePointIndex, spanFromUtf16 } from "@/lib/text/code-points";
import { saidInDialogue } from "@/lib/text/dialogue";
import { compareSpans, type Span } from "@/lib/text/span";

/** Which marks may close a quotation that this one opens. */
const CLOSERS: Record<string, string> = {
  "“": "”",
  "”": "”“",
  "„": "“”",
  "‘": "’",
  "‚": "‘’",
  "«": "»",
  "»": "«»",
  "‹": "›",
  "›": "‹›",
  "「": "」",
  "『": "』",
  "﹁": "﹂",
  "﹃": "﹄",
  "〝": "〟〞",
  "＂": "＂",
  '"': '"',
  "'": "'",
};
const MARK = /[“”„‘’‚«»‹›「」『』﹁﹂﹃﹄〝〟〞＂"']/gu;
/** Words that an apostrophe begins: the years ('90s) and the Dutch articles ('t, 's, 'n). */
const CLIPPED = /^(?:\d\ds?(?![\p{L}\p{N}])|(?:t|s|n|m|k|em|tis|twas)(?![\p{L}\p{M}]))/iu;
const LETTER = /[\p{L}\p{N}]/u;

type Open = { mark: string; at: number };

/** What was found, for as long as somebody holds the text: each proposal asks for it anew. */
const known = new WeakMap<CodePointIndex, readonly Span[]>();

/**
 * The quotations of a text with their marks, nested ones too, in reading order: “ ”, „ “, „ ”, ” ”, ‘ ’, ‚ ‘,
 * ” “, « », » «, ‹ ›, › ‹, 「 」, 『 』, their upright forms, 〝 〟 and straight quotes; also what is said in a line that a
 * dash opens, without the dash. An apostrophe inside, before or at the end of a word is none.
 * A quotation ends on its line; one without an end counts to the end of the line when the next paragraph opens
 * with the same mark (the custom for quotations of several paragraphs), else not at all.
 */
export function listQuotations(index: CodePointIndex): readonly Span[] {
  const found = known.get(index) ?? findQuotations(index);
  known.set(index, found);
  return found;
}

function findQuotations(index: CodePointIndex): Span[] {
  const lines = index.text.split("\n");
  const found: Span[] = [];
  let from = 0;
  lines.forEach((line, number) => {
    const open: Open[] = [];
    for (const match of line.matchAll(MARK)) {
      const [mark] = match;
      const before = line.charAt(match.index - 1);
      const after = line.slice(match.index + 1, match.index + 6);
      const depth = open.findLastIndex((one) => CLOSERS[one.mark]?.includes(mark));
      if (isApostrophe(mark, before, after, depth >= 0)) continue;
      if (depth >= 0 && canClose(mark, before, after)) {
        const start = open[depth]?.at ?? 0;
        found.push(spanFromUtf16(index, from + start, from + match.index + 1));
        open.length = depth;
      } else if (CLOSERS[mark] !== undefined && canOpen(mark, before, after)) {
        open.push({ mark, at: match.index });
      }
    }
    const first = open[0];
    const following = lines.slice(number + 1, number + 3).find((next) => next.trim() !== "");
    if (first && first.mark !== "'" && following?.trimStart().startsWith(first.mark)) {
      found.push(spanFromUtf16(index, from + first.at, from + line.trimEnd().length));
    }
    for (const piece of saidInDialogue(line)) {
      const span = spanFromUtf16(index, from + piece.start, from + piece.end);
      if (!found.some((one) => one.start === span.start && one.end === span.end)) found.push(span);
    }
    from += line.length + 1;
  });
  return found.toSorted(compareSpans);
}

function isApostrophe(mark: string, before: string, after: string, isOpen: boolean): boolean {
  if (mark !== "'" && mark !== "’") return false;
  const isInside = LETTER.test(before) && LETTER.test(after.charAt(0));
  if (!LETTER.test(before) && CLIPPED.test(after)) return true;
  return isInside || (mark === "’" && !isOpen);
}

function canOpen(mark: string, before: string, after: string): boolean {
  if (after === "" || /^\s/u.test(after)) return mark === "«" || mark === "»";
  const isAmbiguous = mark === '"' || mark === "'" || mark === "”" || mark === "»" || mark === "›";
  return !isAmbiguous || !LETTER.test(before);
}

function canClose(mark: string, before: string, after: string): boolean {
  const isStraight = mark === '"' || mark === "'";
  if (!isStraight) return true;
  return before.trim() !== "" && !(LETTER.test(after.charAt(0)) && !LETTER.test(before));
}
