import { createHash } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { InputFile, ReadContext } from "@/lib/formats/conversion";
import { readJsonLines } from "@/lib/formats/json-lines";
import { streamFile } from "@/lib/intake/read-file";
import { normaliseText } from "@/lib/text/normalise";
import { hashOf } from "@/lib/text-free/make";
import { listInput } from "./convert-files";
import type { TextStore } from "./text-store";

/** What the lines of a release ask for: hashes of texts, of imported bytes, and names under which a copy may differ. */
export type Wanted = { texts: Set<string>; bytes: Set<string>; names: Set<string> };

/** Under which names a store keeps what: a text by hash, bytes by theirs, and what is only called like a wanted one. */
export const textName = (sha256: string) => `text ${sha256}`;
export const bytesName = (sha256: string) => `bytes ${sha256}`;
export const calledName = (name: string) => `called ${name}`;

const line = z.looseObject({
  id: z.string().optional(),
  article: z.unknown(),
  articleVersion: z.unknown(),
  version: z.unknown(),
  url: z.string().nullable().optional(),
  text: z.string().optional(),
});
const completeLine = z.looseObject({
  article: z.looseObject({ id: z.string() }),
  articleVersion: z.looseObject({
    id: z.string(),
    text: z.string(),
    rawText: z.string().nullable(),
    rawBytes: z.string().nullable(),
    rawSha256: z.string(),
  }),
});

/** A context for reading in which what is wrong is told to `complain` and nothing else is asked. */
export function readingContext(complain: Complain): ReadContext {
  return {
    at: "",
    key: "",
    problem: ({ file, line: number, message }) =>
      complain(number === null ? file : `${file}:${number}`, message),
    lose: () => {},
  };
}

/** Is told what of a file cannot be read. */
export type Complain = (file: string, message: string) => void;

const endings = [".txt", ".html", ".htm", ".jsonl", ".ndjson", ".csv"];

/**
 * Puts every copy that is wanted into the store: each text as it is, and in Unicode NFC with `\n`; HTML, lines and rows as
 * the import reads them too. What is called like a wanted article (by file name, `id`, `article` or `url`) is kept under
 * that name, so that it can be said how it differs. A file that cannot be read is told, and the rest is read on.
 */
export async function gatherTexts(
  places: readonly string[],
  wanted: Wanted,
  store: TextStore,
  complain: Complain,
): Promise<number> {
  let files = 0;
  for (const place of places)
    for (const file of await listInput(place, endings)) {
      files += 1;
      try {
        await gatherFile(file, wanted, store, complain);
      } catch (error) {
        if (!(error instanceof AppError) && !(error instanceof TypeError)) throw error;
        complain(file.path, error.message);
      }
    }
  return files;
}

async function gatherFile(
  file: InputFile,
  wanted: Wanted,
  store: TextStore,
  complain: Complain,
): Promise<void> {
  const ending = path.extname(file.path).toLowerCase();
  const called = path.basename(file.path, path.extname(file.path));
  if (ending === ".jsonl" || ending === ".ndjson") {
    await gatherLines(file, wanted, store, complain);
    return;
  }
  for await (const item of streamFile(path.basename(file.path), file.pieces())) {
    if (item.kind === "problem") complain(item.problem.fileName, item.problem.message);
    if (item.kind !== "draft") continue;
    const { draft } = item;
    await offer(draft.rawText, [called, draft.canonicalUrl], wanted, store);
    await offerBytes(draft.rawBytes, wanted, store);
  }
}

async function gatherLines(
  file: InputFile,
  wanted: Wanted,
  store: TextStore,
  complain: Complain,
): Promise<void> {
  let isComplete = false;
  for await (const { value } of readJsonLines(file, z.unknown(), readingContext(complain))) {
    const complete = completeLine.safeParse(value).data;
    if (complete) {
      const { article, articleVersion } = complete;
      await offer(articleVersion.text, [article.id, articleVersion.id], wanted, store);
      if (articleVersion.rawText !== null) await offer(articleVersion.rawText, [], wanted, store);
      if (articleVersion.rawBytes !== null)
        await offerBytes(Buffer.from(articleVersion.rawBytes, "base64"), wanted, store);
      isComplete = true;
      continue;
    }
    const plain = line.safeParse(value).data;
    if (plain?.text === undefined) continue;
    const names = [plain.id, plain.article, plain.version, plain.articleVersion, plain.url];
    await offer(
      plain.text,
      names.filter((name) => typeof name === "string"),
      wanted,
      store,
    );
  }
  if (isComplete) return;
  for await (const item of streamFile(path.basename(file.path), file.pieces())) {
    if (item.kind !== "draft") continue;
    await offer(item.draft.rawText, [item.draft.canonicalUrl], wanted, store);
    await offerBytes(item.draft.rawBytes, wanted, store);
  }
}

/** Keeps a text where one of its two forms is wanted, or it is called like something that is. */
async function offer(
  raw: string,
  names: readonly (string | undefined | null)[],
  wanted: Wanted,
  store: TextStore,
): Promise<void> {
  const forms = [...new Set([raw, normaliseText(raw).text])];
  for (const form of forms) {
    const hash = hashOf(form);
    if (wanted.texts.has(hash)) await store.put(textName(hash), form);
  }
  for (const name of names)
    if (name && wanted.names.has(name)) await store.put(calledName(name), forms.at(-1) ?? raw);
}

async function offerBytes(bytes: Uint8Array, wanted: Wanted, store: TextStore): Promise<void> {
  if (wanted.bytes.size === 0) return;
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (wanted.bytes.has(hash)) await store.put(bytesName(hash), Buffer.from(bytes).toString("base64"));
}
