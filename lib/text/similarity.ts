import { segmenterFor } from "@/lib/text/segmenter";

/** The words of a text as compared: NFKC, lower case, without punctuation and spaces. */
export function comparableWords(text: string, lang = "und"): string[] {
  const words: string[] = [];
  for (const part of segmenterFor(lang, "word").segment(text.normalize("NFKC").toLowerCase())) {
    if (part.isWordLike) words.push(part.segment);
  }
  return words;
}

/**
 * The set of runs of `size` successive words of a text. A text shorter than that gives its whole run of words
 * as the one shingle; a text without words gives none (Broder 1997).
 */
export function wordShingles(text: string, size = 3, lang = "und"): Set<string> {
  if (!Number.isInteger(size) || size < 1) throw new RangeError("A shingle holds at least one word.");
  const words = comparableWords(text, lang);
  const shingles = new Set<string>();
  if (words.length > 0 && words.length < size) shingles.add(words.join(" "));
  for (let at = 0; at + size <= words.length; at++) shingles.add(words.slice(at, at + size).join(" "));
  return shingles;
}

/** The share of `a` that also occurs in `b`, |A ∩ B| ÷ |A|, from 0 to 1; 0 when `a` is empty (Broder 1997). */
export function containment(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0) return 0;
  let shared = 0;
  for (const shingle of a) if (b.has(shingle)) shared++;
  return shared / a.size;
}
