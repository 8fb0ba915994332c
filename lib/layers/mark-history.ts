import "server-only";
import { z } from "zod";
import { recordLayerView } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { DeletedMark, MarkEvent } from "@/lib/layers/history-schema";
import { layerObjectsSql } from "@/lib/layers/object-sql";
import { layerObject } from "@/lib/layers/schema";
import { decodeCursor, makePage, type Page } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

/** Rows of a page: they stand in a narrow panel. */
const PAGE = 20;

const seenRows = z.array(z.object({ articleId: z.string(), kind: z.string(), isOwn: z.boolean() }));

/** The layer as far as the actor sees it (`seen_layers`); that they looked at another's is noted, as with its marks. */
async function requireSeen(actor: Actor, layerId: string, tx: Tx): Promise<void> {
  if (!z.uuid().safeParse(layerId).success) throw notFound();
  const rows = seenRows.parse(
    await tx.$queryRaw`
      SELECT l."articleId", l."kind"::text, l."ownerId" IS NOT DISTINCT FROM ${actor.userId}::uuid AS "isOwn"
        FROM seen_layers(${actor.userId}::uuid) l WHERE l."id" = ${layerId}::uuid`,
  );
  const layer = rows[0];
  if (!layer) throw notFound();
  if (!layer.isOwn && layer.kind !== "shared") await recordLayerView(actor, layer.articleId, tx);
}

const changeShape = z.object({ before: layerObject.nullable(), after: layerObject });
const eventRows = z.array(
  z.object({
    id: z.bigint(),
    at: z.date(),
    type: z.string(),
    who: z.string().nullable(),
    isOwn: z.boolean(),
    isUndo: z.boolean(),
    payload: z.unknown(),
  }),
);
const eventKey = z.string().regex(/^\d{1,18}$/);

/**
 * What was done to a mark and to the links, resolutions and twins that hang on it, newest first, from events. Only in a
 * layer that the actor sees; throws notFound, also for a mark of another layer, and badInput `bad-cursor`.
 */
export async function listMarkHistory(
  actor: Actor,
  layerId: string,
  markId: string,
  cursorText: string | undefined,
  tx: Tx = db(),
): Promise<Page<MarkEvent>> {
  await requireSeen(actor, layerId, tx);
  const cursor = decodeCursor(eventKey, cursorText);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = cursor
    ? Prisma.sql`AND e."id" ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} ${cursor.key}::bigint`
    : Prisma.empty;
  const mark = Prisma.sql`${markId}::uuid`;
  const layer = Prisma.sql`${layerId}::uuid`;
  const rows = eventRows.parse(
    await tx.$queryRaw`
      WITH subject AS (
        SELECT a."id" FROM "Annotation" a WHERE a."id" = ${mark} AND a."layerId" = ${layer}),
      part AS (
        SELECT s."id" FROM subject s
        UNION SELECT o."id" FROM subject s JOIN "ClaimLink" o ON o."layerId" = ${layer} AND s."id" IN (o."attributionId", o."claimId")
        UNION SELECT o."id" FROM subject s JOIN "AttributionSource" o ON o."layerId" = ${layer} AND o."attributionId" = s."id"
        UNION SELECT o."id" FROM subject s JOIN "RestsOn" o ON o."layerId" = ${layer} AND s."id" IN (o."attributionId", o."targetId")
        UNION SELECT o."id" FROM subject s JOIN "ReuseLink" o ON o."layerId" = ${layer} AND o."annotationId" = s."id")
      SELECT e."id", e."at", e."type", u."name" AS who, e."actorId" IS NOT DISTINCT FROM ${actor.userId}::uuid AS "isOwn",
             c."undoes" IS NOT NULL AS "isUndo", e."payload"
        FROM "Event" e
        LEFT JOIN "User" u ON u."id" = e."actorId"
        LEFT JOIN "Command" c ON c."actorId" = e."actorId" AND c."id" = e."commandId"
       WHERE e."subjectId" IN (SELECT p."id" FROM part p) AND e."layerId" = ${layer} ${beyond}
       ORDER BY e."id" ${order} LIMIT ${PAGE + 1}`,
  );
  if (rows.length === 0 && !cursor) throw notFound();
  const page = makePage(rows, cursor, (row) => row.id.toString(), PAGE);
  return { ...page, items: page.items.map(toEvent) };
}

function toEvent({ id, at, who, payload, ...row }: z.output<typeof eventRows>[number]): MarkEvent {
  const change = changeShape.safeParse(payload);
  return {
    ...row,
    id: id.toString(),
    at: at.toISOString(),
    who: who ?? "Sourcebench",
    change: change.success ? change.data : null,
  };
}

const deletedRows = z.array(
  z.object({
    id: z.string(),
    deletedAt: z.date(),
    key: z.string(),
    who: z.string().nullable(),
    object: layerObject.nullable(),
    links: z.array(layerObject),
  }),
);
const deletedKey = z.tuple([z.iso.datetime({ precision: 6 }), z.uuid()]);

/**
 * The deleted marks of a layer that the actor sees, the one deleted last first, each with the links that the same command
 * deleted with it, as they are now. Throws notFound, badInput `bad-cursor`.
 */
export async function listDeletedMarks(
  actor: Actor,
  layerId: string,
  cursorText: string | undefined,
  tx: Tx = db(),
): Promise<Page<DeletedMark>> {
  await requireSeen(actor, layerId, tx);
  const cursor = decodeCursor(deletedKey, cursorText);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = cursor
    ? Prisma.sql`AND (a."deletedAt", a."id") ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} (${cursor.key[0]}::timestamptz, ${cursor.key[1]}::uuid)`
    : Prisma.empty;
  const layer = Prisma.sql`${layerId}::uuid`;
  const linksOf = layerObjectsSql({
    layerId: layer,
    ids: Prisma.sql`ARRAY(
      SELECT g."subjectId" FROM "Event" g
       WHERE g."actorId" = d."actorId" AND g."commandId" = d."commandId" AND g."layerId" = ${layer} AND g."subjectId" <> p."id"
         AND g."type" IN ('claimLink.deleted', 'attributionSource.deleted', 'restsOn.deleted', 'reuseLink.deleted')
         AND p."id"::text IN (g."payload" -> 'before' ->> 'attributionId', g."payload" -> 'before' ->> 'claimId',
               g."payload" -> 'before' ->> 'targetId', g."payload" -> 'before' ->> 'annotationId'))`,
  });
  const rows = deletedRows.parse(
    await tx.$queryRaw`
      WITH page AS (
        SELECT a."id", a."deletedAt" FROM "Annotation" a
         WHERE a."layerId" = ${layer} AND a."deletedAt" IS NOT NULL ${beyond}
         ORDER BY a."deletedAt" ${order}, a."id" ${order} LIMIT ${PAGE + 1})
      SELECT p."id", p."deletedAt", to_char(p."deletedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key, u."name" AS who,
             (SELECT o."object" FROM (${layerObjectsSql({ layerId: layer, ids: Prisma.sql`ARRAY[p."id"]` })}) o) AS object,
             coalesce((SELECT jsonb_agg(o."object") FROM (${linksOf}) o), '[]') AS links
        FROM page p
        LEFT JOIN LATERAL (
          SELECT e."actorId", e."commandId" FROM "Event" e
           WHERE e."subjectId" = p."id" AND e."layerId" = ${layer} AND e."type" = 'annotation.deleted'
           ORDER BY e."id" DESC LIMIT 1) d ON true
        LEFT JOIN "User" u ON u."id" = d."actorId"
       ORDER BY p."deletedAt" ${order}, p."id" ${order}`,
  );
  const page = makePage(rows, cursor, (row) => [row.key, row.id], PAGE);
  return {
    ...page,
    items: page.items.flatMap(({ object, links, deletedAt, who }) =>
      object ? [{ object, links, who, at: deletedAt.toISOString() }] : [],
    ),
  };
}
