import { AppError, badInput } from "@/lib/errors";
import { articleTooLarge, maxArticleBytes } from "@/lib/intake/complete";
import { readCsv } from "@/lib/intake/csv";
import { type ByteChunks, concatBytes } from "@/lib/intake/decode";
import type { ArticleDraft, ArticleFacts, IntakeItem, IntakeProblem } from "@/lib/intake/draft";
import { readHtml } from "@/lib/intake/html";
import { readJsonl } from "@/lib/intake/jsonl";
import type { MetadataRow } from "@/lib/intake/metadata-csv";
import { readTxt } from "@/lib/intake/txt";

/** The endings of file names that can be imported. */
export const importExtensions = ["txt", "html", "htm", "jsonl", "ndjson", "csv"] as const;

export type FileIntake = { drafts: ArticleDraft[]; problems: IntakeProblem[] };

/**
 * Reads a whole file of at most `maxArticleBytes` by its name's ending. Nothing is thrown for a bad file: it gives
 * drafts, and problems with line and stable code. `metadata` is the file's row of the folder's metadata.csv.
 */
export async function readFile(
  fileName: string,
  bytes: Uint8Array,
  metadata?: MetadataRow,
): Promise<FileIntake> {
  const drafts: ArticleDraft[] = [];
  const problems: IntakeProblem[] = [];
  if (bytes.length > maxArticleBytes) return { drafts, problems: [problemOf(fileName, articleTooLarge())] };
  for await (const item of streamFile(fileName, [bytes], metadata)) {
    if (item.kind === "draft") drafts.push(item.draft);
    else problems.push(item.problem);
  }
  return { drafts, problems };
}

/**
 * As `readFile`, but for bytes that come in pieces: a .jsonl or .csv of any size is read article by article, while a
 * file that is one article may have `maxArticleBytes`.
 */
export async function* streamFile(
  fileName: string,
  chunks: ByteChunks,
  metadata?: MetadataRow,
): AsyncGenerator<IntakeItem> {
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  try {
    for await (const item of itemsOf(fileName, extension, chunks, metadata?.facts ?? {})) {
      if (item.kind === "problem") yield item;
      else {
        const warnings = [...(metadata?.warnings ?? []), ...item.draft.warnings];
        yield { kind: "draft", draft: { ...item.draft, warnings } };
      }
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    yield { kind: "problem", problem: problemOf(fileName, error) };
  }
}

async function* itemsOf(
  fileName: string,
  extension: string,
  chunks: ByteChunks,
  facts: ArticleFacts,
): AsyncGenerator<IntakeItem> {
  switch (extension) {
    case "jsonl":
    case "ndjson":
      yield* readJsonl(fileName, chunks, facts);
      return;
    case "csv":
      yield* readCsv(fileName, chunks, facts);
      return;
    case "txt":
      yield { kind: "draft", draft: readTxt(fileName, await gather(chunks), facts) };
      return;
    case "html":
    case "htm":
      yield { kind: "draft", draft: readHtml(fileName, await gather(chunks), facts) };
      return;
    default:
      throw badInput(
        "unknown-format",
        `“${fileName}” ends in none of ${importExtensions.map((one) => `.${one}`).join(", ")}. Rename or convert it.`,
      );
  }
}

async function gather(chunks: ByteChunks): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxArticleBytes) throw articleTooLarge();
    parts.push(chunk);
  }
  return concatBytes(parts);
}

function problemOf(fileName: string, error: AppError): IntakeProblem {
  const details = error.details;
  const line =
    typeof details === "object" && details !== null && "line" in details && typeof details.line === "number"
      ? details.line
      : null;
  return { fileName, line, code: error.code, message: error.message };
}
