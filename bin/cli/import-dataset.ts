import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { importDataset } from "@/lib/dataset-imports/import-dataset";
import { isMeaning, meaningChoices } from "@/lib/dataset-imports/meanings";
import { placeOf } from "@/lib/dataset-imports/place";
import { type DatasetFormat, datasetReportSchema } from "@/lib/dataset-imports/schema";
import { openArchives, type SourceFile } from "@/lib/dataset-imports/source-files";
import { discardDataset, recogniseDataset } from "@/lib/dataset-imports/stage";
import { AppError, badInput } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { sayAgain } from "./import-articles";
import { startProgress } from "./progress";
import { sayLeftOut, tellKnown, tellOutcome, tellReport } from "./tell-dataset";

export type DatasetCommand = {
  slug: string;
  skipBad: boolean;
  from: string;
  format: DatasetFormat | null;
  isDryRun: boolean;
  present: "attach" | "skip" | null;
  /** LABEL=MEANING, as typed. */
  map: readonly string[];
  leavesUnknown: boolean;
  /** Take in what is known before all the same. */
  again: boolean;
};

/** The paths that hold a dataset of annotated articles or ratings, and the others: plain texts and pages. */
export async function splitDatasets(
  paths: readonly string[],
  from: string,
): Promise<{ datasets: string[]; others: string[] }> {
  const datasets: string[] = [];
  const others: string[] = [];
  for (const one of paths) {
    const files = await filesOf(one, from).catch(() => []);
    const format = recogniseDataset(await openArchives(files).catch(() => files));
    ((await format.catch(() => null)) ? datasets : others).push(one);
  }
  return { datasets, others };
}

/** A file, or every file of a folder and its subfolders but the hidden ones, each under its path in it. Throws badInput `no-such-file`. */
export async function filesOf(one: string, from: string): Promise<SourceFile[]> {
  const target = path.resolve(from, one);
  const entry = await stat(target).catch(() => null);
  if (!entry) throw badInput("no-such-file", `${one} does not exist.`);
  if (entry.isFile()) return [fileAt(target, path.basename(target), entry.size)];
  const children = await readdir(target, { recursive: true, withFileTypes: true });
  const files: SourceFile[] = [];
  for (const child of children) {
    if (!child.isFile()) continue;
    const file = path.join(child.parentPath, child.name);
    const name = path.relative(target, file).split(path.sep).join("/");
    if (name.split("/").some((part) => part.startsWith("."))) continue;
    files.push(fileAt(file, name, (await stat(file)).size));
  }
  return files;
}

function fileAt(file: string, name: string, size: number): SourceFile {
  return { name, size, pieces: () => createReadStream(file) };
}

const problemsShape = z.object({
  problems: z.array(z.object({ file: z.string(), line: z.number().nullable(), message: z.string() })),
  count: z.number(),
});

const { leftOut, known } = datasetReportSchema.shape;
const leftOutShape = z.object({ leftOut: leftOut.unwrap().min(1), known, count: z.number() });

/**
 * Imports datasets, each path as one batch, or only tells what an import would do, and says on the terminal what became
 * of them. Answers the exit code: 0 when everything is in (or could be), 1 when anything was refused or left out.
 */
export async function importDatasets(
  actor: Actor,
  paths: readonly string[],
  command: DatasetCommand,
): Promise<number> {
  const labels = readMap(command.map);
  let code = 0;
  for (const one of paths) code = Math.max(code, await importOne(actor, one, command, labels));
  return code;
}

/** Meanings by label, out of LABEL=MEANING. Throws badInput `no-such-meaning`. */
export function readMap(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=", pair.includes("/") ? pair.lastIndexOf("/") : undefined);
      const [label, meaning] = [pair.slice(0, at), pair.slice(at + 1)];
      if (at <= 0 || !isMeaning(meaning))
        throw badInput(
          "no-such-meaning",
          `--map ${pair}: write LABEL=MEANING, where MEANING is one of ${meaningChoices.map(({ code }) => code).join(", ")}.`,
        );
      return [label, meaning];
    }),
  );
}

async function importOne(
  actor: Actor,
  one: string,
  command: DatasetCommand,
  labels: Record<string, string>,
): Promise<number> {
  const { slug, skipBad, from, format, isDryRun, present, leavesUnknown, again } = command;
  const reading = startProgress("Reading", "KB");
  const importing = startProgress("Importing", "records");
  try {
    const done = await importDataset(actor, slug, {
      label: path.basename(path.resolve(from, one)),
      format,
      files: await filesOf(one, from),
      labels,
      leavesUnknown,
      present,
      leavesBad: skipBad,
      again,
      isDryRun,
      onRead: reading.show,
      onImport: importing.show,
    }).finally(() => {
      reading.end();
      importing.end();
    });
    if (isDryRun) {
      tellReport(one, done.report);
      const leftOut = again ? 0 : await tellKnown(done.batchId, done.report);
      await discardDataset(actor, slug, done.batchId);
      console.log("Dry run: nothing was imported.");
      return done.report.faultCount + leftOut > 0 ? 1 : 0;
    }
    return tellOutcome(slug, done);
  } catch (error) {
    const known = error instanceof AppError ? leftOutShape.safeParse(error.details) : undefined;
    if (known?.success) {
      const { leftOut, count, known: counts } = known.data;
      sayLeftOut(leftOut, count);
      console.error("Nothing is imported.");
      sayAgain(counts);
      return 1;
    }
    const details = error instanceof AppError ? problemsShape.safeParse(error.details) : undefined;
    if (!details?.success) throw error;
    const { problems, count } = details.data;
    for (const problem of problems) console.error(`${placeOf(problem)}: ${problem.message}`);
    if (count > problems.length) console.error(`… and ${count - problems.length} more problems.`);
    console.error("Nothing is imported. Mend the file, or leave out what is bad with --skip-bad.");
    return 1;
  }
}
