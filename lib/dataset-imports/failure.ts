import "server-only";
import { recordEvents } from "@/lib/audit";
import { requireDataset } from "@/lib/dataset-imports/access";
import { noteKnownRecords } from "@/lib/dataset-imports/known-before";
import { countPresent } from "@/lib/dataset-imports/present";
import { inTransaction } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { setDone } from "@/lib/imports/progress";
import type { Actor } from "@/lib/policy";

/**
 * Notes why a batch's reading or import did not go through; nothing of it was written. What the project has of its
 * articles is counted and noted anew, since that may be the reason. Does nothing while somebody else works on the batch.
 */
export async function recordFailure(
  actor: Actor,
  slug: string,
  batchId: string,
  error: unknown,
): Promise<void> {
  const known = error instanceof AppError ? error : null;
  const code = known?.code ?? "unexpected";
  const message = known?.message ?? "Something went wrong on our side. Nothing was imported.";
  await inTransaction(undefined, async (tx) => {
    const { project, batch } = await requireDataset(actor, slug, batchId, tx, true);
    if ((batch.state !== "committing" && batch.state !== "reading") || batch.isLocked) return;
    const { report } = batch;
    if (!report.producer) await noteKnownRecords(tx, batchId);
    const present = await countPresent(tx, batchId);
    const counts = { ...report.counts, articlesHere: present.articles, layersHere: present.layers };
    const total = batch.state === "reading" ? 0 : batch.total;
    await tx.importBatch.update({
      where: { id: batchId },
      data: { state: "failed", total, report: { ...report, counts, error: { code, message } } },
    });
    await setDone(tx, batchId, 0);
    await recordEvents(tx, [
      {
        type: "import.failed",
        actorId: actor.userId,
        projectId: project.projectId,
        subjectId: batchId,
        payload: { code },
      },
    ]);
  });
}
