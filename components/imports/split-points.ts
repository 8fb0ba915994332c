import {
  type CodePointIndex,
  codePointToUtf16,
  sliceCodePoints,
  utf16ToCodePoint,
} from "@/lib/text/code-points";
import { listSentences } from "@/lib/text/sentences";
import type { Span } from "@/lib/text/span";

/** A place at which a block can be split, in code points of the text; at a sentence's start or inside one. */
export type SplitPoint = { at: number; isSentence: boolean };

/** Where a block can be split: before every word and sentence of it but the first, in order. */
export function splitPoints(index: CodePointIndex, block: Span, language: string | null): SplitPoint[] {
  const sentences = new Set(
    listSentences(index, language ?? "und")
      .filter((one) => one.start > block.start && one.start < block.end)
      .map((one) => one.start),
  );
  const from = codePointToUtf16(index, block.start);
  const words = sliceCodePoints(index, block).matchAll(/(?<=\s)\S/gu);
  const starts = Array.from(words, (word) => utf16ToCodePoint(index, from + word.index));
  const all = [...new Set([...starts, ...sentences])].sort((a, b) => a - b);
  const text = sliceCodePoints(index, block);
  const first = block.start + Array.from(text.slice(0, text.length - text.trimStart().length)).length;
  return all.filter((at) => at > first).map((at) => ({ at, isSentence: sentences.has(at) }));
}
