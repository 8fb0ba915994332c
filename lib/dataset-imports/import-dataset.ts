import "server-only";
import { beginDatasetCommit, type DatasetOutcome, runDatasetCommit } from "@/lib/dataset-imports/commit";
import { placeOf } from "@/lib/dataset-imports/place";
import { getDataset } from "@/lib/dataset-imports/queries";
import { type DatasetFormat, type DatasetReport, saidOf } from "@/lib/dataset-imports/schema";
import type { SourceFile } from "@/lib/dataset-imports/source-files";
import { beginDataset, discardDataset, readIntoBatch } from "@/lib/dataset-imports/stage";
import { badInput } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { Producer } from "@/lib/suggestions/schema";

export type DatasetRequest = {
  label: string;
  format: DatasetFormat | null;
  /** The program whose suggestions these are; none for layers of people. */
  producer?: Producer;
  files: readonly SourceFile[];
  /** Meanings by label; `leavesUnknown` leaves the others out, else one that was remembered is taken. */
  labels?: Readonly<Record<string, string>>;
  leavesUnknown?: boolean;
  present?: "attach" | "skip" | null;
  leavesBad?: boolean;
  /** Take texts that were withdrawn for good, and other texts of an article's address, all the same. */
  again?: boolean;
  isDryRun?: boolean;
  onRead?: (kilobytes: number, total: number) => void;
  onImport?: (done: number, total: number) => void;
};

/** What a whole import did; a dry run has no outcome, and its batch waits to be imported or discarded. */
export type ImportedDataset = { batchId: string; report: DatasetReport; outcome: DatasetOutcome | null };

/**
 * Dry run, mapping and import in one go, for callers that can wait. What is refused leaves nothing but a discarded batch.
 * Throws what readIntoBatch, beginDatasetCommit and runDatasetCommit throw, and badInput `bad-lines` (details: `problems`,
 * `count`) where something is not right and `leavesBad` is not said.
 */
export async function importDataset(
  actor: Actor,
  slug: string,
  request: DatasetRequest,
): Promise<ImportedDataset> {
  const { batchId } = await beginDataset(actor, slug, request);
  try {
    const report = await readIntoBatch(actor, slug, batchId, async () => request.files, request.onRead);
    if (request.isDryRun) return { batchId, report, outcome: null };
    if (report.faultCount > 0 && !request.leavesBad) throw badLines(report);
    await beginDatasetCommit(actor, slug, batchId, {
      labels: meaningsFor(report, request),
      present: request.present ?? null,
      leavesBad: request.leavesBad ?? false,
      takesNewer: request.again ?? false,
      takesWithdrawn: request.again ?? false,
    });
    const outcome = await runDatasetCommit(actor, slug, batchId, request.onImport);
    return { batchId, report: (await getDataset(actor, slug, batchId)).report, outcome };
  } catch (error) {
    await discardDataset(actor, slug, batchId).catch(() => undefined);
    throw error;
  }
}

function meaningsFor(
  report: DatasetReport,
  { labels = {}, leavesUnknown = false }: DatasetRequest,
): Record<string, string> {
  return Object.fromEntries(
    report.labels.flatMap(({ label, proposed }) => {
      const meaning = saidOf(labels, label) ?? proposed ?? (leavesUnknown ? "leave-out" : null);
      return meaning === null ? [] : [[label, meaning]];
    }),
  );
}

function badLines({ faults, faultCount }: DatasetReport) {
  const [first] = faults;
  const count = faultCount === 1 ? "One place is" : `${faultCount} places are`;
  const where = first ? ` ${placeOf(first)}: ${first.message}` : "";
  return badInput("bad-lines", `${count} not right, so nothing was imported.${where}`, {
    problems: faults.slice(0, 200),
    count: faultCount,
  });
}
