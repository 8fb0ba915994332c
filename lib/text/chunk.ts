import { codePointToUtf16, indexCodePoints } from "@/lib/text/code-points";

/** Code points per stored chunk: the database checks a span's quote against chunks, not the whole text. */
export const CHUNK_SIZE = 1024;

/** One piece of a text; `start` is the code-point offset of its first character, `index * size`. */
export type TextChunk = { index: number; start: number; text: string };

/** Cuts a text into pieces of exactly `size` code points, the last one shorter; none for an empty text. */
export function chunkText(text: string, size: number = CHUNK_SIZE): TextChunk[] {
  if (!Number.isInteger(size) || size < 1) throw new RangeError("A chunk holds at least one code point.");
  const index = indexCodePoints(text);
  const chunks: TextChunk[] = [];
  let from = 0;
  for (let start = 0; start < index.length; start += size) {
    const to = codePointToUtf16(index, Math.min(index.length, start + size));
    chunks.push({ index: chunks.length, start, text: text.slice(from, to) });
    from = to;
  }
  return chunks;
}
