import "server-only";
import { z } from "zod";
import { db, inTransaction } from "@/lib/db";
import { recordOutcomes } from "@/lib/review/record-outcomes";

const found = z.array(
  z.object({
    articleId: z.string(),
    projectId: z.string(),
    number: z.bigint(),
    layerId: z.string(),
    finishedAt: z.date(),
  }),
);

/**
 * Counts outcomes for articles that were finished before outcomes were stored, `limit` at a time in the order of their
 * numbers, from after `after`. They are no news: nobody is told of what was settled long ago. Returns the number to go
 * on from, null once all have been looked at.
 */
export async function backfillOutcomes(after: bigint, limit = 20): Promise<bigint | null> {
  const articles = found.parse(
    await db().$queryRaw`
      SELECT a."id" AS "articleId", a."projectId", a."number", f."id" AS "layerId",
             coalesce(a."finishedAt", f."submittedAt", a."createdAt") AS "finishedAt"
        FROM "Article" a
        JOIN "Layer" f ON f."articleId" = a."id" AND f."kind" = 'adjudicated' AND f."state" = 'closed'
       WHERE a."state" = 'done' AND a."withdrawnAt" IS NULL AND a."number" > ${after}
         AND EXISTS (SELECT 1 FROM "Layer" l WHERE l."articleId" = a."id" AND l."kind" IN ('person', 'shared') AND l."state" = 'submitted')
         AND NOT EXISTS (SELECT 1 FROM "Outcome" o WHERE o."articleId" = a."id")
       ORDER BY a."number" LIMIT ${limit}`,
  );
  for (const { number: _number, ...article } of articles)
    await inTransaction(undefined, async (tx) => {
      // A dispute answered at this moment counts them itself, with its news.
      await tx.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${article.articleId}::uuid FOR UPDATE`;
      if ((await tx.outcome.count({ where: { articleId: article.articleId } })) === 0)
        await recordOutcomes(tx, { ...article, isNews: false });
    });
  return articles.at(-1)?.number ?? null;
}
