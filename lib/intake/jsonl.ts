import { z } from "zod";
import { AppError, badInput } from "@/lib/errors";
import { formatName } from "@/lib/formats/sourcebench-jsonl-schema";
import { articleTooLarge, completeDraft, maxArticleBytes } from "@/lib/intake/complete";
import { assertCleanText, type ByteChunks, concatBytes, decodeLine } from "@/lib/intake/decode";
import type { ArticleFacts, IntakeItem } from "@/lib/intake/draft";
import { withHeadline } from "@/lib/intake/headline";
import { knownFields, readFacts } from "@/lib/intake/record";

const recordSchema = z.record(z.string(), z.unknown());

/** JSON escapes can double or sixfold a text: so much longer may a line be than the text in it. */
const maxLineBytes = maxArticleBytes * 2;

/**
 * Reads JSON Lines, one article object a line, as the bytes come; memory holds one line. Empty lines are passed
 * over. A line that cannot be read yields a problem with its number and the reading goes on. `given` facts go before
 * the lines' own.
 */
export async function* readJsonl(
  fileName: string,
  chunks: ByteChunks,
  given: ArticleFacts = {},
): AsyncGenerator<IntakeItem> {
  for await (const { bytes, line, isWhole } of splitLines(chunks)) {
    try {
      if (bytes === null) throw articleTooLarge();
      const text = decodeLine(bytes, line);
      if (text.trim() === "") continue;
      const found = readLine(parseJson(text, line, isWhole), line, given);
      yield {
        kind: "draft",
        draft: completeDraft({ fileName, sourceFormat: "jsonl", extractor: "jsonl/1", ...found }),
      };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      yield { kind: "problem", problem: { fileName, line, code: error.code, message: error.message } };
    }
  }
}

function readLine(value: unknown, line: number, given: ArticleFacts) {
  const record = recordSchema.safeParse(value);
  if (!record.success) {
    throw badInput("not-an-article", `Line ${line} is no JSON object. Write one article object a line.`, {
      line,
    });
  }
  const known = knownFields(record.data);
  const words = z.string().safeParse(known.get("text"));
  if (!words.success && record.data.format === formatName) {
    const way =
      "“Annotated dataset” on the import page, and the command line, bring it in with its layers and marks";
    throw badInput("whole-export", `Line ${line} is from an export of Sourcebench: ${way}.`, { line });
  }
  if (!words.success) {
    throw badInput("missing-text", `Line ${line} has no “text” member with the article's text.`, { line });
  }
  assertCleanText(words.data, { line, field: "text" });
  const own = readFacts(known, line);
  const facts = { ...own.facts, ...given };
  const whole = withHeadline(words.data, facts.headline, line);
  return { line, rawText: whole.text, facts, warnings: [...own.warnings, ...whole.warnings] };
}

function parseJson(text: string, line: number, isWhole: boolean): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (isCut(text)) {
      const where = isWhole ? "" : " (the file ends in the middle of it)";
      throw badInput("cut-line", `Line ${line} is cut off${where}. Get the file again, or remove the line.`, {
        line,
      });
    }
    const reason = error instanceof Error ? error.message : "unreadable";
    throw badInput("invalid-json", `Line ${line} is not valid JSON: ${reason}.`, { line });
  }
}

/** Whether a JSON text ends inside a string, an object or an array that it has opened. */
function isCut(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (isInString && char === "\\") at++;
    else if (char === '"') isInString = !isInString;
    else if (!isInString && (char === "{" || char === "[")) depth++;
    else if (!isInString && (char === "}" || char === "]")) depth--;
  }
  return isInString || depth > 0;
}

type Line = { bytes: Uint8Array | null; line: number; isWhole: boolean };

/** Lines between the bytes 10, without them and without a byte order mark; null bytes for one that is too long. */
async function* splitLines(chunks: ByteChunks): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let line = 1;
  function take(isWhole: boolean): Line {
    const bytes = size > maxLineBytes ? null : withoutMark(concatBytes(parts), line);
    parts = [];
    size = 0;
    return { bytes, line: line++, isWhole };
  }
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      size += end - start;
      if (size <= maxLineBytes) parts.push(chunk.subarray(start, end));
      yield take(true);
      start = end + 1;
    }
    size += chunk.length - start;
    // A line that is already too long is only counted on, never kept.
    if (size <= maxLineBytes) parts.push(chunk.slice(start));
    else parts = [];
  }
  if (size > 0) yield take(false);
}

function withoutMark(bytes: Uint8Array, line: number): Uint8Array {
  return line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? bytes.subarray(3)
    : bytes;
}
