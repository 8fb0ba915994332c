import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db } from "@/lib/db";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { reachedLimit, readLimits } from "@/lib/slots/limits";
import {
  type NothingLeft,
  nothingLeft,
  type TakenWork,
  type Waiting,
  type WorkFilter,
  type WorkItem,
} from "@/lib/slots/schema";
import { isOfNewestText } from "@/lib/versions/final-sql";
import { Prisma } from "@/prisma/generated/client";

const workRows = z.array(
  z.object({
    slotId: z.string(),
    layerId: z.string().nullable(),
    articleId: z.string(),
    title: z.string(),
    state: z.enum(["taken", "submitted", "returned", "stalled", "skipped"]),
    articleState: z.enum(["open", "review", "reviewing", "done"]),
    marks: z.number(),
    takenAt: z.date().nullable(),
    submittedAt: z.date().nullable(),
    comment: z.string().nullable(),
    skipReason: z.string().nullable(),
    isRecallable: z.boolean(),
    key: z.string(),
  }),
);

const workKey = z.tuple([z.iso.datetime(), z.uuid()]);

const filters: Record<WorkFilter, Prisma.Sql> = {
  open: Prisma.sql`s."state" IN ('taken', 'returned', 'stalled')`,
  submitted: Prisma.sql`s."state" = 'submitted' AND (a."state" <> 'done' OR s."kind" = 'gold')`,
  done: Prisma.sql`s."state" = 'submitted' AND a."state" = 'done' AND s."kind" <> 'gold'`,
  skipped: Prisma.sql`s."state" = 'skipped'`,
};

/** A page of the actor's own work in a project, newest first by when it was taken. */
export async function listWork(
  actor: Actor,
  slug: string,
  filter: WorkFilter,
  cursorText?: string | null,
): Promise<Page<WorkItem>> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const cursor = decodeCursor(workKey, cursorText);
  const isBackward = cursor?.side === "before";
  const compare = Prisma.raw(isBackward ? ">" : "<");
  const direction = Prisma.raw(isBackward ? "ASC" : "DESC");
  const from = cursor
    ? Prisma.sql`AND (s."takenAt", s."id") ${compare} (${cursor.key[0]}::timestamptz, ${cursor.key[1]}::uuid)`
    : Prisma.empty;
  const rows = await db().$queryRaw`
    SELECT s."id" AS "slotId", l."id" AS "layerId", a."id" AS "articleId", a."title", s."state"::text,
           CASE WHEN s."kind" = 'gold' THEN 'open' ELSE a."state" END AS "articleState",
           (SELECT count(*)::int FROM "Annotation" n WHERE n."layerId" = l."id" AND n."deletedAt" IS NULL) AS marks,
           s."takenAt", s."submittedAt", s."skipReason",
           CASE WHEN s."state" = 'returned' THEN (
             SELECT e."payload" ->> 'comment' FROM "Event" e
              WHERE e."layerId" = l."id" AND e."type" = 'layer.returned' ORDER BY e."id" DESC LIMIT 1) END AS comment,
           (s."state" = 'submitted' AND l."isOfNewestText" AND (a."state" IN ('open', 'review') OR s."kind" = 'gold') AND NOT EXISTS (
             SELECT 1 FROM "LayerView" v WHERE v."articleId" = a."id" AND v."userId" = s."personId" AND l."kind" <> 'shared' AND l."carriedFromId" IS NULL)) AS "isRecallable",
           to_char(s."takenAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS key
      FROM "Slot" s
      JOIN "Article" a ON a."id" = s."articleId" AND a."withdrawnAt" IS NULL
      LEFT JOIN LATERAL (
        SELECT l."id", l."kind", l."carriedFromId", ${isOfNewestText} AS "isOfNewestText" FROM "Layer" l JOIN "ArticleVersion" t ON t."id" = l."versionId"
         WHERE l."articleId" = s."articleId" AND ((l."kind" IN ('person', 'measured') AND l."ownerId" = s."personId") OR l."kind" = 'shared')
         ORDER BY l."kind" = 'shared', t."number" DESC, l."id" DESC LIMIT 1) l ON true
     WHERE s."personId" = ${actor.userId}::uuid AND s."projectId" = ${projectId}::uuid AND s."takenAt" IS NOT NULL
       AND ${filters[filter]} ${from}
     ORDER BY s."takenAt" ${direction}, s."id" ${direction} LIMIT ${pageSize + 1}`;
  const page = makePage(workRows.parse(rows), cursor, (row) => [row.key, row.slotId]);
  return {
    ...page,
    items: page.items.map(({ key: _key, ...row }) => ({
      ...row,
      takenAt: row.takenAt?.toISOString() ?? null,
      submittedAt: row.submittedAt?.toISOString() ?? null,
    })),
  };
}

const countRows = z.array(
  z.object({ open: z.number(), submitted: z.number(), done: z.number(), skipped: z.number() }),
);

/** How much of the actor's own work stands in each of the lists. */
export async function countWork(actor: Actor, slug: string): Promise<Record<WorkFilter, number>> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const count = (filter: WorkFilter) => Prisma.sql`count(*) FILTER (WHERE ${filters[filter]})::int`;
  const rows = await db().$queryRaw`
    SELECT ${count("open")} AS open, ${count("submitted")} AS submitted, ${count("done")} AS done, ${count("skipped")} AS skipped
      FROM "Slot" s JOIN "Article" a ON a."id" = s."articleId" AND a."withdrawnAt" IS NULL
     WHERE s."personId" = ${actor.userId}::uuid AND s."projectId" = ${projectId}::uuid`;
  return countRows.parse(rows)[0] ?? { open: 0, submitted: 0, done: 0, skipped: 0 };
}

const reasonRows = z.array(z.object({ reason: z.enum(nothingLeft) }));

/** Why `takeNextSlot` has nothing for the actor: asked only after it said so. */
export async function explainNothingLeft(actor: Actor, slug: string): Promise<NothingLeft> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const limits = await readLimits(db(), actor, projectId);
  const reached = await reachedLimit(db(), actor, projectId, limits);
  if (reached) return reached;
  const free = Prisma.sql`
    SELECT 1 FROM "Slot" s JOIN "Article" a ON a."id" = s."articleId"
     WHERE s."projectId" = ${projectId}::uuid AND s."state" = 'open' AND s."kind" = 'ordinary' AND s."reservedForId" IS NULL
       AND a."state" = 'open' AND a."withdrawnAt" IS NULL`;
  const rows = await db().$queryRaw`
    SELECT CASE
             WHEN NOT EXISTS (SELECT 1 FROM "Article" a WHERE a."projectId" = ${projectId}::uuid AND a."withdrawnAt" IS NULL) THEN 'no-articles'
             WHEN cardinality(${limits.languages}::text[]) > 0 AND EXISTS (${free})
              AND NOT EXISTS (${free} AND s."language" = ANY(${["", ...limits.languages]}::text[])) THEN 'other-languages'
             WHEN EXISTS (${free}) THEN 'only-own'
             WHEN EXISTS (SELECT 1 FROM "Slot" s JOIN "Article" a ON a."id" = s."articleId" AND a."withdrawnAt" IS NULL
                           WHERE s."projectId" = ${projectId}::uuid AND s."state" IN ('taken', 'returned', 'stalled')
                             AND s."personId" <> ${actor.userId}::uuid) THEN 'others-at-work'
             ELSE 'all-in' END AS reason`;
  return reasonRows.parse(rows)[0]?.reason ?? "all-in";
}

const takenRows = z.array(
  z.object({
    slotId: z.string(),
    articleId: z.string(),
    title: z.string(),
    person: z.string(),
    state: z.enum(["taken", "returned", "stalled"]),
    takenAt: z.date().nullable(),
    leaseUntil: z.date().nullable(),
  }),
);
const waitingRows = z.array(
  z.object({ openSlots: z.number(), returned: z.number(), inReview: z.number(), stalled: z.number() }),
);

/** For managers: the 50 oldest places that others hold, stalled ones first, and how much waits where. */
export async function getTeamWork(
  actor: Actor,
  slug: string,
): Promise<{ taken: TakenWork[]; waiting: Waiting }> {
  const { projectId } = await requireProject(actor, slug, "article.assign");
  const slots = (state: Prisma.Sql) => Prisma.sql`
    (SELECT count(*)::int FROM (SELECT 1 FROM "Slot" s WHERE s."projectId" = ${projectId}::uuid AND s."state" = ${state} LIMIT 1000) q)`;
  const [taken, waiting] = await Promise.all([
    db().$queryRaw`
      SELECT s."id" AS "slotId", a."id" AS "articleId", a."title", u."name" AS person, s."state"::text, s."takenAt", s."leaseUntil"
        FROM "Slot" s
        JOIN "Article" a ON a."id" = s."articleId" AND a."withdrawnAt" IS NULL
        JOIN "User" u ON u."id" = s."personId"
       WHERE s."projectId" = ${projectId}::uuid AND s."state" IN ('taken', 'returned', 'stalled')
       ORDER BY s."state" DESC, s."takenAt", s."id" LIMIT 50`,
    db().$queryRaw`
      SELECT ${slots(Prisma.sql`'open'`)} AS "openSlots", ${slots(Prisma.sql`'returned'`)} AS returned,
             ${slots(Prisma.sql`'stalled'`)} AS stalled,
             (SELECT count(*)::int FROM (SELECT 1 FROM "Article" a WHERE a."projectId" = ${projectId}::uuid AND a."withdrawnAt" IS NULL
                AND a."state" IN ('review', 'reviewing') LIMIT 1000) q) AS "inReview"`,
  ]);
  return {
    taken: takenRows.parse(taken).map((row) => ({
      ...row,
      takenAt: row.takenAt?.toISOString() ?? null,
      leaseUntil: row.leaseUntil?.toISOString() ?? null,
    })),
    waiting: waitingRows.parse(waiting)[0] ?? { openSlots: 0, returned: 0, inReview: 0, stalled: 0 },
  };
}
