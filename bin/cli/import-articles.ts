import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { counted } from "@/lib/counted";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { discardBatch } from "@/lib/imports/commands";
import { commitBatch } from "@/lib/imports/commit";
import { listLeftOut } from "@/lib/imports/known-before";
import { getBatch } from "@/lib/imports/queries";
import { type BundleFile, readBundle } from "@/lib/imports/read-bundle";
import { type StagedBatch, stageBatch } from "@/lib/imports/stage";
import { intakeProblemSchema } from "@/lib/intake/draft";
import { importExtensions } from "@/lib/intake/read-file";
import type { Actor } from "@/lib/policy";
import { startProgress } from "./progress";

export type ImportRequest = {
  slug: string;
  paths: readonly string[];
  skipBad: boolean;
  again: boolean;
  from: string;
};

const problemsShape = z.object({ problems: z.array(intakeProblemSchema), count: z.number() });

/**
 * Imports files and folders as one batch and says on the terminal what became of them. Answers the exit code: 0 when
 * everything is in, 1 when anything was refused, skipped or left out.
 */
export async function importArticles(actor: Actor, request: ImportRequest): Promise<number> {
  const files = await findFiles(request);
  if (files.length === 0) {
    console.error(`There is nothing to import: no file ends in ${importExtensions.join(", ")}.`);
    return 1;
  }
  const staged = await read(actor, request, files);
  return staged ? commitStaged(actor, request.slug, staged) : 1;
}

/** Imports a batch that was read, says what became of it, and answers the exit code; one of known texts alone is discarded. */
export async function commitStaged(actor: Actor, slug: string, staged: StagedBatch): Promise<number> {
  for (const problem of staged.skipped) console.error(`Skipped ${place(problem)}: ${problem.message}`);
  const { included } = await getBatch(actor, slug, staged.batchId);
  if (included === 0) return discardKnown(actor, slug, staged);
  const line = startProgress("Importing", "articles");
  const done = await commitBatch(actor, slug, staged.batchId, line.show).finally(line.end);
  const { report } = await getBatch(actor, slug, staged.batchId);
  for (const one of report.leftOut) sayLeftOut(one);
  sayAgain(staged);
  console.log(`Imported ${counted(done.articles, "article")} into ${slug} (batch ${staged.batchId}).`);
  if (done.newSources > 0) console.log(`Registered ${counted(done.newSources, "new source")}.`);
  return staged.skipped.length + done.leftOut > 0 ? 1 : 0;
}

/** Discards a batch of which everything is left out, and says why. */
async function discardKnown(actor: Actor, slug: string, staged: StagedBatch): Promise<number> {
  if (staged.duplicates < staged.total)
    for (const one of await listLeftOut(db(), staged.batchId)) sayLeftOut(one);
  await discardBatch(actor, slug, staged.batchId);
  const texts = staged.total === 1 ? "this text" : `all ${staged.total} texts`;
  if (staged.duplicates === staged.total)
    console.error(`Nothing is imported: the project has ${texts} already.`);
  else console.error("Nothing is imported.");
  sayAgain(staged);
  return 1;
}

function sayLeftOut(one: { fileName: string; title: string; reason: string }): void {
  console.error(`Left out ${one.fileName || one.title}: ${one.reason}`);
}

/** What to do about texts that were left out, or taken in all the same, although they were known. */
export function sayAgain({ newer, withdrawn }: Pick<StagedBatch, "newer" | "withdrawn">): void {
  if (newer > 0)
    console.error(
      `${counted(newer, "text")} with the address of an article here: add it as a newer version with “sourcebench article-version”, or import it as an article of its own with --again.`,
    );
  if (withdrawn > 0)
    console.error(
      `${counted(withdrawn, "text")} withdrawn for good before: --again imports it all the same.`,
    );
}

async function read(
  actor: Actor,
  request: ImportRequest,
  files: readonly BundleFile[],
): Promise<StagedBatch | null> {
  const names = files.map((file) => file.name);
  const label = request.paths.map((one) => path.basename(path.resolve(request.from, one))).join(", ");
  const line = startProgress("Reading", "articles");
  try {
    const input = { label, files: names, skipBad: request.skipBad, again: request.again };
    return await stageBatch(actor, request.slug, input, readBundle(files), line.show);
  } catch (error) {
    const details = error instanceof AppError ? problemsShape.safeParse(error.details) : undefined;
    if (!details?.success) throw error;
    line.end();
    for (const problem of details.data.problems) console.error(`${place(problem)}: ${problem.message}`);
    const more = details.data.count - details.data.problems.length;
    if (more > 0) console.error(`… and ${more} more problems.`);
    const advice = request.skipBad ? "" : " Mend the files, or leave out what is bad with --skip-bad.";
    console.error(`Nothing is imported.${advice}`);
    return null;
  } finally {
    line.end();
  }
}

function place(problem: { fileName: string; line: number | null }): string {
  return problem.line === null ? problem.fileName : `${problem.fileName}, line ${problem.line}`;
}

/** Every readable file of the paths, folders with their subfolders, by name; hidden ones are passed over. */
async function findFiles({ paths, from }: ImportRequest): Promise<BundleFile[]> {
  const found: BundleFile[] = [];
  for (const one of paths) {
    const target = path.resolve(from, one);
    const entry = await stat(target).catch(() => null);
    if (!entry) throw new AppError(400, "no-such-file", `${one} does not exist.`);
    if (!entry.isDirectory()) {
      found.push(fileAt(target, path.basename(target)));
      continue;
    }
    const names = await readdir(target, { recursive: true, withFileTypes: true });
    const files = names
      .filter((child) => child.isFile())
      .map((child) => path.join(child.parentPath, child.name));
    for (const file of files.sort()) {
      const name = path.relative(target, file);
      const ending = path.extname(file).slice(1).toLowerCase();
      const isHidden = name.split(path.sep).some((part) => part.startsWith("."));
      if (!isHidden && importExtensions.some((known) => known === ending)) found.push(fileAt(file, name));
    }
  }
  return found;
}

function fileAt(file: string, name: string): BundleFile {
  return { name, read: () => createReadStream(file) };
}
