import { countCodePoints, indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { listSentences } from "@/lib/text/sentences";
import { isOverlapping, type Span } from "@/lib/text/span";

/** The counts of a text's character trigrams, words in lower case and parted by single spaces. */
export function trigramsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const folded = [
    ...` ${text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()} `,
  ];
  for (let at = 0; at + 3 <= folded.length; at++) {
    const gram = folded.slice(at, at + 3).join("");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** Overlap of two bags of trigrams, 2·|A ∩ B| ÷ (|A| + |B|), from 0 to 1; 0 when both are empty (Dice 1945). */
export function diceOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [gram, count] of a) shared += Math.min(count, b.get(gram) ?? 0);
  const size = sizeOf(a) + sizeOf(b);
  return size === 0 ? 0 : (2 * shared) / size;
}

/**
 * The run of at most `most` sentences of `text` that resembles `needle` most, outside of `avoid` (code points);
 * null where nothing reaches `least`.
 */
export function locatePassage(
  needle: string,
  text: string,
  lang: string,
  { avoid = [], least = 0.25, most = 4 }: { avoid?: readonly Span[]; least?: number; most?: number } = {},
): { span: Span; score: number } | null {
  const wanted = trigramsOf(needle);
  const limit = countCodePoints(needle) * 3 + 200;
  const index = indexCodePoints(text);
  const sentences = listSentences(index, lang);
  let best: { span: Span; score: number } | null = null;
  for (const [first, sentence] of sentences.entries()) {
    for (const last of sentences.slice(first, first + most)) {
      const span = { start: sentence.start, end: last.end };
      if (span.end - span.start > limit && last !== sentence) break;
      if (avoid.some((one) => isOverlapping(one, span))) break;
      const score = diceOf(wanted, trigramsOf(sliceCodePoints(index, span)));
      if (score >= least && (best === null || score > best.score)) best = { span, score };
    }
  }
  return best;
}

function sizeOf(bag: ReadonlyMap<string, number>): number {
  let size = 0;
  for (const count of bag.values()) size += count;
  return size;
}
