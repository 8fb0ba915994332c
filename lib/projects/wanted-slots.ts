import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { settleArticle } from "@/lib/slots/settle";
import { Prisma } from "@/prisma/generated/client";

/** How much there is in a project, and what another number of annotators would do to its open articles. */
export type WorkCounts = {
  open: number;
  submitted: number;
  finished: number;
  /** Places taken or handed in of articles that are still open. */
  inWork: number;
  /** Open articles that would get places, and those that would lose untaken ones. */
  gaining: number;
  losing: number;
  /** Open articles whose last untaken place would go and that have everything else in: they enter review. */
  completed: number;
};

const counts = z.tuple([
  z.object({
    open: z.number(),
    submitted: z.number(),
    finished: z.number(),
    inWork: z.number(),
    gaining: z.number(),
    losing: z.number(),
    completed: z.number(),
  }),
]);

/**
 * Places of each open article: `live` ones count towards the wanted number (a skipped place has its successor), `spare`
 * ones are kept for nobody. Calibration articles and those with gold want no certain number, and a newer text of a
 * finished one wants one person.
 */
function openArticles(projectId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT a."id", a."number",
           count(s.*) FILTER (WHERE s."state" <> 'skipped')::int AS live,
           count(s.*) FILTER (WHERE s."state" = 'open' AND s."reservedForId" IS NULL)::int AS spare,
           count(s.*) FILTER (WHERE s."state" = 'submitted')::int AS submitted,
           count(s.*) FILTER (WHERE s."state" NOT IN ('open', 'skipped'))::int AS "inWork",
           coalesce(max(s."ordinal"), 0) AS top, coalesce(max(s."priority"), 0) AS priority
      FROM "Article" a LEFT JOIN "Slot" s ON s."articleId" = a."id" AND s."kind" <> 'gold'
     WHERE a."projectId" = ${projectId}::uuid AND a."state" = 'open' AND a."finishedAt" IS NULL AND a."withdrawnAt" IS NULL
       AND NOT a."isCalibration" AND NOT a."isGold"
       AND NOT EXISTS (SELECT 1 FROM "Layer" g WHERE g."articleId" = a."id" AND g."kind" = 'gold')
     GROUP BY a."id"`;
}

/** Counts for a preview of `wanted` annotators per article. */
export async function countWork(t: Tx, projectId: string, wanted: number): Promise<WorkCounts> {
  const rows = await t.$queryRaw`
    WITH places AS (${openArticles(projectId)}),
    states AS (SELECT a."state", count(*)::int AS n FROM "Article" a
                WHERE a."projectId" = ${projectId}::uuid AND a."withdrawnAt" IS NULL GROUP BY a."state")
    SELECT coalesce((SELECT sum(n)::int FROM states WHERE "state" = 'open'), 0) AS "open",
           coalesce((SELECT sum(n)::int FROM states WHERE "state" IN ('review', 'reviewing')), 0) AS "submitted",
           coalesce((SELECT sum(n)::int FROM states WHERE "state" = 'done'), 0) AS "finished",
           coalesce((SELECT sum("inWork")::int FROM places), 0) AS "inWork",
           (SELECT count(*)::int FROM places WHERE live < ${wanted}) AS "gaining",
           (SELECT count(*)::int FROM places WHERE live > ${wanted} AND spare > 0) AS "losing",
           (SELECT count(*)::int FROM places
             WHERE live > ${wanted} AND spare > 0 AND spare <= live - ${wanted} AND submitted = live - spare AND submitted > 0) AS "completed"`;
  return counts.parse(rows)[0];
}

/** Gives every open article that has fewer places than wanted the missing ones, untaken; returns how many. */
export async function addMissingSlots(t: Tx, projectId: string, wanted: number): Promise<number> {
  await lockOpenArticles(t, projectId);
  return t.$executeRaw`
    WITH places AS (${openArticles(projectId)})
    INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "priority", "articleNumber")
    SELECT gen_random_uuid(), ${projectId}::uuid, p."id", p.top + n, p.priority, p."number"
      FROM places p, generate_series(1, ${wanted}::int - p.live) AS n WHERE p.live < ${wanted}::int`;
}

const idRows = z.array(z.object({ articleId: z.string() }));

/**
 * Takes untaken places above the wanted number away, the youngest first, and returns how many. An article that then
 * has everything in enters review.
 */
export async function removeSpareSlots(t: Tx, projectId: string, wanted: number): Promise<number> {
  await lockOpenArticles(t, projectId);
  const removed = idRows.parse(
    await t.$queryRaw`
      WITH places AS (${openArticles(projectId)}),
      spare AS (
        SELECT s."id", row_number() OVER (PARTITION BY s."articleId" ORDER BY s."ordinal" DESC) AS nth, p.live - ${wanted}::int AS excess
          FROM places p JOIN "Slot" s ON s."articleId" = p."id" AND s."state" = 'open' AND s."reservedForId" IS NULL
         WHERE p.live > ${wanted}::int)
      DELETE FROM "Slot" d USING spare WHERE d."id" = spare."id" AND spare.nth <= spare.excess RETURNING d."articleId"`,
  );
  for (const articleId of new Set(removed.map((row) => row.articleId))) await settleArticle(t, articleId);
  return removed.length;
}

/**
 * Nobody submits, takes or recalls while the places change: articles before slots, as everybody locks them, and not
 * so hard that somebody who has just taken a place could not point at the article.
 */
async function lockOpenArticles(t: Tx, projectId: string): Promise<void> {
  await t.$queryRaw`
    SELECT 1 FROM "Article" WHERE "projectId" = ${projectId}::uuid AND "state" = 'open' ORDER BY "number" FOR NO KEY UPDATE`;
  await t.$queryRaw`
    SELECT 1 FROM "Slot" WHERE "projectId" = ${projectId}::uuid AND "state" = 'open' ORDER BY "articleNumber", "ordinal" FOR UPDATE`;
}
