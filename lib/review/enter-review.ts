import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { meanPairwiseF1 } from "@/lib/agreement/span-f1";
import { recordEvents } from "@/lib/audit";
import type { Tx } from "@/lib/db";
import type { LayerObject } from "@/lib/layers/schema";
import { writeChanges } from "@/lib/layers/write-changes";
import { copyObjects } from "@/lib/review/copy-objects";
import { marksOf, unitsOf } from "@/lib/review/layer-marks";
import { recordOutcomes } from "@/lib/review/record-outcomes";
import { submittedLayers } from "@/lib/review/submitted-objects";
import type { ReviewUnit } from "@/lib/review/units";
import { supersedeFormer } from "@/lib/versions/supersede";

/**
 * Sends an article whose wanted layers are all in on its way: writes the stored columns of the queue (mean pairwise
 * exact-span F1, null where undefined; places that differ) and puts it into the queue, or, where the project's policy
 * asks for no reviewer and the layers leave nothing to decide, finishes it. Returns the article's state. The caller
 * holds the article's lock.
 */
export async function enterReview(tx: Tx, articleId: string): Promise<"review" | "done"> {
  const article = await tx.article.findUniqueOrThrow({
    where: { id: articleId },
    select: {
      projectId: true,
      project: { select: { reviewPolicy: true, samplePercent: true, orderSeed: true } },
    },
  });
  const layers = await submittedLayers(tx, articleId);
  const units = unitsOf(layers.map((layer) => ({ layerId: layer.id, objects: layer.objects })));
  const conflicts = units.filter((unit) => unit.state !== "agreed").length;
  const agreement = meanPairwiseF1(layers.map((layer) => marksOf(layer.objects)));
  await tx.article.update({
    where: { id: articleId },
    data: {
      state: "review",
      reviewAgreement: agreement,
      reviewConflicts: conflicts,
      reviewReadyAt: new Date(),
      reviewerId: null,
      settledById: null,
      settledAt: null,
    },
  });
  const { reviewPolicy, samplePercent, orderSeed } = article.project;
  const wanted =
    reviewPolicy === "every-article" ||
    (reviewPolicy === "disagreements" && conflicts > 0) ||
    (reviewPolicy === "sample" && isSampled(articleId, samplePercent, orderSeed)) ||
    conflicts > 0;
  await recordEvents(tx, [
    {
      type: "article.review-ready",
      actorId: null,
      projectId: article.projectId,
      articleId,
      subjectId: articleId,
      payload: { agreement, conflicts, layers: layers.length },
    },
  ]);
  if (wanted) return "review";
  await finishWithoutReview(tx, article.projectId, articleId, layers, units);
  return "done";
}

/** Whether an article belongs to the sample of a project's seed: the same answer every time, spread evenly by a hash. */
export function isSampled(articleId: string, percent: number, seed: number): boolean {
  return createHash("sha256").update(`${seed} ${articleId}`).digest().readUInt32BE(0) % 100 < percent;
}

/** The open adjudicated layer of an article's newest version, made if there is none. */
export async function openAdjudicatedLayer(
  tx: Tx,
  articleId: string,
): Promise<{ id: string; versionId: string; projectId: string; articleId: string; revision: number }> {
  const rows = await tx.$queryRaw`
    INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "guidelineVersionId")
    SELECT gen_random_uuid(), v."projectId", v."articleId", v."id", 'adjudicated', (
             SELECT g."id" FROM "GuidelineVersion" g WHERE g."projectId" = v."projectId" ORDER BY g."number" DESC LIMIT 1)
      FROM "ArticleVersion" v WHERE v."articleId" = ${articleId}::uuid ORDER BY v."number" DESC LIMIT 1
    ON CONFLICT ("versionId", "kind", "round") WHERE "kind" IN ('shared', 'adjudicated', 'gold')
    DO UPDATE SET "state" = 'open'
    RETURNING "id", "versionId", "projectId", "articleId", "revision"`;
  const shape = z.object({
    id: z.string(),
    versionId: z.string(),
    projectId: z.string(),
    articleId: z.string(),
    revision: z.number(),
  });
  return z.tuple([shape]).parse(rows)[0];
}

/** The one layer, or what all layers agree on, becomes final as it is; the first layer's wording stands for all. */
async function finishWithoutReview(
  tx: Tx,
  projectId: string,
  articleId: string,
  layers: { id: string; objects: LayerObject[] }[],
  units: readonly ReviewUnit[],
): Promise<void> {
  const layer = await openAdjudicatedLayer(tx, articleId);
  const first = layers[0];
  const changes = first && units.length > 0 ? copyObjects(first.objects, new Map(), randomUUID) : [];
  if (changes.length > 0)
    await writeChanges(tx, { ...layer, layerId: layer.id, actorId: null, command: null }, changes);
  await closeArticle(tx, projectId, articleId, layer.id, null);
}

/** Closes an article's adjudicated layer and declares the article done; what was final of an earlier text is superseded. */
export async function closeArticle(
  tx: Tx,
  projectId: string,
  articleId: string,
  layerId: string,
  actorId: string | null,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Layer" SET "state" = 'closed', "revision" = "revision" + 1, "submittedAt" = now(),
           "isNothingToMark" = NOT EXISTS (SELECT 1 FROM "Annotation" a WHERE a."layerId" = ${layerId}::uuid AND a."deletedAt" IS NULL)
     WHERE "id" = ${layerId}::uuid`;
  await supersedeFormer(tx, { projectId, articleId }, layerId, actorId);
  const finishedAt = new Date();
  await tx.article.update({ where: { id: articleId }, data: { state: "done", finishedAt } });
  await recordOutcomes(tx, { projectId, articleId, layerId, finishedAt, isNews: actorId !== null });
  await recordEvents(tx, [
    { type: "article.finished", actorId, projectId, articleId, layerId, subjectId: articleId },
  ]);
}
