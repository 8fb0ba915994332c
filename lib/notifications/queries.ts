import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { type NotificationDto, notificationKinds } from "@/lib/notifications/schema";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { hiddenName } from "@/lib/review/hidden-name";
import { Prisma } from "@/prisma/generated/client";

const rowShape = z.object({
  id: z.string(),
  number: z.bigint(),
  kind: z.enum(notificationKinds),
  createdAt: z.date(),
  isRead: z.boolean(),
  threadId: z.string(),
  authorId: z.string(),
  author: z.string(),
  articleId: z.string().nullable(),
  title: z.string().nullable(),
  projectId: z.string().nullable(),
  slug: z.string().nullable(),
  project: z.string().nullable(),
  isHidden: z.boolean(),
  sourceId: z.string().nullable(),
  source: z.string().nullable(),
});
const numberKey = z.string().regex(/^\d{1,18}$/);

/**
 * A page of what concerns the actor, newest first: of comments that they see now (`seen_comments`), so what came before
 * they began to annotate an article on their own is out of sight meanwhile. Throws badInput `bad-cursor`.
 */
export async function listNotifications(
  actor: Actor,
  cursorText?: string,
  tx: Tx = db(),
): Promise<Page<NotificationDto>> {
  const cursor = decodeCursor(numberKey, cursorText);
  const isBackward = cursor?.side === "before";
  const beyond = cursor
    ? Prisma.sql`AND n."number" ${Prisma.raw(isBackward ? ">" : "<")} ${cursor.key}::bigint`
    : Prisma.empty;
  const rows = z.array(rowShape).parse(
    await tx.$queryRaw`
      SELECT n."id", n."number", n."kind", n."createdAt", n."readAt" IS NOT NULL AS "isRead", c."threadId", c."authorId",
             u."name" AS author, t."articleId", a."title", t."projectId", p."slug", p."name" AS project, t."sourceId", s."name" AS source,
             coalesce(p."hideNames" AND project_role(${actor.userId}::uuid, p."id") <> 'manager'
               AND coalesce(project_role(c."authorId", p."id"), 'annotator') = 'annotator', false) AS "isHidden"
        FROM "Notification" n
       CROSS JOIN LATERAL (SELECT c.* FROM seen_comments(${actor.userId}::uuid) c WHERE c."id" = n."commentId" OFFSET 0) c
        JOIN "CommentThread" t ON t."id" = c."threadId"
        JOIN "User" u ON u."id" = c."authorId"
        LEFT JOIN "Article" a ON a."id" = t."articleId"
        LEFT JOIN "Project" p ON p."id" = t."projectId"
        LEFT JOIN "Source" s ON s."id" = t."sourceId"
       WHERE n."userId" = ${actor.userId}::uuid ${beyond}
       ORDER BY n."number" ${Prisma.raw(isBackward ? "ASC" : "DESC")} LIMIT ${pageSize + 1}`,
  );
  const page = makePage(rows, cursor, (row) => String(row.number));
  return { ...page, items: page.items.map(toDto) };
}

const countRows = z.tuple([z.object({ count: z.number() })]);

/** How many notifications the actor has not read; 99 stands for more. */
export async function countNotifications(actor: Actor, tx: Tx = db()): Promise<number> {
  const [row] = countRows.parse(
    await tx.$queryRaw`
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM "Notification" n
         WHERE n."userId" = ${actor.userId}::uuid AND n."readAt" IS NULL
           AND EXISTS (SELECT 1 FROM seen_comments(${actor.userId}::uuid) c WHERE c."id" = n."commentId")
         LIMIT 99) s`,
  );
  return row.count;
}

function toDto(row: z.output<typeof rowShape>): NotificationDto {
  const base =
    row.articleId === null ? `/sources/${row.sourceId}` : `/projects/${row.slug}/articles/${row.articleId}`;
  return {
    id: row.id,
    kind: row.kind,
    who: row.isHidden && row.projectId ? hiddenName(row.projectId, row.authorId) : row.author,
    subject: row.title ?? row.source ?? "",
    project: row.project,
    href: `${base}#thread-${row.threadId}`,
    createdAt: row.createdAt.toISOString(),
    isRead: row.isRead,
  };
}
