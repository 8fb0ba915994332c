import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inLongTransaction, type Tx } from "@/lib/db";
import { badInput } from "@/lib/errors";
import { toStoredDraft } from "@/lib/imports/draft-facts";
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
};

/** A batch that is ready to be checked, and what was passed over while reading. */
export type StagedBatch = { batchId: string; total: number; duplicates: number; skipped: IntakeProblem[] };

/**
 * Reads articles into a draft batch, all in one transaction: they come in as they are read, memory holds one chunk.
 * With `skipBad` what cannot be read is listed and passed over; without it any problem refuses the whole and leaves
 * nothing behind, the first problem's code being the error's. Texts that the project or the batch has already are left
 * out until somebody ticks them. Throws notFound, forbidden, badInput `nothing-to-import`, `too-many-articles`.
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
    const duplicates = await markDuplicates(tx, batchId);
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
        payload: { total, duplicates, skipped: skipped.length },
      },
    ]);
    return { batchId, total, duplicates, skipped };
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

const counted = z.array(z.object({ n: z.number() }));

/** Notes which drafts have the very text of an article of the project, or of an earlier draft, and leaves them out. */
async function markDuplicates(tx: Tx, batchId: string): Promise<number> {
  await findInProject(tx, batchId);
  const rows = await tx.$queryRaw`
    WITH left_out AS (
      UPDATE "ImportDraft" d SET "isExcluded" = true
       WHERE d."batchId" = ${batchId}::uuid
         AND (d."duplicateOfId" IS NOT NULL
           OR EXISTS (SELECT 1 FROM "ImportDraft" e
                       WHERE e."batchId" = d."batchId" AND e."textSha256" = d."textSha256" AND e."ordinal" < d."ordinal"))
      RETURNING 1)
    SELECT count(*)::int AS n FROM left_out`;
  return counted.parse(rows)[0]?.n ?? 0;
}

/** Points drafts at the article that has their text, where none was known; returns how many that concerns. */
export async function findInProject(tx: Tx, batchId: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE "ImportDraft" d SET "duplicateOfId" = found."articleId"
      FROM (SELECT DISTINCT ON (e."id") e."id", v."articleId"
              FROM "ImportDraft" e
              JOIN "ArticleVersion" v ON v."projectId" = e."projectId" AND v."textSha256" = e."textSha256"
              JOIN "Article" a ON a."id" = v."articleId" AND a."withdrawnAt" IS NULL
             WHERE e."batchId" = ${batchId}::uuid AND e."duplicateOfId" IS NULL
             ORDER BY e."id", a."number") found
     WHERE d."id" = found."id"`;
}
