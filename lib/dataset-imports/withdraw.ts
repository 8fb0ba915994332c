import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { requireDataset } from "@/lib/dataset-imports/access";
import type { RestingRow } from "@/lib/dataset-imports/schema";
import { inTransaction, type Tx } from "@/lib/db";
import { AppError, conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { withdrawRun } from "@/lib/suggestions/commands";

/** The most that a refusal names. */
const mostNamed = 100;

const restingRows = z.array(
  z.object({
    articleId: z.string().nullable(),
    cardId: z.string().nullable(),
    title: z.string(),
    reasons: z.array(z.string()),
    total: z.number(),
  }),
);

export type UndoneDataset = {
  articles: number;
  layers: number;
  ratings: number;
  pairs: number;
  suggestions: number;
};

/**
 * Undoes an import as one, all or none: its articles leave the project, its layers and their marks are seen by nobody,
 * its ratings and answers about pairs count as taken back; rows stay, as the history does. Refused while later work of people rests on any of it:
 * throws notFound, forbidden, conflict `batch-not-committed`, and 409 `work-rests-on-it` with `details.rows` (RestingRow)
 * and `details.count`.
 */
export function withdrawDataset(
  actor: Actor,
  slug: string,
  batchId: string,
  tx?: Tx,
): Promise<UndoneDataset> {
  return inTransaction(tx, async (tx) => {
    const { project, batch } = await requireDataset(actor, slug, batchId, tx, true);
    if (batch.live !== "committed")
      throw conflict(
        "batch-not-committed",
        "Only an import that is through can be undone. Load the page again.",
      );
    if (batch.report.producer) return withdrawPredictions(tx, actor, slug, batchId);
    // Whoever takes one of these places, or decides about these layers, meanwhile waits, or comes first and is seen below.
    await tx.$queryRaw`
      SELECT 1 FROM "Slot" s JOIN "Article" a ON a."id" = s."articleId"
       WHERE a."batchId" = ${batchId}::uuid ORDER BY s."id" FOR UPDATE OF a, s`;
    await tx.$queryRaw`SELECT 1 FROM "Layer" l WHERE l."batchId" = ${batchId}::uuid ORDER BY l."id" FOR UPDATE`;
    const { rows, count } = await listResting(tx, slug, batchId);
    if (count > 0)
      throw new AppError(
        409,
        "work-rests-on-it",
        `Later work rests on ${count === 1 ? "one place" : `${count} places`} of this import, so it stays.`,
        { rows, count },
      );
    const undone = {
      articles: await tx.$executeRaw`
        UPDATE "Article" SET "withdrawnAt" = now(), "revision" = "revision" + 1
         WHERE "batchId" = ${batchId}::uuid AND "withdrawnAt" IS NULL`,
      layers: await withdrawLayers(tx, batchId),
      ratings: await tx.$executeRaw`
        UPDATE "ImportedRating" SET "withdrawnAt" = now() WHERE "batchId" = ${batchId}::uuid AND "withdrawnAt" IS NULL`,
      pairs: await tx.$executeRaw`
        UPDATE "ImportedPair" SET "withdrawnAt" = now() WHERE "batchId" = ${batchId}::uuid AND "withdrawnAt" IS NULL`,
      suggestions: 0,
    };
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
        payload: undone,
      },
    ]);
    return undone;
  });
}

/** Takes the run back that a batch began, and the batch with it; marks that people made of its suggestions are theirs and stay. */
async function withdrawPredictions(
  tx: Tx,
  actor: Actor,
  slug: string,
  batchId: string,
): Promise<UndoneDataset> {
  const run = await tx.suggestionRun.findFirstOrThrow({ where: { batchId } });
  await withdrawRun(actor, slug, run.id, tx);
  const suggestions = await tx.suggestion.count({ where: { runId: run.id } });
  return { articles: 0, layers: 0, ratings: 0, pairs: 0, suggestions };
}

/** Hides the layers of a batch; what is marked in them is deleted as a person's undo deletes, by a date. */
async function withdrawLayers(tx: Tx, batchId: string): Promise<number> {
  const layers = await tx.$executeRaw`
    UPDATE "Layer" SET "withdrawnAt" = now() WHERE "batchId" = ${batchId}::uuid AND "kind" = 'imported' AND "withdrawnAt" IS NULL`;
  await tx.$executeRaw`
    UPDATE "Annotation" a SET "deletedAt" = now() FROM "Layer" l
     WHERE l."id" = a."layerId" AND l."batchId" = ${batchId}::uuid AND l."kind" = 'imported' AND a."deletedAt" IS NULL`;
  await tx.$executeRaw`
    UPDATE "ClaimLink" a SET "deletedAt" = now() FROM "Layer" l
     WHERE l."id" = a."layerId" AND l."batchId" = ${batchId}::uuid AND l."kind" = 'imported' AND a."deletedAt" IS NULL`;
  await tx.$executeRaw`
    UPDATE "AttributionSource" a SET "deletedAt" = now() FROM "Layer" l
     WHERE l."id" = a."layerId" AND l."batchId" = ${batchId}::uuid AND l."kind" = 'imported' AND a."deletedAt" IS NULL`;
  await tx.$executeRaw`
    UPDATE "RestsOn" a SET "deletedAt" = now() FROM "Layer" l
     WHERE l."id" = a."layerId" AND l."batchId" = ${batchId}::uuid AND l."kind" = 'imported' AND a."deletedAt" IS NULL`;
  await tx.$executeRaw`
    UPDATE "ReuseLink" a SET "deletedAt" = now() FROM "Layer" l
     WHERE l."id" = a."layerId" AND l."batchId" = ${batchId}::uuid AND l."kind" = 'imported' AND a."deletedAt" IS NULL`;
  return layers;
}

/** What people did since on the batch's articles and layers, an article or card a row; all of it counted. */
async function listResting(
  tx: Tx,
  slug: string,
  batchId: string,
): Promise<{ rows: RestingRow[]; count: number }> {
  const rows = restingRows.parse(
    await tx.$queryRaw`
      WITH mine AS (SELECT l."id", l."articleId", l."projectId" FROM "Layer" l WHERE l."batchId" = ${batchId}::uuid AND l."withdrawnAt" IS NULL),
      found AS (
          SELECT s."articleId", 'somebody has taken it' AS reason
            FROM "Article" a JOIN "Slot" s ON s."articleId" = a."id" AND s."personId" IS NOT NULL
           WHERE a."batchId" = ${batchId}::uuid AND a."withdrawnAt" IS NULL
        UNION
          SELECT l."articleId", 'it has marks or layers of others'
            FROM "Article" a JOIN "Layer" l ON l."articleId" = a."id" AND l."batchId" IS DISTINCT FROM a."batchId" AND l."withdrawnAt" IS NULL
           WHERE a."batchId" = ${batchId}::uuid AND a."withdrawnAt" IS NULL
        UNION
          SELECT v."articleId", 'a duplicate in another article leads to it'
            FROM "Article" a JOIN "ArticleVersion" v ON v."articleId" = a."id" JOIN "Passage" p ON p."versionId" = v."id"
            JOIN "ReuseLink" r ON r."passageId" = p."id" AND r."deletedAt" IS NULL
            JOIN "Layer" l ON l."id" = r."layerId" AND l."batchId" IS DISTINCT FROM a."batchId" AND l."withdrawnAt" IS NULL
           WHERE a."batchId" = ${batchId}::uuid AND a."withdrawnAt" IS NULL
        UNION
          SELECT a."id", 'another article derives from it'
            FROM "Article" a JOIN "Article" d ON d."derivesFromId" = a."id" AND d."withdrawnAt" IS NULL AND d."batchId" <> a."batchId"
           WHERE a."batchId" = ${batchId}::uuid AND a."withdrawnAt" IS NULL
        UNION
          SELECT m."articleId", 'a review read its marks'
            FROM mine m JOIN "Annotation" n ON n."layerId" = m."id" JOIN "DecisionInput" i ON i."annotationId" = n."id"
        UNION
          SELECT m."articleId", 'something noticed about a source is pinned to it'
            FROM mine m JOIN "Observation" o ON o."layerId" = m."id" AND o."deletedAt" IS NULL
        UNION
          SELECT m."articleId", 'a guideline example shows it' FROM mine m JOIN "GuidelineExample" e ON e."layerId" = m."id"
        UNION
          SELECT m."articleId", 'a rating of a source rests on its marks'
            FROM mine m JOIN "Annotation" n ON n."layerId" = m."id" JOIN "RatingEvidence" e ON e."annotationId" = n."id"),
      named AS (
          SELECT f."articleId", NULL::uuid AS "cardId", a."title", array_agg(f.reason ORDER BY f.reason) AS reasons
            FROM found f JOIN "Article" a ON a."id" = f."articleId" GROUP BY f."articleId", a."title"
        UNION ALL
          SELECT NULL, c."id", c."statement", ARRAY['it counts claims of this import']
            FROM mine m JOIN "Annotation" n ON n."layerId" = m."id"
            JOIN "Mention" x ON x."deletedAt" IS NULL AND n."id" IN (x."claimId", x."attributionId")
            JOIN "ClaimCard" c ON c."id" = x."cardId" GROUP BY c."id", c."statement")
      SELECT n.*, count(*) OVER ()::int AS total FROM named n ORDER BY n."title", n."articleId" LIMIT ${mostNamed}`,
  );
  return {
    rows: rows.map(({ articleId, cardId, title, reasons }) => ({
      href: articleId ? `/projects/${slug}/articles/${articleId}` : `/projects/${slug}/claims/${cardId}`,
      title,
      reasons,
    })),
    count: rows[0]?.total ?? 0,
  };
}
