import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

/** Gives every article a name for its files, no two the same even where case does not count. */
export type FileNames = (record: ExportRecord) => string;

/** The most bytes of a name in UTF-8: with an annotator and an ending it stays below the 255 that file systems take. */
const MOST_BYTES = 160;

const ragged = /^[._-]+|[._-]+$/g;

/** Names from titles, as safeName makes them, `article` where nothing is left; a second of the same gets a number. */
export function createFileNames(): FileNames {
  const taken = new Set<string>();
  return (record) => freeName(safeName(record.article.title) || "article", taken);
}

/**
 * A word that is safe in a file's name on every system, and begins and ends with a letter or digit: letters, digits, `_`,
 * `-` and a `.` between two others stay, anything else becomes `-`; empty where nothing of it is safe.
 */
export function safeName(text: string): string {
  const plain = text
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/[.-]*(?:\.-|-\.|\.\.)[.-]*/g, "-");
  const characters = Array.from(plain.replace(ragged, ""));
  while (Buffer.byteLength(characters.join("")) > MOST_BYTES)
    characters.length -= 1 + (characters.length >> 3);
  return characters.join("").replace(ragged, "");
}

/** The name itself, or with the first number that makes it new; it is then taken. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}-${number}`;
  taken.add(free.toLowerCase());
  return free;
}
