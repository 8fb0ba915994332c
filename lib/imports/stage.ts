import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inLongTransaction, type Tx } from "@/lib/db";
import { badInput } from "@/lib/errors";
import { toStoredDraft } from "@/lib/imports/draft-facts";
import { type KnownBefore, leaveOutKnown } from "@/lib/imports/known-before";
import { matchPublishers } from "@/lib/imports/match-sources";
import { problemsError } from "@/lib/imports/read-bundle";
import { maxBatchArticles } from "@/lib/imports/schema";
import type { ArticleDraft, IntakeItem, IntakeProblem } from "@/lib/intake/draft";
import type { Actor } from "@/lib/policy";

const chunkSize = 50;

export type StageInput = {
  /** How people tell this batch from others: the file's name, or "pasted text". */
  label: string;
  files: readonly string[];
  skipBad: boolean;
  /** Take texts that were withdrawn for good, and other texts of an article's address, all the same. */
  again?: boolean | undefined;
};

/** A batch that is ready to be checked, and what was passed over while reading. */
export type StagedBatch = KnownBefore & { batchId: string; total: number; skipped: IntakeProblem[] };

/**
 * Reads articles into a draft batch, all in one transaction: they come in as they are read, memory holds one chunk.
 * With `skipBad` what cannot be read is listed and passed over; without it any problem refuses the whole and leaves
 * nothing behind, the first problem's code being the error's. What is known before
 * is left out until somebody ticks it: texts that the project or the batch has, that were withdrawn for good, or whose
 * address is an article's (`again` takes the latter two in). Throws notFound, forbidden, badInput `nothing-to-import`, `too-many-articles`.
 */
export async function stageBatch(
  actor: Actor,
  slug: string,
  input: StageInput,
  items: AsyncIterable<IntakeItem> | Iterable<IntakeItem>,
  onProgress?: (read: number) => void,
): Promise<StagedBatch> {
  const { projectId } = await requireProject(actor, slug, "article.import");
  return inLongTransaction(async (tx) => {
    const batchId = randomUUID();
    await tx.importBatch.create({
      data: { id: batchId, projectId, label: input.label.slice(0, 300), createdById: actor.userId },
    });
    const skipped: IntakeProblem[] = [];
    let waiting: ArticleDraft[] = [];
    let total = 0;
    for await (const item of items) {
      if (item.kind === "problem") skipped.push(item.problem);
      // Once the whole is refused, the rest is read only to name its problems too.
      else if (skipped.length === 0 || input.skipBad) waiting.push(item.draft);
      if (waiting.length < chunkSize) continue;
      total = await writeDrafts(tx, actor, { batchId, projectId, after: total }, waiting);
      waiting = [];
      onProgress?.(total);
    }
    if (skipped.length > 0 && !input.skipBad) throw problemsError(skipped);
    total = await writeDrafts(tx, actor, { batchId, projectId, after: total }, waiting);
    if (total === 0) throw problemsError(skipped);
    onProgress?.(total);
    const known = await leaveOutKnown(tx, batchId, input.again ?? false);
    await tx.importBatch.update({
      where: { id: batchId },
      data: { total, report: { files: input.files.slice(0, 500), skipped: skipped.slice(0, 1_000) } },
    });
    await recordEvents(tx, [
      {
        type: "import.staged",
        actorId: actor.userId,
        projectId,
        subjectId: batchId,
        payload: { total, ...known, again: input.again ?? false, skipped: skipped.length },
      },
    ]);
    return { batchId, total, ...known, skipped };
  });
}

async function writeDrafts(
  tx: Tx,
  actor: Actor,
  place: { batchId: string; projectId: string; after: number },
  drafts: readonly ArticleDraft[],
): Promise<number> {
  const { batchId, projectId, after } = place;
  const total = after + drafts.length;
  if (total > maxBatchArticles)
    throw badInput("too-many-articles", `A batch has at most ${maxBatchArticles} articles. Split the file.`);
  if (drafts.length === 0) return total;
  const publishers = await matchPublishers(
    actor,
    drafts.map((draft) => ({ name: draft.publisherName, url: draft.canonicalUrl })),
    tx,
  );
  await tx.importDraft.createMany({
    data: drafts.map((draft, index) => ({
      batchId,
      projectId,
      ordinal: after + index + 1,
      fileName: draft.fileName.slice(0, 500),
      bytes: Buffer.from(draft.rawBytes),
      text: draft.text,
      textSha256: createHash("sha256").update(draft.text, "utf8").digest(),
      draft: toStoredDraft(draft, publishers[index] ?? { kind: "unknown" }),
    })),
  });
  return total;
}
