import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";

/** Gives every article a name for its files, no two the same even where case does not count. */
export type FileNames = (record: ExportRecord) => string;

/** The most bytes of a name in UTF-8: with an annotator and an ending it stays below the 255 that file systems take. */
const MOST_BYTES = 160;

/** Names from titles: letters, digits, `.` and `-` stay, anything else becomes `-`; a second of the same gets a number. */
export function createFileNames(): FileNames {
  const taken = new Set<string>();
  return (record) => freeName(safeName(record.article.title) || "article", taken);
}

/** A word that is safe in a file's name on every system; empty where nothing of it is. */
export function safeName(text: string): string {
  const plain = text.normalize("NFC").replace(/[^\p{L}\p{N}._-]+/gu, "-");
  const characters = Array.from(plain.replace(/^\.+|\.+$/g, ""));
  while (Buffer.byteLength(characters.join("")) > MOST_BYTES)
    characters.length -= 1 + (characters.length >> 3);
  return characters.join("");
}

/** The name itself, or with the first number that makes it new; it is then taken. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}-${number}`;
  taken.add(free.toLowerCase());
  return free;
}
