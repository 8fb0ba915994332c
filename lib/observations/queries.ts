import "server-only";
import { z } from "zod";
import { recordLayerView } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import type { ObservationDto } from "@/lib/observations/schema";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { requireRegister, requireSource } from "@/lib/sources/access";
import { Prisma } from "@/prisma/generated/client";

const listSize = 20;
const mostInLayer = 100;

const rows = z.array(
  z.object({
    id: z.string(),
    number: z.bigint(),
    sourceId: z.string(),
    sourceName: z.string(),
    projectSlug: z.string(),
    articleId: z.string(),
    articleTitle: z.string(),
    layerId: z.string(),
    start: z.number(),
    end: z.number(),
    quote: z.string(),
    note: z.string(),
    authorName: z.string(),
    isMine: z.boolean(),
    isOthers: z.boolean(),
    createdAt: z.date(),
  }),
);

function select(viewer: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT o."id", o."number", o."sourceId", s."name" AS "sourceName", p."slug" AS "projectSlug", a."id" AS "articleId",
           a."title" AS "articleTitle", o."layerId", o."start", o."end", o."quote", o."note", o."createdAt",
           CASE WHEN o."authorId" = ${viewer} OR NOT p."hideNames" OR project_role(${viewer}, p."id") = 'manager'
                THEN u."name" ELSE 'Somebody' END AS "authorName",
           o."authorId" = ${viewer} AS "isMine",
           l."kind" <> 'shared' AND l."ownerId" IS DISTINCT FROM ${viewer} AS "isOthers"
      FROM seen_observations(${viewer}) o
      JOIN seen_sources(${viewer}) s ON s."id" = o."sourceId"
      JOIN "User" u ON u."id" = o."authorId"
      JOIN "Layer" l ON l."id" = o."layerId"
      JOIN "Article" a ON a."id" = l."articleId"
      JOIN "Project" p ON p."id" = o."projectId"`;
}

function toDto({
  number: _number,
  isOthers: _isOthers,
  createdAt,
  ...row
}: z.infer<typeof rows>[number]): ObservationDto {
  return { ...row, createdAt: createdAt.toISOString() };
}

/**
 * What was noticed about a source and those merged into it, newest first, as far as the actor may see. Whoever reads what
 * was pinned in others' layers has looked at those, which is noted. Throws notFound.
 */
export async function listSourceObservations(
  actor: Actor,
  sourceId: string,
  cursorText?: string,
  tx: Tx = db(),
): Promise<Page<ObservationDto>> {
  await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx);
  const cursor = decodeCursor(z.string().regex(/^\d{1,18}$/), cursorText);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const from = cursor
    ? Prisma.sql`AND o."number" ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} ${BigInt(cursor.key)}`
    : Prisma.empty;
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT x.* FROM source_family(${source.id}::uuid) f
       CROSS JOIN LATERAL (${select(Prisma.sql`${actor.userId}::uuid`)}
         WHERE o."sourceId" = f ${from}
         ORDER BY o."number" ${order} LIMIT ${listSize + 1}) x
       ORDER BY x."number" ${order} LIMIT ${listSize + 1}`,
  );
  const page = makePage(found, cursor, (row) => String(row.number), listSize);
  const spoilt = page.items.filter((row) => row.isOthers).map((row) => row.articleId);
  if (spoilt.length > 0) await recordLayerView(actor, [...new Set(spoilt)], tx);
  return { ...page, items: page.items.map(toDto) };
}

/** The actor's own observations pinned in a layer, newest first, at most 100; none in a layer out of view. */
export async function listOwnObservations(
  actor: Actor,
  layerId: string,
  tx: Tx = db(),
): Promise<ObservationDto[]> {
  const found = rows.parse(
    await tx.$queryRaw`${select(Prisma.sql`${actor.userId}::uuid`)}
      WHERE o."layerId" = ${layerId}::uuid AND o."authorId" = ${actor.userId}::uuid
      ORDER BY o."number" DESC LIMIT ${mostInLayer}`,
  );
  return found.map(toDto);
}

/** One observation that the actor may see; undefined where there is none. */
export async function findObservation(
  actor: Actor,
  observationId: string,
  tx: Tx = db(),
): Promise<ObservationDto | undefined> {
  const found = rows.parse(
    await tx.$queryRaw`${select(Prisma.sql`${actor.userId}::uuid`)} WHERE o."id" = ${observationId}::uuid`,
  );
  return found.map(toDto)[0];
}
