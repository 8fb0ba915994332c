import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import type { HistoryFilter, HistoryRow } from "@/lib/history/schema";
import { detailOf, sentenceOf } from "@/lib/history/sentences";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

const sortKey = z.string().regex(/^\d{1,18}$/);
const eventRows = z.array(
  z.object({
    id: z.bigint(),
    at: z.date(),
    type: z.string(),
    who: z.string().nullable(),
    articleId: z.string().nullable(),
    articleTitle: z.string().nullable(),
    person: z.string().nullable(),
    payload: z.unknown(),
  }),
);

/**
 * What happened in a project, newest first, for its managers; names are looked up now, for events hold ids alone. A
 * manager who works on an article blind reads nothing here of others' work on it, and nobody reads of a layer that
 * its owner has not handed in. What others marked is told once the article is done, or to who has looked at its layers
 * and so cannot be given it any more; until then only that they handed in. Throws notFound, forbidden, badInput `bad-cursor`.
 */
export async function listHistory(
  actor: Actor,
  slug: string,
  filter: HistoryFilter,
  tx: Tx = db(),
): Promise<Page<HistoryRow>> {
  const { projectId } = await requireProject(actor, slug, "history.view", tx);
  const cursor = decodeCursor(sortKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = cursor
    ? Prisma.sql`AND e."id" ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} ${cursor.key}::bigint`
    : Prisma.empty;
  const noun = filter.noun ? Prisma.sql`AND e."type" LIKE ${`${filter.noun}.%`}` : Prisma.empty;
  const rows = eventRows.parse(
    await tx.$queryRaw`
      WITH page AS (
        SELECT e.* FROM "Event" e
         WHERE e."projectId" = ${projectId}::uuid ${beyond} ${noun} AND ${isHeard(actor)}
           AND (e."actorId" = ${actor.userId}::uuid
             OR ((e."layerId" IS NULL OR e."type" LIKE 'layer.%' OR e."type" LIKE 'slot.%' OR ${isTold(actor)})
               AND (e."layerId" IS NULL OR EXISTS (SELECT 1 FROM seen_layers(${actor.userId}::uuid) l WHERE l."id" = e."layerId"))
               AND (e."articleId" IS NULL OR e."type" LIKE 'article.%' OR NOT EXISTS (
                 SELECT 1 FROM "Layer" mine WHERE mine."articleId" = e."articleId" AND mine."ownerId" = ${actor.userId}::uuid
                    AND mine."kind" IN ('person', 'measured') AND mine."state" IN ('open', 'returned')))))
         ORDER BY e."id" ${order} LIMIT ${pageSize + 1})
      SELECT e."id", e."at", e."type", u."name" AS who, e."articleId", a."title" AS "articleTitle",
             CASE WHEN e."type" LIKE 'member.%' THEN p."name" END AS person,
             CASE WHEN e."type" <> 'layer.submitted' OR e."actorId" = ${actor.userId}::uuid OR ${isTold(actor)} THEN e."payload" END AS payload
        FROM page e
        LEFT JOIN "User" u ON u."id" = e."actorId"
        LEFT JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = e."articleId"
        LEFT JOIN "User" p ON p."id" = e."subjectId"
       ORDER BY e."id" ${order}`,
  );
  const page = makePage(rows, cursor, (row) => row.id.toString());
  return { ...page, items: page.items.map((row) => toRow(slug, row)) };
}

/** Whether the work that an event `e` is about may be told to the actor: it is shared, or they cannot be given it any more. */
function isTold(actor: Actor): Prisma.Sql {
  return Prisma.sql`(EXISTS (SELECT 1 FROM "Article" t WHERE t."id" = e."articleId" AND t."state" = 'done')
    OR EXISTS (SELECT 1 FROM "Layer" t WHERE t."id" = e."layerId" AND t."kind" = 'shared')
    OR EXISTS (SELECT 1 FROM "LayerView" t WHERE t."articleId" = e."articleId" AND t."userId" = ${actor.userId}::uuid))`;
}

/** Whether an event `e` is about no comment, or about one (or a thread) that the actor sees. */
function isHeard(actor: Actor): Prisma.Sql {
  return Prisma.sql`(CASE
    WHEN e."type" LIKE 'comment.%' THEN EXISTS (SELECT 1 FROM seen_comments(${actor.userId}::uuid) c WHERE c."id" = e."subjectId")
    WHEN e."type" LIKE 'thread.%' THEN EXISTS (SELECT 1 FROM seen_threads(${actor.userId}::uuid) c WHERE c."id" = e."subjectId")
    ELSE true END)`;
}

function toRow(slug: string, row: z.output<typeof eventRows>[number]): HistoryRow {
  return {
    id: row.id.toString(),
    at: row.at.toISOString(),
    type: row.type,
    who: row.who ?? "Sourcebench",
    what: sentenceOf(row.type),
    subject: subjectOf(slug, row),
    detail: detailOf(row.payload),
  };
}

function subjectOf(slug: string, row: z.output<typeof eventRows>[number]): HistoryRow["subject"] {
  const base = `/projects/${slug}`;
  if (row.articleId && row.articleTitle !== null)
    return { label: row.articleTitle, href: `${base}/articles/${row.articleId}` };
  if (row.person) return { label: row.person, href: `${base}/members` };
  if (row.type.startsWith("guideline.")) return { label: "Guideline", href: `${base}/guideline` };
  if (row.type.startsWith("project.")) return { label: "Settings", href: `${base}/settings` };
  return row.type.startsWith("invitation.") ? { label: "Invitations", href: `${base}/members` } : null;
}
