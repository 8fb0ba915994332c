import "server-only";
import { countKnownRecords, listLeftOutRecords, noteKnownRecords } from "@/lib/dataset-imports/known-before";
import type { DatasetReport } from "@/lib/dataset-imports/schema";
import type { Tx } from "@/lib/db";
import { type AppError, badInput } from "@/lib/errors";
import { lockReports } from "@/lib/imports/access";

/** What a plan leaves out of a batch: the first of it with why, how many in all, and what is known of the batch. */
export type Leaving = Awaited<ReturnType<typeof listLeftOutRecords>> & Pick<DatasetReport, "known">;

/** What is known of a batch by now, and what of that its plan leaves out; nothing where a program suggests, which brings no text. */
export async function leaveOut(
  tx: Tx,
  batchId: string,
  { producer, plan }: Pick<DatasetReport, "producer" | "plan">,
): Promise<Leaving> {
  if (producer) return { leftOut: [], count: 0, known: { withdrawn: 0, newer: 0 } };
  await noteKnownRecords(tx, batchId);
  const { withdrawn, newer } = await countKnownRecords(tx, batchId);
  return { ...(await listLeftOutRecords(tx, batchId, plan)), known: { withdrawn, newer } };
}

/**
 * The first of what an import that ends now has left out, for its report: of what is withdrawn for good meanwhile it names
 * nothing, and the report of what is withdrawn later is written before. The caller holds the batch and its rows.
 */
export async function leftOutForGood(
  tx: Tx,
  { projectId, batchId }: { projectId: string; batchId: string },
  { producer, plan }: Pick<DatasetReport, "producer" | "plan">,
): Promise<Leaving["leftOut"]> {
  await lockReports(tx, projectId);
  return producer ? [] : (await listLeftOutRecords(tx, batchId, plan)).leftOut;
}

/** Why a batch of which nothing would come in is refused; where something is left out, the details tell what and why. */
export function nothingToImport(message: string, { leftOut, count, known }: Leaving): AppError {
  return count === 0
    ? badInput("nothing-to-import", message)
    : badInput("nothing-to-import", message, { leftOut, count, known });
}
