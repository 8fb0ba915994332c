import "server-only";
import { beginDatasetCommit } from "@/lib/dataset-imports/commit";
import { getDatasetProgress } from "@/lib/dataset-imports/queries";
import type { DatasetFormat, DatasetProgress, ImportPlanInput } from "@/lib/dataset-imports/schema";
import { beginDataset } from "@/lib/dataset-imports/stage";
import { runDatasetThread } from "@/lib/imports/in-thread";
import { waitAwhile } from "@/lib/imports/start-commit";
import type { Actor } from "@/lib/policy";
import type { Producer } from "@/lib/suggestions/schema";

/**
 * Starts the dry run of an upload (a form's body, which the thread takes apart) and answers its batch after a moment; it
 * goes on after the answer, and what fails is told by the batch. Throws what beginDataset throws.
 */
export async function startDatasetRead(
  actor: Actor,
  slug: string,
  input: { label: string; format: DatasetFormat | null; producer: Producer | null },
  upload: { body: Uint8Array; contentType: string },
): Promise<{ batchId: string }> {
  const { batchId } = await beginDataset(actor, slug, input);
  await waitAwhile(batchId, runDatasetThread({ kind: "dataset-read", actor, slug, batchId, ...upload }));
  return { batchId };
}

/**
 * Starts the import of a batch by what was decided about it and says how far it is after a moment. Throws what
 * beginDatasetCommit throws.
 */
export async function startDatasetCommit(
  actor: Actor,
  slug: string,
  batchId: string,
  plan: ImportPlanInput,
): Promise<DatasetProgress> {
  await beginDatasetCommit(actor, slug, batchId, plan);
  await waitAwhile(batchId, runDatasetThread({ kind: "dataset-commit", actor, slug, batchId }));
  return getDatasetProgress(actor, slug, batchId);
}
