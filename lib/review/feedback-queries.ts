import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db } from "@/lib/db";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { type FeedbackFilter, type FeedbackItem, type Trends, trendsOf } from "@/lib/review/feedback";
import { Prisma } from "@/prisma/generated/client";

/** Trends are drawn from so many of one's newest articles. */
const trendLimit = 500;
const countLimit = 100;

const rows = z.array(
  z.object({
    articleId: z.string(),
    title: z.string(),
    taken: z.number(),
    changed: z.number(),
    rejected: z.number(),
    missed: z.number(),
    f1: z.number().nullable(),
    isNews: z.boolean(),
    finishedAt: z.date(),
    disputes: z.number(),
    answered: z.number(),
  }),
);
const sortKey = z.tuple([z.iso.datetime(), z.uuid()]);

const filters: Record<FeedbackFilter, Prisma.Sql> = {
  all: Prisma.empty,
  news: Prisma.sql`AND o."isNews"`,
  changed: Prisma.sql`AND o."changed" + o."rejected" + o."missed" > 0`,
  disputed: Prisma.sql`AND EXISTS (SELECT 1 FROM "Dispute" d WHERE d."articleId" = o."articleId" AND d."raisedById" = o."personId")`,
};

/** One's own outcomes whose final layer one may see; to stand after FROM as `o`, with the article as `a`. */
function ownOutcomes(actor: Actor, projectId: string): Prisma.Sql {
  return Prisma.sql`
    "Outcome" o JOIN "Article" a ON a."id" = o."articleId" AND a."withdrawnAt" IS NULL AND (a."state" = 'done' OR a."finishedAt" IS NOT NULL)
     WHERE o."personId" = ${actor.userId}::uuid AND o."projectId" = ${projectId}::uuid
       AND EXISTS (SELECT 1 FROM seen_layers(${actor.userId}::uuid) l WHERE l."articleId" = o."articleId" AND l."kind" = 'adjudicated')`;
}

/** A page of the actor's own finished articles with how their marks came out, the newest first. Throws notFound, forbidden. */
export async function listFeedback(
  actor: Actor,
  slug: string,
  filter: FeedbackFilter,
  cursorText?: string | null,
): Promise<Page<FeedbackItem>> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const cursor = decodeCursor(sortKey, cursorText);
  const isBackward = cursor?.side === "before";
  const compare = Prisma.raw(isBackward ? ">" : "<");
  const direction = Prisma.raw(isBackward ? "ASC" : "DESC");
  const from = cursor
    ? Prisma.sql`AND (o."finishedAt", o."articleId") ${compare} (${cursor.key[0]}::timestamptz, ${cursor.key[1]}::uuid)`
    : Prisma.empty;
  const found = await db().$queryRaw`
    SELECT o."articleId", a."title", o."taken", o."changed", o."rejected", o."missed", o."f1", o."isNews", o."finishedAt",
           (SELECT count(*)::int FROM "Dispute" d WHERE d."articleId" = o."articleId" AND d."raisedById" = o."personId") AS disputes,
           (SELECT count(*)::int FROM "Dispute" d WHERE d."articleId" = o."articleId" AND d."raisedById" = o."personId"
               AND d."state" IN ('kept', 'changed')) AS answered
      FROM ${ownOutcomes(actor, projectId)} ${filters[filter]} ${from}
     ORDER BY o."finishedAt" ${direction}, o."articleId" ${direction} LIMIT ${pageSize + 1}`;
  const page = makePage(rows.parse(found), cursor, (row) => [row.finishedAt.toISOString(), row.articleId]);
  return {
    ...page,
    items: page.items.map((row) => ({ ...row, finishedAt: row.finishedAt.toISOString() })),
  };
}

const trendRows = z.array(
  z.object({
    finishedAt: z.date(),
    f1: z.number().nullable(),
    reasons: z.record(z.string(), z.number()),
  }),
);

/** How the actor's marks agree with the final ones by week, and why they were decided otherwise; their newest 500 articles. */
export async function getTrends(actor: Actor, slug: string): Promise<Trends> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const found = await db().$queryRaw`
    SELECT o."finishedAt", o."f1", o."reasons" FROM ${ownOutcomes(actor, projectId)}
     ORDER BY o."finishedAt" DESC, o."articleId" DESC LIMIT ${trendLimit}`;
  return trendsOf(trendRows.parse(found));
}

const countRows = z.array(z.object({ news: z.number(), disputes: z.number(), returned: z.number() }));

/** What waits for somebody in a project, for the bar. */
export type Waiting = {
  /** Own outcomes and answers that one has not looked at. */
  news: number;
  /** Disputes that wait for a reviewer, and reviews that a second reviewer sent back to this one; 0 for others. */
  review: number;
};

/** How much there is to look at in a project: each count stops at 100 and reads its own small index. */
export async function countWaiting(actor: Actor, projectId: string, isReviewer: boolean): Promise<Waiting> {
  const found = await db().$queryRaw`
    SELECT (SELECT count(*)::int FROM (
              SELECT 1 FROM ${ownOutcomes(actor, projectId)} AND o."isNews" LIMIT ${countLimit}) n) AS news,
           (SELECT count(*)::int FROM (
              SELECT 1 FROM seen_disputes(${actor.userId}::uuid) d
               WHERE ${isReviewer} AND d."projectId" = ${projectId}::uuid AND d."state" = 'open'
                 AND d."raisedById" <> ${actor.userId}::uuid LIMIT ${countLimit}) q) AS disputes,
           (SELECT count(*)::int FROM (
              SELECT 1 FROM "Article" a
               WHERE ${isReviewer} AND a."reviewerId" = ${actor.userId}::uuid AND a."projectId" = ${projectId}::uuid
                 AND a."state" = 'reviewing' AND a."settledAt" IS NULL AND a."withdrawnAt" IS NULL
                 AND (SELECT s."verdict" FROM "SignOff" s WHERE s."articleId" = a."id" ORDER BY s."number" DESC LIMIT 1) = 'returned'
               LIMIT ${countLimit}) r) AS returned`;
  const row = countRows.parse(found)[0];
  return { news: row?.news ?? 0, review: (row?.disputes ?? 0) + (row?.returned ?? 0) };
}
