import { AppError, badInput } from "@/lib/errors";
import type { ByteChunks } from "@/lib/intake/decode";
import { decodeText } from "@/lib/intake/decode";
import type { IntakeItem } from "@/lib/intake/draft";
import { metadataFileName, metadataKey, readMetadataCsv } from "@/lib/intake/metadata-csv";
import { streamFile } from "@/lib/intake/read-file";
import { readPaste } from "@/lib/intake/txt";

/** A file of an upload or folder; its bytes are asked for once, when its turn comes. */
export type BundleFile = { name: string; read: () => ByteChunks };

/**
 * Reads files in the order given, one article after another. A metadata.csv among several files is no article: it
 * gives the facts of the others by file name, and a row of it without its file is a problem. Nothing is thrown for a
 * bad file: it yields problems with line and stable code.
 */
export async function* readBundle(files: readonly BundleFile[]): AsyncGenerator<IntakeItem> {
  const about =
    files.length > 1 ? files.find((file) => metadataKey(file.name) === metadataFileName) : undefined;
  const metadata = about ? await readMetadataCsv(await gather(about.read())) : undefined;
  for (const problem of metadata?.problems ?? []) yield { kind: "problem", problem };
  const named = new Set<string>();
  for (const file of files) {
    if (file === about) continue;
    const key = metadataKey(file.name);
    named.add(key);
    yield* streamFile(file.name, file.read(), metadata?.rows.get(key));
  }
  for (const [name, row] of metadata?.rows ?? []) {
    if (named.has(name)) continue;
    const message = `Line ${row.line} describes ${name}, which is not among the files.`;
    yield {
      kind: "problem",
      problem: { fileName: metadataFileName, line: row.line, code: "file-not-found", message },
    };
  }
}

/** Reads a pasted text, sent as its bytes in UTF-8 so that nothing on the way changes it, as one article. */
export function readPastedBytes(bytes: Uint8Array): IntakeItem {
  try {
    return { kind: "draft", draft: readPaste(decodeText(bytes)) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const line = lineOf(error.details);
    return { kind: "problem", problem: { fileName: "", line, code: error.code, message: error.message } };
  }
}

/** The error of an upload that is refused for what its files hold; `details.problems` lists them, at most 100. */
export function problemsError(
  problems: readonly { code: string; message: string; fileName: string }[],
): AppError {
  const first = problems[0];
  if (!first) return badInput("nothing-to-import", "There is nothing to import in these files.");
  const where = first.fileName ? `${first.fileName}: ` : "";
  const others = problems.length - 1;
  const more = others > 0 ? ` And ${others} more ${others === 1 ? "problem" : "problems"}.` : "";
  const status = first.code === "too-large" ? 413 : 400;
  return new AppError(status, first.code, `${where}${first.message}${more}`, {
    problems: problems.slice(0, 100),
    count: problems.length,
  });
}

function lineOf(details: unknown): number | null {
  if (typeof details !== "object" || details === null || !("line" in details)) return null;
  return typeof details.line === "number" ? details.line : null;
}

async function gather(chunks: ByteChunks): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
