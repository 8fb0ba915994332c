import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db } from "@/lib/db";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import type { GoldArticle, GoldPerson } from "@/lib/slots/gold-schema";
import { isOfNewestText } from "@/lib/versions/final-sql";
import { Prisma } from "@/prisma/generated/client";

const articleKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);
const articleRows = z.array(
  z.object({
    number: z.bigint(),
    articleId: z.string(),
    title: z.string(),
    layerId: z.string(),
    isInUse: z.boolean(),
    marks: z.number(),
    measured: z.number(),
    exact: z.number().nullable(),
  }),
);
const personRows = z.array(
  z.object({
    userId: z.string(),
    name: z.string(),
    articles: z.number(),
    exact: z.number().nullable(),
    overlap: z.number().nullable(),
  }),
);

/** A page of a project's articles with gold, newest first, for managers. Throws notFound, forbidden, badInput `bad-cursor`. */
export async function listGold(
  actor: Actor,
  slug: string,
  cursorText?: string | null,
): Promise<Page<GoldArticle>> {
  const { projectId } = await requireProject(actor, slug, "article.assign");
  const cursor = decodeCursor(articleKey, cursorText);
  const isBackward = cursor?.side === "before";
  const beyond = cursor
    ? Prisma.sql`AND a."number" ${Prisma.raw(isBackward ? ">" : "<")} ${cursor.key[0]}::bigint`
    : Prisma.empty;
  const rows = await db().$queryRaw`
    SELECT a."number", a."id" AS "articleId", a."title", l."id" AS "layerId", a."isGold" AS "isInUse",
           (SELECT count(*)::int FROM "Annotation" n WHERE n."layerId" = l."id" AND n."deletedAt" IS NULL) AS marks,
           g.measured, g.exact
      FROM "Layer" l JOIN "Article" a ON a."id" = l."articleId" AND a."withdrawnAt" IS NULL
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS measured, avg(r."exact") AS exact FROM "GoldResult" r WHERE r."articleId" = a."id") g
     WHERE l."projectId" = ${projectId}::uuid AND l."kind" = 'gold' AND (a."isGold" OR l."state" = 'open') AND ${isOfNewestText} ${beyond}
     ORDER BY a."number" ${Prisma.raw(isBackward ? "ASC" : "DESC")} LIMIT ${pageSize + 1}`;
  const page = makePage(articleRows.parse(rows), cursor, (row) => [row.number.toString()]);
  return { ...page, items: page.items.map(({ number: _number, ...row }) => row) };
}

/** How each person of a project did on gold, for its managers, by name. Throws notFound, forbidden. */
export async function listGoldPeople(actor: Actor, slug: string): Promise<GoldPerson[]> {
  const { projectId } = await requireProject(actor, slug, "article.assign");
  return readPeople(Prisma.sql`r."projectId" = ${projectId}::uuid`);
}

/**
 * One's own standing on gold, where the project tells it, without the articles that one has taken back and works on; null
 * where it does not, or nothing was measured.
 */
export async function getOwnGold(actor: Actor, slug: string): Promise<GoldPerson | null> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const told = await db().project.count({ where: { id: projectId, showsGoldResults: true } });
  if (told === 0) return null;
  const [own] = await readPeople(
    Prisma.sql`r."projectId" = ${projectId}::uuid AND r."userId" = ${actor.userId}::uuid
      AND NOT EXISTS (SELECT 1 FROM "Layer" l WHERE l."slotId" = r."slotId" AND l."state" IN ('open', 'returned'))`,
  );
  return own ?? null;
}

async function readPeople(where: Prisma.Sql): Promise<GoldPerson[]> {
  const rows = await db().$queryRaw`
    SELECT u."id" AS "userId", u."name", count(*)::int AS articles, avg(r."exact") AS exact, avg(r."overlap") AS overlap
      FROM "GoldResult" r JOIN "User" u ON u."id" = r."userId" WHERE ${where}
     GROUP BY u."id" ORDER BY u."name", u."id" LIMIT 500`;
  return personRows.parse(rows);
}
