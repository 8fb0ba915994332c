import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db } from "@/lib/db";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import type { KeptWork, StalledWork } from "@/lib/slots/schema";
import { Prisma } from "@/prisma/generated/client";

const stalledKey = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);
const stalledRows = z.array(
  z.object({
    slotId: z.string(),
    articleId: z.string(),
    title: z.string(),
    person: z.string(),
    takenAt: z.date(),
    lastSavedAt: z.date().nullable(),
    key: z.string(),
  }),
);

/**
 * A page of places that hold work and whose time ran out, longest taken first, for managers. How much is marked in them
 * is not told, since a manager may annotate too. Throws notFound, forbidden, badInput `bad-cursor`.
 */
export async function listStalled(
  actor: Actor,
  slug: string,
  cursorText?: string | null,
): Promise<Page<StalledWork>> {
  const { projectId } = await requireProject(actor, slug, "article.assign");
  const cursor = decodeCursor(stalledKey, cursorText);
  const isBackward = cursor?.side === "before";
  const direction = Prisma.raw(isBackward ? "DESC" : "ASC");
  const beyond = cursor
    ? Prisma.sql`AND (s."takenAt", s."id") ${Prisma.raw(isBackward ? "<" : ">")} (${cursor.key[0]}::timestamptz, ${cursor.key[1]}::uuid)`
    : Prisma.empty;
  const rows = await db().$queryRaw`
    SELECT s."id" AS "slotId", a."id" AS "articleId", a."title", u."name" AS person, s."takenAt",
           (SELECT max(c."createdAt") FROM "Layer" l JOIN "Command" c ON c."layerId" = l."id" WHERE l."slotId" = s."id") AS "lastSavedAt",
           to_char(s."takenAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS key
      FROM "Slot" s JOIN "Article" a ON a."id" = s."articleId" AND a."withdrawnAt" IS NULL JOIN "User" u ON u."id" = s."personId"
     WHERE s."projectId" = ${projectId}::uuid AND s."state" = 'stalled' ${beyond}
     ORDER BY s."takenAt" ${direction}, s."id" ${direction} LIMIT ${pageSize + 1}`;
  const page = makePage(stalledRows.parse(rows), cursor, (row) => [row.key, row.slotId]);
  return {
    ...page,
    items: page.items.map(({ key: _key, takenAt, lastSavedAt, ...row }) => ({
      ...row,
      takenAt: takenAt.toISOString(),
      lastSavedAt: lastSavedAt?.toISOString() ?? null,
    })),
  };
}

const keptRows = z.array(z.object({ slotId: z.string(), title: z.string(), isCalibration: z.boolean() }));

/** What is kept for the actor and not begun, in the order they are offered it, at most 50; calibration is named where the project tells it. */
export async function listKept(actor: Actor, slug: string): Promise<KeptWork[]> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const rows = await db().$queryRaw`
    SELECT s."id" AS "slotId", a."title", (s."kind" = 'calibration' AND p."showsCalibration") AS "isCalibration"
      FROM "Slot" s JOIN "Article" a ON a."id" = s."articleId" AND a."withdrawnAt" IS NULL AND a."state" = 'open'
      JOIN "Project" p ON p."id" = s."projectId"
     WHERE s."reservedForId" = ${actor.userId}::uuid AND s."projectId" = ${projectId}::uuid AND s."state" = 'open'
       AND (s."kind" = 'ordinary' OR p."showsCalibration")
     ORDER BY s."kind" DESC, s."turn", s."articleNumber" LIMIT 50`;
  return keptRows.parse(rows);
}
