import "server-only";
import type { z } from "zod";
import { getRecordText } from "@/lib/dataset-imports/queries";
import { getDraftText } from "@/lib/imports/get-draft-text";
import type { draftOfBatch } from "@/lib/imports/schema";
import type { Actor } from "@/lib/policy";

/**
 * The text of an article that waits in an import, plain or of a dataset, so that it can be added as a newer text of an
 * article; empty where none is named. Throws notFound, also for an import of another project, and forbidden.
 */
export async function getWaitingText(
  actor: Actor,
  slug: string,
  { batch, draft, record }: z.output<typeof draftOfBatch>,
): Promise<string> {
  if (batch && draft) return (await getDraftText(actor, slug, batch, draft)).text;
  return batch && record ? getRecordText(actor, slug, batch, record) : "";
}
