import { badInput } from "@/lib/errors";
import { checkRecord } from "@/lib/formats/check-record";
import { checkItem, type DatasetItem, datasetItemSchema } from "@/lib/formats/dataset-items";
import { toStoredRecord } from "@/lib/formats/raw-offsets";
import {
  type ExportRecord,
  formatName,
  formatVersion,
  recordSchema,
} from "@/lib/formats/sourcebench-jsonl-schema";
import { findUnstorable } from "@/lib/text/unstorable";

/** A line of a file as read: a record, or why it is none; lines count from 1, blank ones are passed over. */
export type ReadLine = { line: number; record: ExportRecord } | { line: number; problem: string };
/** A line as read where what stands beside the articles is wanted too. */
export type ReadEntry = ReadLine | { line: number; item: DatasetItem };

type Pieces = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** The most UTF-16 units a line may have: one article with its marks. */
const LONGEST_LINE = 256 * 1024 * 1024;

/**
 * The complete format of a project's work, one version of one article a line (docs/formats/jsonl.md names every key).
 * Offsets are half-open ranges in Unicode code points of `articleVersion.text`, with the same borders in UTF-16 code
 * units beside them; times are ISO 8601 in UTC with milliseconds; people are pseudonyms that hold within one
 * `pseudonymKey`. Keys keep the schema's order, so that equal records are equal bytes. The line ends with `\n`.
 */
export function writeRecord(record: ExportRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** A line of a claim card or a rating, which stands behind the articles. */
export function writeItem(item: DatasetItem): string {
  return `${JSON.stringify(item)}\n`;
}

/** Whether a first line is of this format, of any version. */
export function isSourcebenchJsonl(firstLine: string): boolean {
  return /^\uFEFF?\s*\{\s*"format"\s*:\s*"sourcebench-jsonl"/.test(firstLine);
}

/**
 * Reads a file piece by piece, a line at a time: each is parsed, its shape and its own consistency checked (every quote
 * against the text, blocks a partition, links between marks of the right kinds). A line that is not right comes with the
 * first reason; reading goes on behind it. Bytes that are not UTF-8 spoil only their line.
 */
export async function* readRecords(
  pieces: Pieces,
  onItem: (item: DatasetItem) => void = () => undefined,
): AsyncGenerator<ReadLine> {
  for await (const entry of readEntries(pieces))
    if ("item" in entry) onItem(entry.item);
    else yield entry;
}

/** The same with the lines of claim cards and ratings. */
export async function* readEntries(pieces: Pieces): AsyncGenerator<ReadEntry> {
  let line = 0;
  for await (const bytes of splitLines(pieces)) {
    line += 1;
    const content = decode(bytes);
    if (content === null) yield { line, problem: "the line is not UTF-8" };
    else if (content.trim() !== "") yield { line, ...readEntry(content) };
  }
}

/** Every entry of a file that was written whole, texts in stored offsets; throws badInput `bad-line` at one that is not right. */
export async function* readStoredEntries(pieces: Pieces): AsyncGenerator<ExportRecord | DatasetItem> {
  for await (const entry of readEntries(pieces)) {
    if ("problem" in entry) throw badInput("bad-line", `Line ${entry.line}: ${entry.problem}.`);
    yield "item" in entry ? entry.item : toStoredRecord(entry.record, () => {});
  }
}

/** The record of one line, or the first reason why it is none. */
export function readRecord(content: string): { record: ExportRecord } | { problem: string } {
  const entry = readEntry(content);
  return "item" in entry ? { problem: `the line is a ${entry.item.item}, no article` } : entry;
}

function readEntry(content: string): { record: ExportRecord } | { item: DatasetItem } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { problem: "the line is not JSON: it may have been cut off" };
  }
  const unstorable = findUnstorable(value);
  if (unstorable === "too-deep") return { problem: "the line is nested too deeply" };
  if (unstorable)
    return { problem: `the line holds a ${unstorable.replace("-", " ")}, which cannot be stored` };
  const isItem = typeof value === "object" && value !== null && "item" in value;
  const item = isItem ? datasetItemSchema.safeParse(value) : null;
  if (item?.success) {
    const problem = checkItem(item.data);
    return problem ? { problem } : { item: item.data };
  }
  const parsed = item ?? recordSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.join(".") ?? "";
    if (place === "format" || place === "version")
      return { problem: `the line is not ${formatName} version ${formatVersion}` };
    return { problem: `${place || "the line"}: ${issue?.message ?? "not of the format"}` };
  }
  const problem = checkRecord(parsed.data);
  return problem ? { problem } : { record: parsed.data };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Lines as bytes, without their ends; a line is put together only once, however many pieces it came in. */
async function* splitLines(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    const bytes = typeof piece === "string" ? encoder.encode(piece) : piece;
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield join([...parts, bytes.subarray(from, end)]);
      parts = [];
      size = 0;
      from = end + 1;
    }
    if (from === bytes.length) continue;
    parts.push(bytes.slice(from));
    size += bytes.length - from;
    if (size > LONGEST_LINE) throw new RangeError(`A line is longer than ${LONGEST_LINE} bytes.`);
  }
  if (size > 0) yield join(parts);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
