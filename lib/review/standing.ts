import "server-only";
import { z } from "zod";
import { requireArticle } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { type AppError, conflict, forbidden, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { ReviewStanding } from "@/lib/review/schema";
import { Prisma } from "@/prisma/generated/client";

const standingRows = z.array(
  z.object({
    projectId: z.string(),
    slug: z.string(),
    title: z.string(),
    state: z.enum(["open", "review", "reviewing", "done"]),
    reviewerId: z.string().nullable(),
    reviewerName: z.string().nullable(),
    settledById: z.string().nullable(),
    settledByName: z.string().nullable(),
    settledAt: z.date().nullable(),
    otherReviewers: z.number(),
    hasUnsubmitted: z.boolean(),
    hasOwn: z.boolean(),
    isBarred: z.boolean(),
    annotators: z.number(),
  }),
);

export type Standing = ReviewStanding & {
  projectId: string;
  reviewerId: string | null;
  settledById: string | null;
  role: string;
};

/** Why somebody may not review an article: their own work is in it. The words stand in the queue and in refusals. */
export function refusalOf(own: {
  hasUnsubmitted: boolean;
  hasOwn: boolean;
  isBarred: boolean;
}): ReviewStanding["refusal"] {
  if (own.hasUnsubmitted)
    return {
      code: "unsubmitted-work",
      message: "You are annotating this article yourself, so others' work on it stays closed to you.",
    };
  if (own.hasOwn)
    return {
      code: "own-work",
      message:
        "You annotated this article yourself. Nobody reviews their own work: another reviewer takes it.",
    };
  if (own.isBarred)
    return {
      code: "barred",
      message: "A manager has decided that another reviewer takes this article.",
    };
  return null;
}

/** Whether a manager has said that the actor may not review one of those who annotate the article `a`. */
export function isBarredSql(actor: Actor): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM "ReviewBar" b JOIN "Slot" s ON s."articleId" = a."id" AND s."personId" = b."annotatorId"
       AND s."state" <> 'skipped' AND s."kind" <> 'gold'
     WHERE b."projectId" = a."projectId" AND b."reviewerId" = ${actor.userId}::uuid)`;
}

/** How an article stands for an actor who may review in its project, `isLocked` until the caller's transaction ends. */
export async function readStanding(
  actor: Actor,
  articleId: string,
  tx: Tx = db(),
  isLocked = false,
): Promise<Standing> {
  const access = await requireArticle(actor, articleId, "review.decide", tx);
  if (isLocked) await tx.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${articleId}::uuid FOR UPDATE`;
  const rows = await tx.$queryRaw`
    SELECT a."projectId", p."slug", a."title", a."state", a."reviewerId", u."name" AS "reviewerName",
           a."settledById", s."name" AS "settledByName", a."settledAt",
           (SELECT count(*)::int FROM (
              SELECT 1 FROM "Member" m
               WHERE m."projectId" = a."projectId" AND m."role" IN ('manager', 'reviewer') AND m."userId" <> ${actor.userId}::uuid
                 AND m."userId" IS DISTINCT FROM a."settledById"
                 AND NOT EXISTS (SELECT 1 FROM "Slot" t WHERE t."articleId" = a."id" AND t."personId" = m."userId" AND t."state" <> 'skipped')
               LIMIT 10) o) AS "otherReviewers",
           EXISTS (SELECT 1 FROM "Layer" l WHERE l."articleId" = a."id" AND l."ownerId" = ${actor.userId}::uuid
                      AND l."kind" IN ('person', 'measured') AND l."state" IN ('open', 'returned')) AS "hasUnsubmitted",
           EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND s."personId" = ${actor.userId}::uuid
                      AND s."state" <> 'skipped') AS "hasOwn",
           ${isBarredSql(actor)} AS "isBarred",
           (SELECT count(*)::int FROM "Slot" s WHERE s."articleId" = a."id" AND s."state" = 'submitted' AND s."kind" <> 'gold') AS annotators
      FROM "Article" a
      JOIN "Project" p ON p."id" = a."projectId"
      LEFT JOIN "User" u ON u."id" = a."reviewerId"
      LEFT JOIN "User" s ON s."id" = a."settledById"
     WHERE a."id" = ${articleId}::uuid`;
  const row = standingRows.parse(rows)[0];
  if (!row) throw notFound();
  const isSelf = row.reviewerId === actor.userId;
  return {
    articleId,
    projectId: row.projectId,
    slug: row.slug,
    title: row.title,
    state: row.state,
    role: access.role,
    reviewerId: row.reviewerId,
    reviewer: row.reviewerId ? { name: row.reviewerName ?? "Somebody", isSelf } : null,
    mayTakeOver:
      (row.state === "reviewing" || row.state === "review") &&
      row.reviewerId !== null &&
      !isSelf &&
      access.role === "manager",
    refusal: refusalOf(row),
    annotators: row.annotators,
    settledById: row.settledById,
    settled: row.settledById
      ? {
          by: row.settledByName ?? "Somebody",
          isSelf: row.settledById === actor.userId,
          at: row.settledAt?.toISOString() ?? "",
        }
      : null,
    hasOtherReviewer: row.otherReviewers > 0,
  };
}

/** Throws 403 with the refusal's code and words where the actor may not review the article. */
export function refuseOwnWork(standing: Standing): void {
  if (standing.refusal) throw forbidden(standing.refusal.message, standing.refusal.code);
}

/** Throws 409 `not-reviewing` unless the actor is the one who reviews the article now. */
export function requireReviewing(actor: Actor, standing: Standing): void {
  if (standing.state === "reviewing" && standing.reviewerId === actor.userId) return;
  throw notReviewing(standing);
}

/** Throws 409 `signing-off` where every place is settled and the review waits for a second reviewer. */
export function requireUnsettled(standing: Standing): void {
  if (!standing.settled) return;
  throw conflict(
    "signing-off",
    "This article is settled and waits for a second reviewer, who confirms it or returns it with a comment.",
  );
}

function notReviewing(standing: Standing): AppError {
  if (standing.state === "reviewing")
    return conflict(
      "review-taken",
      `${standing.reviewer?.name ?? "Somebody"} is reviewing this article now.`,
    );
  if (standing.state === "done") return conflict("already-finished", "This article has been finished.");
  return conflict("not-reviewing", "You are not reviewing this article now. Open it from the queue.");
}
