import "server-only";
import { readAttributes } from "@/lib/attributes/queries";
import { type DatasetRow, isUnread, requireDataset } from "@/lib/dataset-imports/access";
import { countKnownRecords, listKnownRecords, readWaitingRecord } from "@/lib/dataset-imports/known-before";
import type { DatasetDto, DatasetProgress, DatasetReport } from "@/lib/dataset-imports/schema";
import { db, type Tx } from "@/lib/db";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";

/** A dataset's batch with its dry run; throws notFound, also for a batch of another project, and forbidden. */
export async function getDataset(
  actor: Actor,
  slug: string,
  batchId: string,
  tx: Tx = db(),
): Promise<DatasetDto> {
  const { batch, project } = await requireDataset(actor, slug, batchId, tx);
  const maker = await tx.user.findUnique({ where: { id: batch.createdById }, select: { name: true } });
  const unread = isUnread(batch);
  const stopped = unread
    ? "Sourcebench was stopped while it read these files. Nothing was imported; send them again."
    : "Sourcebench was stopped in the middle of this import. Nothing of it was imported; try again.";
  return {
    id: batch.id,
    label: batch.label,
    state: batch.live,
    isUnread: unread,
    total: batch.total,
    done: batch.done,
    report: await liveReport(tx, batch),
    known: isOpen(batch) ? await listKnownRecords(tx, batchId) : [],
    attributes: await readAttributes(tx, project.projectId),
    failure: batch.live === "failed" ? (batch.report.error?.message ?? stopped) : null,
    createdAt: batch.createdAt.toISOString(),
    createdBy: maker?.name ?? "",
    committedAt: batch.committedAt?.toISOString() ?? null,
    withdrawnAt: batch.withdrawnAt?.toISOString() ?? null,
  };
}

function isOpen(batch: DatasetRow): boolean {
  return batch.live === "draft" || (batch.live === "failed" && !isUnread(batch));
}

/** A report; while its batch waits, with what is known of it by now: a text may have come in by another way since. */
async function liveReport(tx: Tx, batch: DatasetRow): Promise<DatasetReport> {
  const { report } = batch;
  if (!isOpen(batch)) return report;
  const { hereSince, ...known } = await countKnownRecords(tx, batch.id);
  const counts = { ...report.counts, articlesHere: report.counts.articlesHere + hereSince };
  return { ...report, counts, known };
}

/** An article that waits in a batch; throws notFound, also for a batch of another project, and forbidden. */
export async function getWaitingRecord(
  actor: Actor,
  slug: string,
  batchId: string,
  recordId: string,
  tx: Tx = db(),
): Promise<ExportRecord> {
  await requireDataset(actor, slug, batchId, tx);
  return readWaitingRecord(tx, batchId, recordId);
}

/** How far a batch is; throws as getDataset. */
export async function getDatasetProgress(
  actor: Actor,
  slug: string,
  batchId: string,
): Promise<DatasetProgress> {
  const { batch } = await requireDataset(actor, slug, batchId);
  return { state: batch.live, total: batch.total, done: batch.done };
}
