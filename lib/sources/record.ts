import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { requireRegister, requireSource } from "@/lib/sources/access";
import type { SourceArticleDto, SourceAttributionDto } from "@/lib/sources/schema";
import { isFinal } from "@/lib/versions/final-sql";
import { Prisma } from "@/prisma/generated/client";

const recordSize = 20;

const articleRows = z.array(
  z.object({
    id: z.string(),
    number: z.bigint(),
    projectSlug: z.string(),
    projectName: z.string(),
    title: z.string(),
    publishedAt: z.date().nullable(),
    relation: z.enum(["publisher", "credit"]),
  }),
);

/** Articles that a source (or one merged into it) published or is credited in, newest import first, in the actor's projects. */
export async function listSourceArticles(
  actor: Actor,
  sourceId: string,
  cursorText?: string,
  tx: Tx = db(),
): Promise<Page<SourceArticleDto>> {
  await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx);
  const viewer = Prisma.sql`${actor.userId}::uuid`;
  const cursor = decodeCursor(z.string().regex(/^\d{1,18}$/), cursorText);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const from = cursor
    ? isBackward
      ? Prisma.sql`AND a."number" > ${BigInt(cursor.key)}`
      : Prisma.sql`AND a."number" < ${BigInt(cursor.key)}`
    : Prisma.empty;
  const rows = articleRows.parse(
    await tx.$queryRaw`
      WITH mine AS (
        SELECT x."id", x."number", max(x.relation) AS relation
          FROM source_family(${source.id}::uuid) f
         CROSS JOIN LATERAL (
          (SELECT a."id", a."number", 'publisher' AS relation FROM seen_articles(${viewer}) a
            WHERE a."publisherId" = f ${from} ORDER BY a."number" ${order} LIMIT ${recordSize + 1})
          UNION ALL
          (SELECT a."id", a."number", 'credit' FROM "ArticleCredit" k JOIN seen_articles(${viewer}) a ON a."id" = k."articleId"
            WHERE k."sourceId" = f ${from} ORDER BY a."number" ${order} LIMIT ${recordSize + 1})) x
         GROUP BY x."id", x."number" ORDER BY x."number" ${order} LIMIT ${recordSize + 1})
      SELECT a."id", a."number", p."slug" AS "projectSlug", p."name" AS "projectName", a."title", a."publishedAt", m.relation
        FROM mine m
        JOIN "Article" a ON a."id" = m."id"
        JOIN "Project" p ON p."id" = a."projectId"
       ORDER BY a."number" ${order}`,
  );
  const page = makePage(rows, cursor, (row) => String(row.number), recordSize);
  return {
    ...page,
    items: page.items.map(({ number: _number, publishedAt, ...row }) => ({
      ...row,
      publishedAt: publishedAt?.toISOString() ?? null,
    })),
  };
}

const attributionRows = z.array(
  z.object({
    useId: z.string(),
    annotationId: z.string(),
    at: z.date(),
    layerId: z.string(),
    articleId: z.string(),
    projectSlug: z.string(),
    articleTitle: z.string(),
    source: z.string(),
    cue: z.string(),
    content: z.string(),
    isFinal: z.boolean(),
  }),
);

/**
 * What is attributed to a source (or one merged into it): in final layers and in the actor's own, never in another
 * person's, so that reading this page spoils nobody's blindness. Newest first.
 */
export async function listSourceAttributions(
  actor: Actor,
  sourceId: string,
  cursorText?: string,
  tx: Tx = db(),
): Promise<Page<SourceAttributionDto>> {
  await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx);
  const cursor = decodeCursor(z.tuple([z.iso.datetime(), z.uuid()]), cursorText);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const from = cursor
    ? Prisma.sql`AND (u."createdAt", u."id") ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} (${cursor.key[0]}::timestamptz, ${cursor.key[1]}::uuid)`
    : Prisma.empty;
  const quote = (role: string) => Prisma.sql`
    coalesce((SELECT string_agg(s."quote", ' … ' ORDER BY s."start") FROM "AnnotationSpan" s
               WHERE s."annotationId" = n."id" AND s."role" = ${role}), '')`;
  const rows = attributionRows.parse(
    await tx.$queryRaw`
      SELECT x.* FROM source_family(${source.id}::uuid) f
       CROSS JOIN LATERAL (
        SELECT u."id" AS "useId", u."createdAt" AS at, n."id" AS "annotationId", a."id" AS "articleId", l."id" AS "layerId",
               p."slug" AS "projectSlug", a."title" AS "articleTitle", ${quote("source")} AS source, ${quote("cue")} AS cue,
               ${quote("content")} AS content, l."kind" = 'adjudicated' AS "isFinal"
          FROM "AttributionSource" u
          JOIN "Annotation" n ON n."id" = u."attributionId" AND n."deletedAt" IS NULL
          JOIN seen_layers(${actor.userId}::uuid) l ON l."id" = n."layerId"
          JOIN "Article" a ON a."id" = l."articleId"
          JOIN "Project" p ON p."id" = a."projectId"
         WHERE u."sourceId" = f AND u."deletedAt" IS NULL
           AND (l."ownerId" = ${actor.userId}::uuid OR ${isFinal})
           ${from}
         ORDER BY u."createdAt" ${order}, u."id" ${order} LIMIT ${recordSize + 1}) x
       ORDER BY x.at ${order}, x."useId" ${order} LIMIT ${recordSize + 1}`,
  );
  const page = makePage(rows, cursor, (row) => [row.at.toISOString(), row.useId], recordSize);
  return { ...page, items: page.items.map(({ at: _at, useId: _useId, ...row }) => row) };
}
