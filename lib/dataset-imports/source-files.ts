import { beginningBytes } from "@/lib/dataset-imports/detect-format";
import { isZip, readZip } from "@/lib/dataset-imports/zip";
import type { InputFile } from "@/lib/formats/conversion";

/** A file of a dataset: its bytes can be asked for more than once; `size` is null where nobody knows it. */
export type SourceFile = { name: string; size: number | null; pieces: () => AsyncIterable<Uint8Array> };

/** How far the reading is and what the bytes were, over all files. */
export type Observed = {
  read: number;
  encodings: Map<string, number>;
  replaced: { count: number; files: Set<string> };
};

/** An empty observation. */
export function createObserved(): Observed {
  return { read: 0, encodings: new Map(), replaced: { count: 0, files: new Set() } };
}

/** A file whose bytes are at hand. */
export function fileOfBytes(name: string, bytes: () => Uint8Array, size: number): SourceFile {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield bytes();
  }
  return { name, size, pieces };
}

/**
 * The files as they are, an archive's own files in its place, under paths in the order of their names. Throws badInput
 * `bad-archive`.
 */
export async function openArchives(files: readonly SourceFile[]): Promise<SourceFile[]> {
  const opened: SourceFile[] = [];
  for (const file of files) {
    const isArchive = file.name.toLowerCase().endsWith(".zip") || isZip(await beginningOf(file));
    if (!isArchive) {
      opened.push(file);
      continue;
    }
    const parts: Uint8Array[] = [];
    for await (const part of file.pieces()) parts.push(part);
    for (const { name, size, bytes } of readZip(Buffer.concat(parts)))
      opened.push(fileOfBytes(name, bytes, size));
  }
  return opened.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The first bytes of a file, enough to tell what it is. */
export async function beginningOf(file: SourceFile): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of file.pieces()) {
    parts.push(part.subarray(0, beginningBytes - size));
    size += part.length;
    if (size >= beginningBytes) break;
  }
  return Buffer.concat(parts);
}

/**
 * A file as readers take it: UTF-16 with a byte order mark becomes UTF-8, and what was seen of encoding and of characters
 * that had been replaced already is told to `observed`. Bytes that are not UTF-8 pass, for the reader to name their place.
 */
export function observe(file: SourceFile, observed: Observed): InputFile {
  return {
    path: file.name,
    async *pieces() {
      let decoder: TextDecoder | null = null;
      let isFirst = true;
      let isTable = false;
      let tail: Uint8Array = new Uint8Array(0);
      for await (const piece of file.pieces()) {
        observed.read += piece.length;
        if (isFirst) {
          isFirst = false;
          const encoding = encodingOf(piece);
          isTable = isParquet(piece);
          observed.encodings.set(encoding, (observed.encodings.get(encoding) ?? 0) + 1);
          if (encoding.startsWith("UTF-16")) decoder = new TextDecoder(encoding.toLowerCase());
        }
        const bytes = decoder ? new TextEncoder().encode(decoder.decode(piece, { stream: true })) : piece;
        if (!isTable) count(Buffer.concat([tail, bytes]), file.name, observed);
        // A sign that is cut in two by the pieces is counted with the next.
        tail = bytes.slice(Math.max(0, bytes.length - 2));
        yield bytes;
      }
      const rest = decoder ? new TextEncoder().encode(decoder.decode()) : null;
      if (rest && rest.length > 0) yield rest;
    },
  };
}

/** Parquet files begin with their name. */
function isParquet(piece: Uint8Array): boolean {
  return Buffer.from(piece.subarray(0, 4)).toString("latin1") === "PAR1";
}

function encodingOf(piece: Uint8Array): string {
  if (isParquet(piece)) return "Parquet";
  if (piece[0] === 0xff && piece[1] === 0xfe) return "UTF-16LE";
  if (piece[0] === 0xfe && piece[1] === 0xff) return "UTF-16BE";
  if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) return "UTF-8 with a byte order mark";
  return "UTF-8";
}

const replacement = Buffer.from("\uFFFD", "utf8");

/** Counts U+FFFD: what some program before us could not read. */
function count(bytes: Buffer, name: string, { replaced }: Observed): void {
  for (let at = bytes.indexOf(replacement); at >= 0; at = bytes.indexOf(replacement, at + 3)) {
    replaced.count += 1;
    if (replaced.files.size < 20) replaced.files.add(name);
  }
}
