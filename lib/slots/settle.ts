import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { enterReview } from "@/lib/review/enter-review";
import { isOfNewestText } from "@/lib/versions/final-sql";

/** Whether every place of an article is handed in or given back; places on gold count for nothing. */
export async function isEverythingIn(t: Tx, articleId: string): Promise<boolean> {
  const waiting = await t.slot.count({
    where: { articleId, kind: { not: "gold" }, state: { notIn: ["submitted", "skipped"] } },
  });
  return waiting === 0;
}

/**
 * Sends an open article to review if taking a place away left it with everything in; true if it went. One that nobody
 * has handed in stays as it is. The caller holds the article's lock.
 */
export async function settleArticle(t: Tx, articleId: string): Promise<boolean> {
  const article = await t.article.findUnique({
    where: { id: articleId },
    select: { state: true, finishedAt: true },
  });
  if (article?.state !== "open" || !(await isEverythingIn(t, articleId))) return false;
  const submitted = await t.slot.count({
    where: { articleId, state: "submitted", kind: { not: "gold" } },
  });
  if (submitted === 0) return false;
  // Of a finished article's newer text what was handed in on the one before says nothing.
  const worked = await t.$queryRaw`
    SELECT 1 FROM "Layer" l
     WHERE l."articleId" = ${articleId}::uuid AND ${isOfNewestText}
       AND ((l."kind" = 'person' AND l."state" = 'submitted') OR l."kind" = 'shared')`;
  if (article.finishedAt && z.array(z.unknown()).parse(worked).length === 0) return false;
  await t.$executeRaw`
    UPDATE "Layer" SET "state" = 'submitted', "submittedAt" = now(), "revision" = "revision" + 1
     WHERE "articleId" = ${articleId}::uuid AND "kind" = 'shared' AND "state" = 'open'`;
  await enterReview(t, articleId);
  return true;
}
