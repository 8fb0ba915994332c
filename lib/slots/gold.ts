import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import { layerObjectsSql } from "@/lib/layers/object-sql";
import { layerObject } from "@/lib/layers/schema";
import { writeChanges } from "@/lib/layers/write-changes";
import type { Actor } from "@/lib/policy";
import { copyObjects } from "@/lib/review/copy-objects";
import { addOrdinarySlots } from "@/lib/slots/arrange";
import type { GoldInput } from "@/lib/slots/gold-schema";
import { isOfNewestText } from "@/lib/versions/final-sql";
import { Prisma } from "@/prisma/generated/client";

const articleRows = z.array(
  z.object({
    id: z.string(),
    state: z.string(),
    isGold: z.boolean(),
    isCalibration: z.boolean(),
    isBegun: z.boolean(),
    finalId: z.string().nullable(),
    goldId: z.string().nullable(),
  }),
);

async function lockArticle(t: Tx, projectId: string, articleId: string) {
  await t.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${articleId}::uuid FOR UPDATE`;
  const row = articleRows.parse(
    await t.$queryRaw`
      SELECT a."id", a."state", a."isGold", a."isCalibration",
             EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND (s."state" NOT IN ('open', 'skipped') OR s."reservedForId" IS NOT NULL)) AS "isBegun",
             (SELECT l."id" FROM "Layer" l WHERE l."articleId" = a."id" AND l."kind" = 'adjudicated' AND l."state" = 'closed' ORDER BY l."id" DESC LIMIT 1) AS "finalId",
             (SELECT l."id" FROM "Layer" l WHERE l."articleId" = a."id" AND l."kind" = 'gold' AND ${isOfNewestText}) AS "goldId"
        FROM "Article" a WHERE a."id" = ${articleId}::uuid AND a."projectId" = ${projectId}::uuid AND a."withdrawnAt" IS NULL`,
  )[0];
  if (!row) throw notFound();
  return row;
}

/**
 * Begins the gold of an article: of a finished one the final layer's marks are copied and it is in use at once; of one
 * that nobody has begun, an empty layer is opened for a manager to annotate, and its untaken places go. Throws
 * notFound, forbidden, 409 `is-gold`, `is-begun`, `is-calibration`.
 */
export function makeGold(
  actor: Actor,
  input: GoldInput,
  tx?: Tx,
): Promise<{ layerId: string; isInUse: boolean }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "article.assign", t);
    const article = await lockArticle(t, projectId, input.articleId);
    if (article.isGold) throw conflict("is-gold", "This article has gold already.");
    if (article.isCalibration)
      throw conflict("is-calibration", "A calibration article cannot have gold too. Make it ordinary first.");
    if (article.state !== "done" && article.isBegun)
      throw conflict("is-begun", "Somebody works on this article. Its gold can be made once it is finished.");
    const layer = await openGoldLayer(t, input.articleId);
    if (article.finalId && article.state === "done") {
      if (!article.goldId) await copyFinal(t, actor, article.finalId, layer);
      await putToUse(t, actor, projectId, input.articleId, layer.layerId);
      return { layerId: layer.layerId, isInUse: true };
    }
    await t.$executeRaw`DELETE FROM "Slot" WHERE "articleId" = ${input.articleId}::uuid AND "state" = 'open'`;
    const about = { actorId: actor.userId, projectId, articleId: input.articleId, layerId: layer.layerId };
    await recordEvents(t, [{ ...about, type: "gold.begun", subjectId: input.articleId }]);
    return { layerId: layer.layerId, isInUse: false };
  });
}

/** Closes the gold that a manager annotated and puts it to use. Throws notFound, forbidden, 409 `no-gold`, `is-gold`, 400 `nothing-marked`. */
export function finishGold(actor: Actor, input: GoldInput, tx?: Tx): Promise<{ layerId: string }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "article.assign", t);
    const article = await lockArticle(t, projectId, input.articleId);
    if (article.isGold) throw conflict("is-gold", "This gold is in use already.");
    if (!article.goldId) throw conflict("no-gold", "This article has no gold. Begin it first.");
    const marks = await t.annotation.count({ where: { layerId: article.goldId, deletedAt: null } });
    if (marks === 0)
      throw badInput("nothing-marked", "Nothing is marked in the gold, so nobody could be measured by it.");
    await putToUse(t, actor, projectId, input.articleId, article.goldId);
    return { layerId: article.goldId };
  });
}

/**
 * Ends the use of an article's gold: nobody is given it for measuring any more; what was measured stays. One that was
 * never finished gets its ordinary places back. Throws notFound, forbidden, 409 `no-gold`.
 */
export function endGold(actor: Actor, input: GoldInput, tx?: Tx): Promise<{ articleId: string }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "article.assign", t);
    const article = await lockArticle(t, projectId, input.articleId);
    if (!article.goldId) throw conflict("no-gold", "This article has no gold.");
    await t.article.update({ where: { id: input.articleId }, data: { isGold: false } });
    await t.layer.update({ where: { id: article.goldId }, data: { state: "closed" } });
    if (article.state === "open") await addOrdinarySlots(t, [input.articleId]);
    const about = { actorId: actor.userId, projectId, articleId: input.articleId };
    await recordEvents(t, [{ ...about, type: "gold.ended", subjectId: input.articleId }]);
    return { articleId: input.articleId };
  });
}

const layerRows = z.tuple([
  z.object({
    layerId: z.string(),
    versionId: z.string(),
    projectId: z.string(),
    articleId: z.string(),
    revision: z.number(),
  }),
]);
type GoldLayer = z.infer<typeof layerRows>[0];

async function openGoldLayer(t: Tx, articleId: string): Promise<GoldLayer> {
  const rows = await t.$queryRaw`
    INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "guidelineVersionId")
    SELECT gen_random_uuid(), v."projectId", v."articleId", v."id", 'gold', (
             SELECT g."id" FROM "GuidelineVersion" g WHERE g."projectId" = v."projectId" ORDER BY g."number" DESC LIMIT 1)
      FROM "ArticleVersion" v WHERE v."articleId" = ${articleId}::uuid ORDER BY v."number" DESC LIMIT 1
    ON CONFLICT ("versionId", "kind", "round") WHERE "kind" IN ('shared', 'adjudicated', 'gold')
    DO UPDATE SET "state" = 'open'
    RETURNING "id" AS "layerId", "versionId", "projectId", "articleId", "revision"`;
  return layerRows.parse(rows)[0];
}

const finalRows = z.array(z.object({ object: layerObject }));

async function copyFinal(t: Tx, actor: Actor, finalId: string, layer: GoldLayer): Promise<void> {
  const objects = finalRows
    .parse(await t.$queryRaw(layerObjectsSql({ layerId: Prisma.sql`${finalId}::uuid` })))
    .map((row) => row.object);
  const changes = copyObjects(objects, new Map(), randomUUID);
  if (changes.length === 0)
    throw badInput(
      "nothing-marked",
      "Nothing is marked in the final layer, so nobody could be measured by it.",
    );
  await writeChanges(t, { ...layer, actorId: actor.userId, command: null }, changes);
}

async function putToUse(
  t: Tx,
  actor: Actor,
  projectId: string,
  articleId: string,
  layerId: string,
): Promise<void> {
  await t.$executeRaw`
    UPDATE "Layer" SET "state" = 'closed', "submittedAt" = now(), "revision" = "revision" + 1 WHERE "id" = ${layerId}::uuid`;
  await t.article.update({ where: { id: articleId }, data: { isGold: true } });
  await recordEvents(t, [
    { type: "gold.used", actorId: actor.userId, projectId, articleId, layerId, subjectId: articleId },
  ]);
}
