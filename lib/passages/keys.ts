import { asciiDigits, foldWord, numbersIn, wordsIn } from "@/lib/passages/words";

/** As many keys as a sentence is filed under; a search for a longer passage asks by more. */
export const KEYS_A_SENTENCE = 14;
/** Letters of a word that count: endings differ with case and number, and names keep their beginnings. */
const STEM = 6;

const withoutSpaces =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * What a sentence is found again by, the most telling first, at most `most`: its numbers by value, its capitalised words,
 * then its longest words; each word by its first letters, without accents. Scripts without spaces give their words of two
 * characters and more. Equal for equal sentences, and translations share numbers and names.
 */
export function tellingWords(text: string, lang: string, most = KEYS_A_SENTENCE): string[] {
  const numbers = numbersIn(text)
    .filter(({ value }) => value >= 10)
    .map(({ value }) => `#${value}`);
  const ranked = new Map<string, number>();
  for (const [place, word] of wordsIn(asciiDigits(text.normalize("NFKC")), lang).entries()) {
    if (/^\p{N}/u.test(word)) continue;
    const isDense = withoutSpaces.test(word);
    const length = [...word].length;
    const isName = place > 0 && /^\p{Lu}/u.test(word);
    if (length < (isDense ? 2 : isName ? 3 : 4)) continue;
    const stem = [...foldWord(word)].slice(0, STEM).join("");
    const rank = (isName ? 100 : 0) + (isDense ? length * 4 : length);
    ranked.set(stem, Math.max(rank, ranked.get(stem) ?? 0));
  }
  const words = [...ranked].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([stem]) => stem);
  return [...numbers, ...words].slice(0, most);
}

/** A word's number in a project, below 2^53: cyrb53, a public-domain hash of good spread; not a secret. */
export function passageKey(projectId: string, word: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const char of `${projectId} ${word}`) {
    const code = char.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
