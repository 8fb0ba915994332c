import "server-only";
import type { NewText } from "@/lib/articles/version-sql";
import { getWaitingRecord } from "@/lib/dataset-imports/queries";
import { db, type Tx } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { textOfRecord } from "@/lib/exports/import-article";
import { getDraftContent } from "@/lib/imports/get-draft-text";
import type { DraftOfBatch } from "@/lib/imports/schema";
import type { Actor } from "@/lib/policy";
import { normaliseText } from "@/lib/text/normalise";

/**
 * The text of an article that waits in an import, plain or of a dataset, with its bytes and blocks, so that it can be
 * added as a newer text of an article; null where none is named. Throws notFound, also for an import of another project,
 * and forbidden.
 */
export async function getWaitingText(
  actor: Actor,
  slug: string,
  { batch, draft, record }: DraftOfBatch,
  tx: Tx = db(),
): Promise<NewText | null> {
  if (batch && draft) return getDraftContent(actor, slug, batch, draft, tx);
  return batch && record ? textOfRecord(await getWaitingRecord(actor, slug, batch, record, tx)) : null;
}

/**
 * The same where it is, to the letter, the words that somebody sent of it; null where they were changed, where it waits no
 * more, or where a file gave it another original than its own, so that the words alone are taken.
 */
export async function findUnchanged(
  actor: Actor,
  slug: string,
  waiting: DraftOfBatch,
  words: string,
  tx: Tx = db(),
): Promise<NewText | null> {
  const kept = await getWaitingText(actor, slug, waiting, tx).catch((error: unknown) => {
    if (error instanceof AppError && (error.status === 404 || error.status === 403)) return null;
    throw error;
  });
  const isUnchanged = kept !== null && normaliseText(words).text === kept.text;
  return isUnchanged && normaliseText(kept.rawText).text === kept.text ? kept : null;
}
