import "server-only";
import { z } from "zod";
import { ask } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

const beatRows = z.array(z.object({ isHeld: z.boolean(), counted: z.number() }));

/**
 * Says that the actor is at work on a layer: renews the lease once half of it is gone, and adds `activeSeconds` to their
 * time on the article, never more whole seconds than have passed since their time was last counted, on whatever page
 * (so neither two tabs nor a lying browser can count a second twice). Writes nothing where nothing is due. `isHeld` is
 * false once the place was released. Throws notFound.
 */
export async function beat(
  actor: Actor,
  layerId: string,
  { activeSeconds }: { activeSeconds: number },
): Promise<{ isHeld: boolean }> {
  if (!z.uuid().safeParse(layerId).success) throw notFound();
  const rows = await ask(Prisma.sql`
    WITH work AS (
      SELECT l."articleId", l."projectId", s."id" AS "slotId", s."takenAt", coalesce(s."state" IN ('taken', 'returned', 'stalled'), false) AS "isHeld"
        FROM seen_layers(${actor.userId}::uuid) l
        LEFT JOIN "Slot" s ON s."articleId" = l."articleId" AND s."personId" = ${actor.userId}::uuid
       WHERE l."id" = ${layerId}::uuid AND (l."ownerId" = ${actor.userId}::uuid OR l."kind" = 'shared')),
    lease AS (
      UPDATE "Slot" s SET "leaseUntil" = now() + make_interval(mins => p."leaseMinutes")
        FROM work w JOIN "Project" p ON p."id" = w."projectId"
       WHERE s."id" = w."slotId" AND s."state" = 'taken' AND s."leaseUntil" < now() + make_interval(mins => p."leaseMinutes") / 2),
    clock AS (
      INSERT INTO "WorkClock" ("userId", "countedUntil")
      SELECT ${actor.userId}::uuid, w."takenAt" FROM work w WHERE w."isHeld" AND ${activeSeconds} > 0
      ON CONFLICT ("userId") DO UPDATE SET "countedUntil" = "WorkClock"."countedUntil"
      RETURNING "countedUntil"),
    span AS (
      SELECT w.*, greatest(c."countedUntil", w."takenAt") AS since,
             floor(extract(epoch FROM clock_timestamp() - greatest(c."countedUntil", w."takenAt")))::int AS passed
        FROM work w, clock c)
    SELECT w."isHeld", coalesce(least(s.passed, ${activeSeconds}), 0) AS counted FROM work w LEFT JOIN span s ON true`);
  const row = beatRows.parse(rows)[0];
  if (!row) throw notFound();
  if (row.counted > 0) await count(actor, layerId, activeSeconds);
  return { isHeld: row.isHeld };
}

/** Adds the seconds under the clock's lock; what two tabs sent at once is looked at one after the other. */
async function count(actor: Actor, layerId: string, activeSeconds: number): Promise<void> {
  await ask(Prisma.sql`
    WITH clock AS (
      SELECT c."countedUntil" FROM "WorkClock" c WHERE c."userId" = ${actor.userId}::uuid FOR UPDATE),
    span AS (
      SELECT l."articleId", l."projectId", greatest(c."countedUntil", s."takenAt") AS since,
             least(floor(extract(epoch FROM clock_timestamp() - greatest(c."countedUntil", s."takenAt"))), ${activeSeconds})::int AS seconds,
             floor(extract(epoch FROM clock_timestamp() - greatest(c."countedUntil", s."takenAt"))) <= ${activeSeconds} AS "isAll"
        FROM clock c, "Layer" l JOIN "Slot" s ON s."articleId" = l."articleId" AND s."personId" = ${actor.userId}::uuid
       WHERE l."id" = ${layerId}::uuid),
    moved AS (
      UPDATE "WorkClock" c
         SET "countedUntil" = CASE WHEN s."isAll" THEN s.since + make_interval(secs => s.seconds) ELSE clock_timestamp() END
        FROM span s WHERE c."userId" = ${actor.userId}::uuid AND s.seconds > 0 RETURNING s."articleId", s."projectId", s.seconds)
    INSERT INTO "WorkTime" ("projectId", "articleId", "userId", "day", "seconds")
    SELECT m."projectId", m."articleId", ${actor.userId}::uuid, (now() AT TIME ZONE 'UTC')::date, least(m.seconds, 86400) FROM moved m
    ON CONFLICT ("articleId", "userId", "day") DO UPDATE SET "seconds" = least("WorkTime"."seconds" + excluded."seconds", 86400)`);
}
