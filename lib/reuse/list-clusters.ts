import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import type { ClusterFilter, ClusterRow, ClusterShow, ClusterSort } from "@/lib/reuse/schema";
import { noTime } from "@/lib/reuse/write-clusters";
import { escapeLike } from "@/lib/sources/queries";
import { Prisma } from "@/prisma/generated/client";

const rows = z.array(
  z.object({
    id: z.string(),
    passages: z.number(),
    articles: z.number(),
    links: z.number(),
    contradictions: z.number(),
    newestAt: z.date(),
    hasUnknownDirection: z.boolean(),
    isTranslated: z.boolean(),
    hasLoss: z.boolean(),
    quote: z.string(),
    title: z.string().nullable(),
    publisher: z.string().nullable(),
    url: z.string().nullable(),
    lang: z.string().nullable(),
  }),
);
type Row = z.output<typeof rows>[number];

const columns: Record<ClusterSort, Prisma.Sql> = {
  newest: Prisma.sql`c."newestAt"`,
  passages: Prisma.sql`c."passageCount"`,
  articles: Prisma.sql`c."articleCount"`,
  contradictions: Prisma.sql`c."contradictionCount"`,
};
const shows: Record<ClusterShow, Prisma.Sql> = {
  contradicted: Prisma.sql`c."contradictionCount" > 0`,
  undirected: Prisma.sql`c."hasUnknownDirection"`,
  translated: Prisma.sql`c."isTranslated"`,
  lossy: Prisma.sql`c."hasLoss"`,
};

const LONGEST = 300;

/**
 * A project's clusters that the actor sees, the greatest first by the order asked for (newest publication unless told),
 * narrowed by filter and by the words of their passages. Throws notFound, badInput `bad-cursor`.
 */
export async function listClusters(
  actor: Actor,
  slug: string,
  filter: ClusterFilter,
  { tx = db(), limit = pageSize }: { tx?: Tx; limit?: number } = {},
): Promise<Page<ClusterRow>> {
  const { projectId } = await requireProject(actor, slug, "project.view", tx);
  const sort = filter.sort ?? "newest";
  const column = columns[sort];
  const value = sort === "newest" ? z.iso.datetime() : z.int32();
  const cursor = decodeCursor(z.tuple([value, z.uuid()]), filter.cursor);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const conditions = [
    Prisma.sql`c."projectId" = ${projectId}::uuid`,
    ...(filter.show ? [shows[filter.show]] : []),
    ...(filter.q ? [searchCondition(projectId, filter.q.normalize("NFC"))] : []),
    ...(cursor ? [afterCursor(cursor.key, column, sort, isBackward)] : []),
  ];
  const found = await tx.$queryRaw`
    WITH page AS (
      SELECT c.* FROM seen_reuse_clusters(${actor.userId}::uuid) c WHERE ${Prisma.join(conditions, " AND ")}
       ORDER BY ${column} ${order}, c."id" ${order} LIMIT ${limit + 1})
    SELECT c."id", c."passageCount" AS passages, c."articleCount" AS articles, c."linkCount" AS links,
           c."contradictionCount" AS contradictions, c."newestAt", c."hasUnknownDirection", c."isTranslated", c."hasLoss",
           left(p."quote", ${LONGEST}) AS quote, p."url", a."title", a."language" AS lang, s."name" AS publisher
      FROM page c
      JOIN "ReusePassage" p ON p."clusterId" = c."id" AND p."place" = 0
      LEFT JOIN "Article" a ON a."id" = p."articleId"
      LEFT JOIN "Source" s ON s."id" = canonical_source(a."publisherId")
     ORDER BY ${column} ${order}, c."id" ${order}`;
  const page = makePage(rows.parse(found), cursor, (row) => [keyOf(row, sort), row.id], limit);
  return { ...page, items: page.items.map(toRow) };
}

function afterCursor(
  [at, id]: [string | number, string],
  column: Prisma.Sql,
  sort: ClusterSort,
  isBackward: boolean,
) {
  const side = isBackward ? Prisma.sql`>` : Prisma.sql`<`;
  const value = sort === "newest" ? Prisma.sql`${String(at)}::timestamptz` : Prisma.sql`${Number(at)}::int`;
  return Prisma.sql`(${column}, c."id") ${side} (${value}, ${id}::uuid)`;
}

function keyOf(row: Row, sort: ClusterSort): string | number {
  return sort === "newest" ? row.newestAt.toISOString() : row[sort];
}

function searchCondition(projectId: string, words: string): Prisma.Sql {
  return Prisma.sql`c."id" IN (
    SELECT p."clusterId" FROM "ReusePassage" p
     WHERE p."projectId" = ${projectId}::uuid AND p."quote" ILIKE ${`%${escapeLike(words)}%`})`;
}

function toRow({ quote, title, publisher, url, lang, newestAt, ...row }: Row): ClusterRow {
  return {
    ...row,
    newestAt: timeOrNull(newestAt),
    first: { quote: quote.length >= LONGEST ? `${quote}…` : quote, title, publisher, url, lang },
  };
}

/** The stored time as ISO text, or null for the one that stands for "not known". */
export function timeOrNull(newestAt: Date): string | null {
  return newestAt.getTime() === new Date(noTime).getTime() ? null : newestAt.toISOString();
}
