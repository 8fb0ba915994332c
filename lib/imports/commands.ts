import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { AppError, badInput, conflict, notFound } from "@/lib/errors";
import { requireBatch, requireOpen } from "@/lib/imports/access";
import { editBlocks } from "@/lib/imports/edit-blocks";
import { noteAddresses } from "@/lib/imports/known-before";
import {
  type DraftFacts,
  type DraftRow,
  draftFactsSchema,
  type EditDraftBlockInput,
  type EditDraftInput,
  type RestingWork,
  storedDraftSchema,
} from "@/lib/imports/schema";
import { parsePublished } from "@/lib/intake/dates";
import type { ProposedBlock } from "@/lib/intake/draft";
import { canonicalLanguage } from "@/lib/intake/language";
import { standardAddress } from "@/lib/intake/record";
import type { Actor } from "@/lib/policy";
import { requireSource } from "@/lib/sources/access";

/**
 * Changes facts of a draft, or of it and every one below (`fillDown`; never the title, which is each one's own), and
 * whether they are left out. A text that was withdrawn for good is taken in with `again` alone, which is said of the named
 * draft: `fillDown` passes others over, with `again` too.
 * Returns how many drafts changed. Throws notFound, forbidden, conflict `batch-not-open`, `text-withdrawn`,
 * badInput `unknown-language`, `unreadable-time`, `title-is-own`.
 */
export function editDrafts(
  actor: Actor,
  slug: string,
  batchId: string,
  input: EditDraftInput,
  tx?: Tx,
): Promise<{ changed: number; facts: DraftFacts; newerOf: DraftRow["newerOf"] }> {
  return inTransaction(tx, async (tx) => {
    const { project, batch } = await requireBatch(actor, slug, batchId, tx, true);
    requireOpen(batch);
    if (input.fillDown && (input.facts.title !== undefined || input.facts.url !== undefined))
      throw badInput("title-is-own", "Title and address are each article's own and cannot be filled down.");
    const facts = await checkFacts(tx, actor, input.facts);
    const draft = await tx.importDraft.findFirst({
      where: { id: input.draftId, batchId },
      select: { ordinal: true, withdrawalId: true },
    });
    if (!draft) throw notFound();
    if (input.isExcluded === false && !input.again && draft.withdrawalId)
      throw conflict(
        "text-withdrawn",
        "An administrator withdrew this text for good. Say “Import all the same” (again) if it is to come in again.",
      );
    const changed = await tx.$executeRaw`
      UPDATE "ImportDraft" SET
             "draft" = jsonb_set("draft", '{facts}', ("draft" -> 'facts') || ${JSON.stringify(facts)}::jsonb),
             "isExcluded" = CASE WHEN "withdrawalId" IS NOT NULL AND "ordinal" <> ${draft.ordinal} AND ${input.isExcluded === false} THEN "isExcluded"
                                 ELSE coalesce(${input.isExcluded ?? null}::boolean, "isExcluded") END
       WHERE "batchId" = ${batchId}::uuid
         AND ("ordinal" = ${draft.ordinal} OR (${input.fillDown} AND "ordinal" > ${draft.ordinal}))`;
    const { projectId } = project;
    const { isExcluded, fillDown, draftId, again = false } = input;
    if (facts.url !== undefined) {
      await tx.importDraft.update({ where: { id: draftId }, data: { newerOfId: null } });
      await noteAddresses(tx, batchId, draftId);
    }
    await recordEvents(tx, [
      {
        type: "import.drafts-edited",
        actorId: actor.userId,
        projectId,
        subjectId: batchId,
        payload: { draftId, facts, isExcluded, fillDown, again },
      },
    ]);
    const now = await tx.importDraft.findUniqueOrThrow({
      where: { id: draftId },
      select: { draft: true, newerOfId: true },
    });
    const newerOf =
      now.newerOfId &&
      (await tx.article.findUnique({ where: { id: now.newerOfId }, select: { id: true, title: true } }));
    return {
      changed,
      facts: draftFactsSchema.parse(storedDraftSchema.parse(now.draft).facts),
      newerOf: newerOf ? { articleId: newerOf.id, title: newerOf.title } : null,
    };
  });
}

async function checkFacts(tx: Tx, actor: Actor, facts: Partial<DraftFacts>): Promise<Partial<DraftFacts>> {
  const checked = { ...facts };
  for (const field of ["language", "originalLanguage"] as const) {
    const tag = facts[field];
    if (!tag) {
      if (tag === "") checked[field] = null;
      continue;
    }
    const known = canonicalLanguage(tag);
    if (!known)
      throw badInput("unknown-language", `“${tag}” is no language tag. Write one such as en or pt-BR.`);
    checked[field] = known;
  }
  if (facts.published !== undefined) {
    const read = facts.published ? parsePublished(facts.published) : null;
    if (facts.published && !read)
      throw badInput(
        "unreadable-time",
        `“${facts.published}” is no time. Write it like 2025-05-14 or 2025-05-14T13:05+02:00.`,
      );
    checked.published = read?.publishedAt ?? null;
  }
  if (facts.byline === "") checked.byline = null;
  if (facts.url !== undefined) checked.url = standardAddress(facts.url);
  if (facts.publisher?.kind === "source") {
    const source = await requireSource(actor, facts.publisher.sourceId, tx);
    checked.publisher = { kind: "source", sourceId: source.id, name: source.name };
  }
  return checked;
}

/**
 * Corrects a draft's blocks: another kind, a split before the code point `at`, or a merge with the next one; returns
 * all of them. Throws notFound, forbidden, conflict `batch-not-open`, `stale-revision`, badInput `split-outside-block`,
 * `no-next-block`.
 */
export function editDraftBlock(
  actor: Actor,
  slug: string,
  batchId: string,
  draftId: string,
  input: EditDraftBlockInput,
  tx?: Tx,
): Promise<{ blocks: ProposedBlock[] }> {
  return inTransaction(tx, async (tx) => {
    const { project, batch } = await requireBatch(actor, slug, batchId, tx, true);
    requireOpen(batch);
    if (!z.uuid().safeParse(draftId).success) throw notFound();
    const draft = await tx.importDraft.findFirst({
      where: { id: draftId, batchId },
      select: { draft: true },
    });
    if (!draft) throw notFound();
    const blocks = editBlocks(storedDraftSchema.parse(draft.draft).blocks, input);
    await tx.$executeRaw`
      UPDATE "ImportDraft" SET "draft" = jsonb_set("draft", '{blocks}', ${JSON.stringify(blocks)}::jsonb)
       WHERE "id" = ${draftId}::uuid`;
    await recordEvents(tx, [
      {
        type: "import.blocks-edited",
        actorId: actor.userId,
        projectId: project.projectId,
        subjectId: batchId,
        payload: { draftId, ...input },
      },
    ]);
    return { blocks };
  });
}

/** Throws a batch in preparation away, its texts included. Throws notFound, forbidden, conflict `batch-not-open`. */
export function discardBatch(actor: Actor, slug: string, batchId: string, tx?: Tx): Promise<void> {
  return inTransaction(tx, async (tx) => {
    const { project, batch } = await requireBatch(actor, slug, batchId, tx, true);
    requireOpen(batch);
    await tx.importDraft.deleteMany({ where: { batchId } });
    await tx.importBatch.update({ where: { id: batchId }, data: { state: "discarded" } });
    await recordEvents(tx, [
      { type: "import.discarded", actorId: actor.userId, projectId: project.projectId, subjectId: batchId },
    ]);
  });
}

const restingRows = z.array(
  z.object({ articleId: z.string(), title: z.string(), reasons: z.array(z.string()) }),
);

/**
 * Takes the articles of a committed batch out of the project again, all or none, while nobody's work rests on them:
 * no slot taken, no layer, no passage of another article's duplicate, no article that derives from one. Throws notFound,
 * forbidden, conflict `batch-not-committed`, and 409 `work-rests-on-it` with `details.articles` (RestingWork).
 */
export function withdrawBatch(
  actor: Actor,
  slug: string,
  batchId: string,
  tx?: Tx,
): Promise<{ articles: number }> {
  return inTransaction(tx, async (tx) => {
    const { project, batch } = await requireBatch(actor, slug, batchId, tx, true);
    if (batch.state !== "committed")
      throw conflict("batch-not-committed", "Only a batch that has been imported can be withdrawn.");
    // Whoever takes one of these slots meanwhile waits, or comes first and is seen below.
    await tx.$queryRaw`
      SELECT 1 FROM "Slot" s JOIN "Article" a ON a."id" = s."articleId"
       WHERE a."batchId" = ${batchId}::uuid ORDER BY s."id" FOR UPDATE OF a, s`;
    const resting = await listResting(tx, batchId);
    if (resting.length > 0)
      throw new AppError(
        409,
        "work-rests-on-it",
        `Work rests on ${resting.length === 1 ? "an article" : `${resting.length} articles`} of this batch, so it stays.`,
        { articles: resting.slice(0, 100) },
      );
    const articles = await tx.$executeRaw`
      UPDATE "Article" SET "withdrawnAt" = now(), "revision" = "revision" + 1
       WHERE "batchId" = ${batchId}::uuid AND "withdrawnAt" IS NULL`;
    await tx.importBatch.update({
      where: { id: batchId },
      data: { state: "withdrawn", withdrawnAt: new Date() },
    });
    await recordEvents(tx, [
      {
        type: "import.withdrawn",
        actorId: actor.userId,
        projectId: project.projectId,
        subjectId: batchId,
        payload: { articles },
      },
    ]);
    return { articles };
  });
}

async function listResting(tx: Tx, batchId: string): Promise<RestingWork[]> {
  return restingRows.parse(
    await tx.$queryRaw`
      SELECT a."id" AS "articleId", a."title", array_agg(w.reason ORDER BY w.reason) AS reasons
        FROM "Article" a
       CROSS JOIN LATERAL (
           SELECT 'somebody has taken it' AS reason WHERE EXISTS (
             SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND s."personId" IS NOT NULL)
         UNION ALL
           SELECT 'it has marks or layers' WHERE EXISTS (SELECT 1 FROM "Layer" l WHERE l."articleId" = a."id")
         UNION ALL
           SELECT 'a duplicate in another article leads to it' WHERE EXISTS (
             SELECT 1 FROM "Passage" p JOIN "ArticleVersion" v ON v."id" = p."versionId" WHERE v."articleId" = a."id")
         UNION ALL
           SELECT 'another article derives from it' WHERE EXISTS (
             SELECT 1 FROM "Article" d WHERE d."derivesFromId" = a."id" AND d."withdrawnAt" IS NULL AND d."batchId" <> a."batchId")) w
       WHERE a."batchId" = ${batchId}::uuid AND a."withdrawnAt" IS NULL
       GROUP BY a."id", a."title", a."number" ORDER BY a."number"`,
  );
}
