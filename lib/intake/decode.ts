import { badInput } from "@/lib/errors";
import { findForbiddenCharacter } from "@/lib/text/normalise";

type Encoding = { label: string; skip: number };

/**
 * Turns the bytes of one text file into a string without its byte order mark. UTF-8 is the rule; UTF-16 is
 * accepted where a byte order mark says so. Throws `invalid-encoding` or `nul-byte`, with the 1-based line.
 */
export function decodeText(bytes: Uint8Array): string {
  return decodeAs(bytes, byteOrderMark(bytes) ?? { label: "utf-8", skip: 0 });
}

/**
 * As `decodeText`, but where there is no byte order mark the charset that the server named counts, and else the one
 * that the page declares in its first 1,024 bytes. Throws `unknown-encoding` for a charset that no browser knows.
 */
export function decodeHtml(bytes: Uint8Array, served?: string | null): string {
  const declared = byteOrderMark(bytes) ?? {
    label: served?.toLowerCase() ?? declaredCharset(bytes) ?? "utf-8",
    skip: 0,
  };
  return decodeAs(bytes, declared);
}

/** Decodes one line of UTF-8 (no line end in it). Throws `invalid-encoding` or `nul-byte` with the given line. */
export function decodeLine(bytes: Uint8Array, line: number): string {
  const text = tryDecode(bytes, "utf-8");
  if (text === null) throw invalidEncoding("utf-8", line);
  assertCleanText(text, { line });
  return text;
}

/**
 * Yields the text of UTF-8 chunks as they come, never cutting a character. Throws `invalid-encoding` or
 * `nul-byte` with the 1-based line on which the fault stands, after all lines before it, however the chunks lie.
 */
export async function* decodeChunks(chunks: ByteChunks): AsyncGenerator<string> {
  let line = 1;
  let carried: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = concatBytes([carried, chunk]);
    // An endless line must not be gathered whole: from 64 KB on it is cut between two characters.
    const cut = bytes.lastIndexOf(10) + 1 || (bytes.length > 65_536 ? lastCharacterStart(bytes) : 0);
    carried = bytes.slice(cut);
    if (cut === 0) continue;
    const lines = bytes.subarray(0, cut);
    const good = lines.subarray(0, goodLength(lines));
    const text = decodeUtf8(good, line);
    yield text;
    line += countLineEnds(text);
    if (good.length < lines.length) decodeUtf8(lines.subarray(good.length), line);
  }
  if (carried.length > 0) yield decodeUtf8(carried, line);
}

export type ByteChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export type TextPlace = { line?: number | null; field?: string };

/**
 * Lets a text pass that PostgreSQL and JSON can hold. Throws `nul-byte` or `lone-surrogate`, naming the line
 * (the place's own, or else the line within the text) and the field.
 */
export function assertCleanText(text: string, place: TextPlace = {}): void {
  const found = findForbiddenCharacter(text);
  if (!found) return;
  const line = place.line ?? found.line;
  const where = place.field ? `in “${place.field}” on line ${line}` : `on line ${line}`;
  const [code, what] =
    found.what === "nul"
      ? (["nul-byte", "a NUL character"] as const)
      : (["lone-surrogate", `half of a character (the lone surrogate ${found.codePoint})`] as const);
  throw badInput(code, `There is ${what} ${where}. Remove it and import again.`, { ...place, line });
}

/** The bytes of all parts in one array. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function invalidEncoding(label: string, line: number) {
  return badInput(
    "invalid-encoding",
    `Line ${line} is not valid ${label.toUpperCase()}. Save the file as UTF-8 and import it again.`,
    { line },
  );
}

function byteOrderMark(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { label: "utf-8", skip: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { label: "utf-16le", skip: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { label: "utf-16be", skip: 2 };
  return null;
}

function declaredCharset(bytes: Uint8Array): string | null {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const found = /<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  if (!found) return null;
  // A declaration that could be read byte by byte cannot be UTF-16: the HTML standard reads it as UTF-8.
  return /^utf-?16/i.test(found) ? "utf-8" : found;
}

function decodeAs(bytes: Uint8Array, { label, skip }: Encoding): string {
  const body = bytes.subarray(skip);
  if (label === "utf-8") return decodeUtf8(body, 1);
  const text = tryDecode(body, label);
  if (text === null) throw invalidEncoding(label, 1);
  assertCleanText(text);
  return text;
}

function decodeUtf8(bytes: Uint8Array, firstLine: number): string {
  const text = tryDecode(bytes, "utf-8");
  if (text === null) throw invalidEncoding("utf-8", firstLine + badLineOffset(bytes));
  const nul = text.indexOf("\u0000");
  if (nul >= 0) assertCleanText(text, { line: firstLine + countLineEnds(text.slice(0, nul)) });
  return text;
}

/** No UTF-8 character holds the byte 10, so that each line can be judged alone. */
function badLineOffset(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 0; ; line++) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end;
    if (end < 0 || tryDecode(bytes.subarray(start, stop), "utf-8") === null) return line;
    start = end + 1;
  }
}

/** Where the last UTF-8 character begins, which may be incomplete. */
function lastCharacterStart(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at > 0 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--;
  return at;
}

/** The length of the lines, from the first on, that can be decoded and hold no NUL. */
function goodLength(lines: Uint8Array): number {
  if (!lines.includes(0) && tryDecode(lines, "utf-8") !== null) return lines.length;
  for (let start = 0; ; ) {
    const end = lines.indexOf(10, start) + 1;
    const line = lines.subarray(start, end);
    if (end === 0 || line.includes(0) || tryDecode(line, "utf-8") === null) return start;
    start = end;
  }
}

function tryDecode(bytes: Uint8Array, label: string): string | null {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch {
    throw badInput(
      "unknown-encoding",
      `The page says it is written in “${label}”, which is no known encoding. Save it as UTF-8.`,
      { line: 1 },
    );
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
