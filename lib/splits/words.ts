import { segmenterFor } from "@/lib/text/segmenter";

/** How many words a run has that may not stand on two sides. */
export const RUN_LENGTH = 12;

/** The rule in words, as reports state it. */
export const RUN_RULE =
  "12 words in a row, equal after NFKC and lower case; a word is a word-like segment of Unicode's word rules " +
  "(UAX 29 as Intl.Segmenter has it, root locale, with its dictionaries for scripts without spaces); punctuation, " +
  "spaces and line ends between words do not count";

/** The words of a text as compared, with their borders in UTF-16 units; the same in every language. */
export type TextWords = { hashes: Uint32Array; starts: Uint32Array; ends: Uint32Array };

/** A word as it is compared. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  return isAscii(lower) ? lower : lower.normalize("NFKC").toLowerCase();
}

/** Segments a text into words; each gets a hash of 32 bits (FNV-1a, Fowler, Noll & Vo, with murmur3's finish). */
export function listWords(text: string): TextWords {
  const hashes: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { segment, index, isWordLike } of segmenterFor("und", "word").segment(text)) {
    if (!isWordLike) continue;
    hashes.push(hashWord(foldWord(segment)));
    starts.push(index);
    ends.push(index + segment.length);
  }
  return {
    hashes: Uint32Array.from(hashes),
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(ends),
  };
}

/** Mixes the bits of a 32-bit number (the finish of murmur3, Appleby). */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mix(hash);
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
