import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import {
  type ArticleFilter,
  type ArticleFilterOptions,
  type ArticleRow,
  type ArticleStage,
  articleStages,
} from "@/lib/articles/list-schema";
import { db, type Tx } from "@/lib/db";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, can } from "@/lib/policy";
import { escapeLike } from "@/lib/sources/queries";
import { Prisma } from "@/prisma/generated/client";

const sortKey = z.string().regex(/^\d{1,18}$/);
const rowShape = z.object({
  id: z.string(),
  number: z.bigint(),
  title: z.string(),
  stage: z.enum(articleStages),
  publisher: z.string().nullable(),
  language: z.string().nullable(),
  translated: z.string(),
  publishedAt: z.date().nullable(),
  publishedText: z.string().nullable(),
  createdAt: z.date(),
  submitted: z.number(),
  wanted: z.number(),
  priority: z.number(),
  isCalibration: z.boolean(),
  isGold: z.boolean(),
  kept: z.number(),
});

/** A text search looks into articles from this many characters on; shorter ones would read every text. */
const shortestTextSearch = 3;

/**
 * A project's articles, newest first, by search (in the title; from three characters on in the text too) and filters.
 * How many have handed in is told to managers and reviewers alone. Throws notFound, badInput `bad-cursor`.
 */
export async function listArticles(
  actor: Actor,
  slug: string,
  filter: ArticleFilter,
  tx: Tx = db(),
): Promise<Page<ArticleRow>> {
  const { projectId, role } = await requireProject(actor, slug, "project.view", tx);
  const cursor = decodeCursor(sortKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  const hidden = can(role, "review.decide") ? Prisma.sql`false` : hiddenGold(actor);
  const conditions = [
    Prisma.sql`a."projectId" = ${projectId}::uuid`,
    ...filterConditions(projectId, filter, hidden),
    ...(cursor
      ? [Prisma.sql`a."number" ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} ${cursor.key}::bigint`]
      : []),
  ];
  const found = await tx.$queryRaw`
    WITH page AS (
      SELECT a.* FROM seen_articles(${actor.userId}::uuid) a WHERE ${Prisma.join(conditions, " AND ")}
       ORDER BY a."number" ${isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${pageSize + 1})
    SELECT a."id", a."number", a."title", a."language", a."translated", a."publishedAt", a."publishedText", a."createdAt",
           p."name" AS publisher, coalesce(s.submitted, 0) AS submitted, coalesce(s.wanted, 0) AS wanted,
           a."priority", a."isCalibration", a."isGold", coalesce(s.kept, 0) AS kept,
           CASE WHEN ${hidden} THEN 'in-work' ELSE CASE a."state" WHEN 'review' THEN 'waiting' WHEN 'reviewing' THEN 'in-review' WHEN 'done' THEN 'done'
                ELSE CASE WHEN s.begun > 0 THEN 'in-work' ELSE 'open' END END END AS stage
      FROM page a
      LEFT JOIN "Source" p ON p."id" = a."publisherId"
      LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE s."state" = 'submitted' AND s."kind" <> 'gold')::int AS submitted,
               count(*) FILTER (WHERE s."state" <> 'skipped' AND s."kind" <> 'gold')::int AS wanted,
               count(*) FILTER (WHERE s."state" = 'open' AND s."reservedForId" IS NOT NULL)::int AS kept,
               count(*) FILTER (WHERE s."state" NOT IN ('open', 'skipped'))::int AS begun
          FROM "Slot" s WHERE s."articleId" = a."id") s ON true
     ORDER BY a."number" ${isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`}`;
  const page = makePage(z.array(rowShape).parse(found), cursor, (row) => row.number.toString());
  const may = { count: can(role, "review.decide"), assign: can(role, "article.assign") };
  return { ...page, items: page.items.map((row) => toDto(row, may)) };
}

function toDto(row: z.output<typeof rowShape>, may: { count: boolean; assign: boolean }): ArticleRow {
  const { number: _number, submitted, wanted, publishedAt, createdAt, ...more } = row;
  const { priority, isCalibration, isGold, kept, ...rest } = more;
  return {
    ...rest,
    publishedAt: publishedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    progress: may.count ? { submitted, wanted } : null,
    desk: may.assign ? { priority, isCalibration, isGold, kept } : null,
  };
}

/**
 * Whether an article `a` has gold on which the actor may still be, or has been, measured: to them it looks like one that
 * others work on, unless they had handed it in before.
 */
export function hiddenGold(actor: Actor): Prisma.Sql {
  return Prisma.sql`(a."isGold" AND NOT EXISTS (
    SELECT 1 FROM "Slot" had WHERE had."articleId" = a."id" AND had."personId" = ${actor.userId}::uuid
       AND had."state" = 'submitted' AND had."kind" <> 'gold'))`;
}

function filterConditions(projectId: string, filter: ArticleFilter, hidden: Prisma.Sql): Prisma.Sql[] {
  return [
    ...(filter.q ? [searchCondition(projectId, filter.q.normalize("NFC"))] : []),
    ...(filter.stage ? [stageCondition(filter.stage, hidden)] : []),
    ...(filter.language ? [Prisma.sql`a."language" = ${filter.language}`] : []),
    ...(filter.publisher === "unknown" ? [Prisma.sql`a."publisherId" IS NULL`] : []),
    ...(filter.publisher && filter.publisher !== "unknown"
      ? [Prisma.sql`a."publisherId" = ${filter.publisher}::uuid`]
      : []),
    ...(filter.translated ? [Prisma.sql`a."translated" = ${filter.translated}`] : []),
    ...(filter.batch ? [Prisma.sql`a."batchId" = ${filter.batch}::uuid`] : []),
  ];
}

function searchCondition(projectId: string, text: string): Prisma.Sql {
  const like = `%${escapeLike(text)}%`;
  if (Array.from(text).length < shortestTextSearch) return Prisma.sql`a."title" ILIKE ${like}`;
  return Prisma.sql`(a."title" ILIKE ${like} OR a."id" IN (
    SELECT v."articleId" FROM "Chunk" c JOIN "ArticleVersion" v ON v."id" = c."versionId"
     WHERE c."text" ILIKE ${like} AND v."projectId" = ${projectId}::uuid))`;
}

function stageCondition(stage: ArticleStage, hidden: Prisma.Sql): Prisma.Sql {
  const plain = plainStage(stage);
  return stage === "in-work"
    ? Prisma.sql`(${hidden} OR (${plain}))`
    : Prisma.sql`(${plain} AND NOT ${hidden})`;
}

function plainStage(stage: ArticleStage): Prisma.Sql {
  const begun = Prisma.sql`EXISTS (
    SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id" AND s."state" IN ('taken', 'submitted', 'returned', 'stalled'))`;
  if (stage === "open") return Prisma.sql`a."state" = 'open' AND NOT ${begun}`;
  if (stage === "in-work") return Prisma.sql`a."state" = 'open' AND ${begun}`;
  if (stage === "waiting") return Prisma.sql`a."state" = 'review'`;
  return stage === "in-review" ? Prisma.sql`a."state" = 'reviewing'` : Prisma.sql`a."state" = 'done'`;
}

const languageRows = z.array(z.object({ language: z.string() }));
const namedRows = z.array(z.object({ id: z.string(), name: z.string() }));
const mostOptions = 200;

/**
 * The languages, publishers and newest batches to filter by. Each distinct value is found by one step through an index,
 * so that it costs as much with a million articles as with a thousand. At most 200 of each. Throws notFound.
 */
export async function listArticleFilters(
  actor: Actor,
  slug: string,
  tx: Tx = db(),
): Promise<ArticleFilterOptions> {
  const { projectId } = await requireProject(actor, slug, "project.view", tx);
  const languages = await tx.$queryRaw`
    WITH RECURSIVE seen("language") AS (
        (SELECT a."language" FROM "Article" a
          WHERE a."projectId" = ${projectId}::uuid AND a."language" IS NOT NULL ORDER BY a."language" LIMIT 1)
      UNION ALL
        SELECT (SELECT a."language" FROM "Article" a
                 WHERE a."projectId" = ${projectId}::uuid AND a."language" > seen."language" ORDER BY a."language" LIMIT 1)
          FROM seen WHERE seen."language" IS NOT NULL)
    SELECT "language" FROM seen WHERE "language" IS NOT NULL LIMIT ${mostOptions}`;
  const publishers = await tx.$queryRaw`
    WITH RECURSIVE seen("id") AS (
        (SELECT a."publisherId" FROM "Article" a
          WHERE a."projectId" = ${projectId}::uuid AND a."publisherId" IS NOT NULL ORDER BY a."publisherId" LIMIT 1)
      UNION ALL
        SELECT (SELECT a."publisherId" FROM "Article" a
                 WHERE a."projectId" = ${projectId}::uuid AND a."publisherId" > seen."id" ORDER BY a."publisherId" LIMIT 1)
          FROM seen WHERE seen."id" IS NOT NULL),
    few AS (SELECT "id" FROM seen WHERE "id" IS NOT NULL LIMIT ${mostOptions})
    SELECT s."id", s."name" FROM few JOIN "Source" s ON s."id" = few."id" ORDER BY s."name", s."id"`;
  const batches = await tx.importBatch.findMany({
    where: { projectId, state: "committed" },
    orderBy: { createdAt: "desc" },
    take: 30,
    select: { id: true, label: true },
  });
  return {
    languages: languageRows.parse(languages).map((row) => row.language),
    publishers: namedRows.parse(publishers),
    batches,
  };
}
