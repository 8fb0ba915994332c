import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { importSourcebenchJsonl } from "@/lib/exports/import-jsonl";
import { isSourcebenchJsonl } from "@/lib/formats/sourcebench-jsonl";
import type { Actor } from "@/lib/policy";
import { startProgress } from "./progress";

export type DatasetRequest = { slug: string; paths: readonly string[]; skipBad: boolean; from: string };

/** The paths that are files written by `export` (their first line says so), and the others. */
export async function splitDatasets(
  paths: readonly string[],
  from: string,
): Promise<{ datasets: string[]; others: string[] }> {
  const datasets: string[] = [];
  const others: string[] = [];
  for (const one of paths) {
    const beginning = await readBeginning(path.resolve(from, one));
    (isSourcebenchJsonl(beginning) ? datasets : others).push(one);
  }
  return { datasets, others };
}

async function readBeginning(file: string): Promise<string> {
  const handle = await open(file).catch(() => null);
  if (!handle) return "";
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(200), 0, 200, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } catch {
    // A folder opens, but cannot be read.
    return "";
  } finally {
    await handle.close();
  }
}

const problemsShape = z.object({
  problems: z.array(z.object({ line: z.number(), reason: z.string() })),
  count: z.number(),
});

/**
 * Imports files of the complete format, each as one batch, and says on the terminal what became of them. Answers the
 * exit code: 0 when everything is in, 1 when anything was refused or skipped.
 */
export async function importDatasets(actor: Actor, request: DatasetRequest): Promise<number> {
  let code = 0;
  for (const one of request.paths) code = Math.max(code, await importDataset(actor, request, one));
  return code;
}

async function importDataset(
  actor: Actor,
  { slug, skipBad, from }: DatasetRequest,
  file: string,
): Promise<number> {
  const progress = startProgress("Importing", "lines");
  try {
    const done = await importSourcebenchJsonl(actor, slug, createReadStream(path.resolve(from, file)), {
      skipBad,
      label: path.basename(file),
      onProgress: ({ lines }) => progress.show(lines),
    }).finally(progress.end);
    for (const { line, reason } of done.problems) console.error(`Skipped ${file}, line ${line}: ${reason}`);
    const attached = done.attached > 0 ? `, ${done.attached} that were here already` : "";
    console.log(
      `Imported ${done.articles} articles${attached}, ${done.layers} layers, ${done.annotations} marks into ${slug} (batch ${done.batchId}).`,
    );
    if (done.alreadyHere > 0) console.log(`${done.alreadyHere} layers had been imported before.`);
    if (done.newSources.length > 0) console.log(`Registered ${done.newSources.length} new sources.`);
    return done.problems.length > 0 ? 1 : 0;
  } catch (error) {
    const details = error instanceof AppError ? problemsShape.safeParse(error.details) : undefined;
    if (!details?.success) throw error;
    const { problems, count } = details.data;
    for (const { line, reason } of problems) console.error(`${file}, line ${line}: ${reason}`);
    if (count > problems.length) console.error(`… and ${count - problems.length} more problems.`);
    console.error(
      `Nothing is imported.${skipBad ? "" : " Mend the file, or leave out what is bad with --skip-bad."}`,
    );
    return 1;
  }
}
