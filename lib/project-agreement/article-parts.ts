import "server-only";
import { z } from "zod";
import { db } from "@/lib/db";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import type { ArticlePartDto } from "@/lib/project-agreement/schema";
import { isComparable } from "@/lib/review/submitted-layers";
import { Prisma } from "@/prisma/generated/client";

const PAGE = 20;
const key = z.string().regex(/^\d+$/);
const partRows = z.array(
  z.object({
    articleId: z.string(),
    number: z.bigint(),
    title: z.string(),
    isDone: z.boolean(),
    a: z.number(),
    b: z.number(),
    exact: z.number(),
    overlap: z.number(),
  }),
);

/** Two people's counts article by article, newest first, keyset-paged; of articles that the viewer may compare alone. */
export async function listArticleParts(
  actor: Actor,
  { projectId, pairId, kind }: { projectId: string; pairId: string; kind: string },
  asked: string | undefined,
): Promise<Page<ArticlePartDto>> {
  const cursor = decodeCursor(key, asked);
  const sign = cursor?.side === "before" ? Prisma.sql`>` : Prisma.sql`<`;
  const beyond = cursor ? Prisma.sql`AND p."articleNumber" ${sign} ${cursor.key}::bigint` : Prisma.empty;
  const order = cursor?.side === "before" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const rows = partRows.parse(
    await db().$queryRaw`
      SELECT p."articleId", p."articleNumber" AS number, a."title", a."state" = 'done' AS "isDone",
             p."a", p."b", p."exact", p."overlap"
        FROM "AgreementPart" p JOIN "Article" a ON a."id" = p."articleId"
       WHERE p."projectId" = ${projectId}::uuid AND p."pairId" = ${pairId}::uuid AND p."kind" = ${kind}
         AND ${isComparable(actor)} ${beyond}
         AND EXISTS (SELECT 1 FROM seen_layers(${actor.userId}::uuid) l
                      WHERE l."articleId" = p."articleId" AND l."ownerId" = p."firstId" AND l."kind" = 'person')
         AND EXISTS (SELECT 1 FROM seen_layers(${actor.userId}::uuid) l
                      WHERE l."articleId" = p."articleId"
                        AND CASE WHEN p."secondId" IS NULL THEN l."kind" IN ('adjudicated', 'superseded')
                                 ELSE l."ownerId" = p."secondId" AND l."kind" = 'person' END)
       ORDER BY p."articleNumber" ${order} LIMIT ${PAGE + 1}`,
  );
  const page = makePage(rows, cursor, (row) => `${row.number}`, PAGE);
  return { ...page, items: page.items.map(({ number: _number, ...row }) => row) };
}
