import "server-only";
import { createHash } from "node:crypto";
import { readEntries } from "@/lib/formats/sourcebench-jsonl";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import {
  checksumsName,
  type Manifest,
  type ManifestFile,
  manifestName,
  manifestSchema,
} from "@/lib/releases/manifest";

/** A file to verify: of a folder, of an archive, or alone. */
export type PackedFile = { path: string; content: AsyncIterable<Uint8Array> };

/** What a verification found; `problems` is empty when everything is as the release says. */
export type Verified = {
  manifest: Manifest | null;
  files: number;
  bytes: number;
  articles: number;
  quotes: number;
  problems: string[];
};

/** The most problems that are kept; a release that is quite another one has as many as it has files. */
const MOST_PROBLEMS = 1_000;

type Found = { bytes: number; sha256: string };

/** Which side of the split holds an article, a text or a reuse link's other end. */
type Sides = Map<string, string>;

/**
 * Verifies a release file by file, in whatever order they come and without a database: every file that the manifest
 * names is there with its length and SHA-256 and none beside; every quote of the complete records is the words of its
 * text; no article and no text stands on two sides of a split.
 */
export async function verifyRelease(files: AsyncIterable<PackedFile>): Promise<Verified> {
  const problems: string[] = [];
  const complain = (problem: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push(problem);
  };
  const found = new Map<string, Found>();
  const sides: Sides = new Map();
  const tally = { articles: 0, quotes: 0 };
  let manifestText: string | null = null;
  let sums: string | null = null;
  for await (const { path, content } of files) {
    const hash = createHash("sha256");
    const size = { bytes: 0 };
    const passed = pass(content, hash, size);
    if (isRecords(path)) await checkRecords(path, passed, { complain, sides, tally });
    else if (path === manifestName) manifestText = await textOf(passed);
    else if (path === checksumsName) sums = await textOf(passed);
    else for await (const _piece of passed);
    if (found.has(path)) complain(`${path} is there twice`);
    found.set(path, { bytes: size.bytes, sha256: hash.digest("hex") });
  }
  const manifest = readManifest(manifestText, complain);
  if (manifest) checkFiles(manifest, found, complain);
  if (manifest && sums !== null) checkSums(sums, manifest.files, complain);
  const bytes = [...found.values()].reduce((sum, file) => sum + file.bytes, 0);
  return { manifest, files: found.size, bytes, ...tally, problems };
}

/** Verifies a file of complete records alone: its lines, their quotes against their texts. */
export async function verifyRecords(file: PackedFile): Promise<Verified> {
  const problems: string[] = [];
  const tally = { articles: 0, quotes: 0 };
  const size = { bytes: 0 };
  const complain = (problem: string) => void problems.push(problem);
  const content = pass(file.content, createHash("sha256"), size);
  await checkRecords(file.path, content, { complain, sides: new Map(), tally });
  return { manifest: null, files: 1, bytes: size.bytes, ...tally, problems };
}

function isRecords(path: string): boolean {
  return /^data\/jsonl\/[^/]+\.jsonl$/.test(path);
}

async function* pass(
  content: AsyncIterable<Uint8Array>,
  hash: { update: (piece: Uint8Array) => unknown },
  size: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    hash.update(piece);
    size.bytes += piece.length;
    yield piece;
  }
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of content) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}

type Checks = {
  complain: (problem: string) => void;
  sides: Sides;
  tally: { articles: number; quotes: number };
};

async function checkRecords(
  path: string,
  content: AsyncIterable<Uint8Array>,
  { complain, sides, tally }: Checks,
): Promise<void> {
  let last = "";
  for await (const read of readEntries(content)) {
    if ("problem" in read) {
      complain(`${path}, line ${read.line}: ${read.problem}`);
      continue;
    }
    if ("item" in read) continue;
    const { record } = read;
    if (record.article.id !== last) tally.articles += 1;
    last = record.article.id;
    tally.quotes += quotesOf(record);
    const text = createHash("sha256").update(record.articleVersion.text, "utf8").digest("hex");
    if (text !== record.articleVersion.sha256)
      complain(`${path}, line ${read.line}: the text is not the one whose SHA-256 it says`);
    for (const key of [`article ${record.article.id}`, `text ${text}`]) {
      const side = sides.get(key);
      if (side !== undefined && side !== path) complain(`${key} stands in ${side} and in ${path}`);
      sides.set(key, path);
    }
  }
}

function quotesOf(record: ExportRecord): number {
  return record.layers.reduce(
    (sum, layer) => sum + layer.annotations.reduce((all, mark) => all + mark.spans.length, 0),
    0,
  );
}

function readManifest(text: string | null, complain: (problem: string) => void): Manifest | null {
  if (text === null) {
    complain(`there is no ${manifestName}: this is no release, or not the whole of it`);
    return null;
  }
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    complain(`${manifestName}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? "is not of the format"}`);
  } catch {
    complain(`${manifestName} is not JSON`);
  }
  return null;
}

function checkFiles(
  manifest: Manifest,
  found: Map<string, Found>,
  complain: (problem: string) => void,
): void {
  const named = new Map(manifest.files.map((file) => [file.path, file]));
  for (const { path, bytes, sha256 } of manifest.files) {
    const file = found.get(path);
    if (!file) complain(`${path} is missing`);
    else if (file.bytes !== bytes) complain(`${path} has ${file.bytes} bytes, not ${bytes}`);
    else if (file.sha256 !== sha256) complain(`${path} is not what was released: its SHA-256 differs`);
  }
  for (const path of found.keys())
    if (path !== manifestName && !named.has(path)) complain(`${path} is no part of the release`);
}

function checkSums(sums: string, files: readonly ManifestFile[], complain: (problem: string) => void): void {
  const lines = new Set(sums.split("\n").filter((line) => line !== ""));
  const wanted = files
    .filter(({ path }) => path !== checksumsName)
    .map(({ path, sha256 }) => `${sha256}  ${path}`);
  if (lines.size !== wanted.length || wanted.some((line) => !lines.has(line)))
    complain(`${checksumsName} and ${manifestName} do not say the same`);
}
