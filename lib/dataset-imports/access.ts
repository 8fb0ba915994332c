import "server-only";
import { z } from "zod";
import type { ProjectAccess } from "@/lib/access";
import { type DatasetReport, datasetReportSchema } from "@/lib/dataset-imports/schema";
import { type Db, db, type Tx } from "@/lib/db";
import { conflict, notFound } from "@/lib/errors";
import { batchLock, batchRow, liveState, readBatchRow } from "@/lib/imports/access";
import type { BatchState } from "@/lib/imports/schema";
import type { Actor } from "@/lib/policy";

const rowShape = batchRow.extend({ report: datasetReportSchema });
export type DatasetRow = z.infer<typeof rowShape> & { live: BatchState };

/**
 * A batch of a dataset of a project into which the actor may import; `lock` keeps it from changing until the transaction
 * ends. `live` is its state with a dead process counted as failed. Throws notFound, also for a batch of another project
 * or of plain articles, and forbidden.
 */
export async function requireDataset(
  actor: Actor,
  slug: string,
  batchId: string,
  tx: Tx | Db = db(),
  lock = false,
): Promise<{ project: ProjectAccess; batch: DatasetRow }> {
  const { project, row } = await readBatchRow(actor, slug, { batchId, kind: "annotations" }, tx, lock);
  const batch = rowShape.optional().parse(row);
  if (!batch) throw notFound();
  const { state, isLocked } = batch;
  const { startedAt } = batch.report;
  return { project, batch: { ...batch, live: liveState({ state, isLocked, startedAt }) } };
}

/** Takes the lock of a batch's reading or import until the transaction ends; answers whether nobody else had it. */
export async function takeBatchLock(tx: Tx, batchId: string): Promise<boolean> {
  const [first, second] = batchLock(batchId);
  const rows = await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(${first}::int, ${second}::int) AS ok`;
  return z.array(z.object({ ok: z.boolean() })).parse(rows)[0]?.ok ?? false;
}

/** Whether a batch failed before its dry run was over: its files have to be sent again. */
export function isUnread({
  live,
  report,
  total,
}: Pick<DatasetRow, "live" | "report" | "total"> & { state: BatchState }): boolean {
  return (
    live === "failed" &&
    (report.format === null ||
      total === 0 ||
      report.counts.records + report.counts.ratings + report.counts.pairs === 0)
  );
}

/** Refuses a change of a batch that is not waiting to be imported; throws conflict `batch-not-open`. */
export function requireWaiting(batch: DatasetRow): DatasetReport {
  if (batch.live === "draft" || (batch.live === "failed" && !isUnread(batch))) return batch.report;
  const why = {
    draft: "is open",
    failed: "could not be read: send its files again",
    reading: "is still being read",
    committing: "is being imported right now",
    committed: "has been imported already",
    discarded: "has been discarded",
    withdrawn: "has been undone",
  }[batch.live];
  throw conflict("batch-not-open", `This import ${why}. Load the page again.`);
}
