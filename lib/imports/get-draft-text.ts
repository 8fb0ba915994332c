import "server-only";
import { z } from "zod";
import type { NewText } from "@/lib/articles/version-sql";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { requireBatch } from "@/lib/imports/access";
import { textOfDraft } from "@/lib/imports/draft-facts";
import { type DraftText, storedDraftSchema } from "@/lib/imports/schema";
import type { Actor } from "@/lib/policy";
import { directionOf } from "@/lib/text/direction";

/** A draft's text as it would be kept, with its bytes and blocks; throws as getDraftText does. */
export async function getDraftContent(
  actor: Actor,
  slug: string,
  batchId: string,
  draftId: string,
  tx: Tx = db(),
): Promise<NewText> {
  await requireBatch(actor, slug, batchId, tx);
  const draft = await tx.importDraft.findFirst({ where: { id: draftId, batchId } });
  if (!draft) throw notFound();
  return textOfDraft({ ...draft, draft: storedDraftSchema.parse(draft.draft) });
}

/** A draft with its text and blocks and its neighbours in the batch; throws notFound, also for a batch of another project, and forbidden. */
export async function getDraftText(
  actor: Actor,
  slug: string,
  batchId: string,
  draftId: string,
  tx: Tx = db(),
): Promise<DraftText> {
  await requireBatch(actor, slug, batchId, tx);
  if (!z.uuid().safeParse(draftId).success) throw notFound();
  const draft = await tx.importDraft.findFirst({ where: { id: draftId, batchId } });
  if (!draft) throw notFound();
  const stored = storedDraftSchema.parse(draft.draft);
  const near = (ordinal: number) =>
    tx.importDraft.findUnique({ where: { batchId_ordinal: { batchId, ordinal } }, select: { id: true } });
  const [previous, next] = await Promise.all([near(draft.ordinal - 1), near(draft.ordinal + 1)]);
  const { language, title } = stored.facts;
  return {
    id: draft.id,
    ordinal: draft.ordinal,
    title,
    text: draft.text,
    language,
    dir: directionOf(language, draft.text),
    blocks: stored.blocks,
    nextId: next?.id ?? null,
    previousId: previous?.id ?? null,
  };
}
