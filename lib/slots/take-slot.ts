import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { databaseRefusal } from "@/lib/database-errors";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { TakenSlot } from "@/lib/slots/schema";
import { Prisma } from "@/prisma/generated/client";

const MOST_TRIES = 60;

/**
 * Takes the next free slot of a project for the actor, by priority and then age, or returns null when none is left that
 * the actor may have: never two slots of one article, never an article whose other layers the actor has seen. Locked
 * slots are passed over first; "nothing left" is said only after a look that waits for them.
 */
export async function takeNextSlot(actor: Actor, slug: string): Promise<TakenSlot | null> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  await inTransaction(undefined, (tx) => releaseExpired(tx, projectId));
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const taken = await tryTake(actor, projectId, true);
    if (taken === "none") {
      const waited = await tryTake(actor, projectId, false);
      if (waited !== "none" && waited !== "collision") return waited;
      if (waited === "none" && !(await isAnyFree(actor, projectId))) return null;
    } else if (taken !== "collision") return taken;
  }
  throw conflict("busy", "Too many people are taking articles at once. Try again.");
}

/** Slots the actor may have; the same words for the look that takes and the look that says there is none. */
function allowed(actor: Actor, projectId: string): Prisma.Sql {
  return Prisma.sql`s."projectId" = ${projectId}::uuid AND s."state" = 'open'
     AND NOT EXISTS (SELECT 1 FROM "Slot" own WHERE own."articleId" = s."articleId" AND own."personId" = ${actor.userId}::uuid)
     AND NOT EXISTS (SELECT 1 FROM "LayerView" v WHERE v."articleId" = s."articleId" AND v."userId" = ${actor.userId}::uuid)
     AND NOT EXISTS (SELECT 1 FROM "Article" a WHERE a."id" = s."articleId" AND (a."withdrawnAt" IS NOT NULL OR a."state" <> 'open'))`;
}

async function isAnyFree(actor: Actor, projectId: string): Promise<boolean> {
  const rows = await inTransaction(
    undefined,
    (tx) => tx.$queryRaw`SELECT 1 FROM "Slot" s WHERE ${allowed(actor, projectId)} LIMIT 1`,
  );
  return Array.isArray(rows) && rows.length > 0;
}

/** Rolls a take back, so that the next look passes the slot over. */
class SlotGone extends Error {}

async function isStillAllowed(tx: Tx, actor: Actor, articleId: string): Promise<boolean> {
  const rows = await tx.$queryRaw`
    SELECT 1 FROM "Article" a WHERE a."id" = ${articleId}::uuid AND a."withdrawnAt" IS NULL AND a."state" = 'open'
       AND NOT EXISTS (SELECT 1 FROM "LayerView" v WHERE v."articleId" = a."id" AND v."userId" = ${actor.userId}::uuid)`;
  return Array.isArray(rows) && rows.length > 0;
}

const takenRows = z.array(z.object({ slotId: z.string(), layerId: z.string(), articleId: z.string() }));

async function tryTake(
  actor: Actor,
  projectId: string,
  skipLocked: boolean,
): Promise<TakenSlot | "none" | "collision"> {
  try {
    return await inTransaction(undefined, async (tx) => {
      const rows = await tx.$queryRaw`
        WITH picked AS (
          SELECT s."id" FROM "Slot" s WHERE ${allowed(actor, projectId)}
           ORDER BY s."priority" DESC, s."articleNumber", s."ordinal" LIMIT 1
             FOR UPDATE OF s ${skipLocked ? Prisma.sql`SKIP LOCKED` : Prisma.empty}),
        taken AS (
          UPDATE "Slot" s SET "state" = 'taken', "personId" = ${actor.userId}::uuid, "takenAt" = now(),
                 "leaseUntil" = now() + make_interval(mins => p."leaseMinutes")
            FROM picked, "Project" p, "Article" a
           WHERE s."id" = picked."id" AND s."state" = 'open' AND p."id" = s."projectId" AND a."id" = s."articleId"
          RETURNING s."id", s."articleId", s."projectId", a."layerMode"),
        place AS (
          SELECT t.*, v."id" AS "versionId", g."id" AS "guidelineVersionId"
            FROM taken t
           CROSS JOIN LATERAL (SELECT v."id" FROM "ArticleVersion" v WHERE v."articleId" = t."articleId" ORDER BY v."number" DESC LIMIT 1) v
            LEFT JOIN LATERAL (SELECT g."id" FROM "GuidelineVersion" g WHERE g."projectId" = t."projectId" ORDER BY g."number" DESC LIMIT 1) g ON true),
        own AS (
          INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "ownerId", "slotId", "guidelineVersionId")
          SELECT gen_random_uuid(), "projectId", "articleId", "versionId", 'person', ${actor.userId}::uuid, "id", "guidelineVersionId"
            FROM place WHERE "layerMode" = 'independent'
          ON CONFLICT ("versionId", "ownerId", "round") WHERE "kind" = 'person'
          DO UPDATE SET "state" = 'open', "slotId" = excluded."slotId", "submittedAt" = NULL
          RETURNING "id", "articleId"),
        common AS (
          INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "guidelineVersionId")
          SELECT gen_random_uuid(), "projectId", "articleId", "versionId", 'shared', "guidelineVersionId"
            FROM place WHERE "layerMode" = 'shared'
          ON CONFLICT ("versionId", "kind", "round") WHERE "kind" IN ('shared', 'adjudicated', 'gold')
          DO UPDATE SET "state" = "Layer"."state"
          RETURNING "id", "articleId")
        SELECT p."id" AS "slotId", coalesce(o."id", c."id") AS "layerId", p."articleId"
          FROM place p LEFT JOIN own o ON true LEFT JOIN common c ON true`;
      const taken = takenRows.parse(rows)[0];
      if (!taken) return "none" as const;
      // Whoever waited for the slot chose it by what was true before: the article may be withdrawn or seen by now.
      if (!(await isStillAllowed(tx, actor, taken.articleId))) throw new SlotGone();
      await recordEvents(tx, [
        {
          type: "slot.taken",
          actorId: actor.userId,
          projectId,
          articleId: taken.articleId,
          layerId: taken.layerId,
          subjectId: taken.slotId,
        },
      ]);
      return taken;
    });
  } catch (error) {
    if (error instanceof SlotGone) return "collision";
    // Two pulls of one person at once may pick two slots of one article; the second one looks again.
    if (databaseRefusal(error)?.code === "already-exists") return "collision";
    throw error;
  }
}

const expiredRows = z.array(z.object({ id: z.string(), articleId: z.string(), isEmpty: z.boolean() }));

/** Puts slots whose lease ran out back: an empty one is free again, one with work in it is stalled until a manager acts. */
export async function releaseExpired(tx: Tx, projectId: string): Promise<void> {
  const rows = expiredRows.parse(
    await tx.$queryRaw`
      WITH expired AS (
        SELECT s."id", s."articleId", l."id" AS "layerId",
               (l."id" IS NULL OR NOT EXISTS (SELECT 1 FROM "Annotation" a WHERE a."layerId" = l."id" AND a."deletedAt" IS NULL)) AS "isEmpty"
          FROM "Slot" s LEFT JOIN "Layer" l ON l."slotId" = s."id"
         WHERE s."projectId" = ${projectId}::uuid AND s."state" = 'taken' AND s."leaseUntil" < now()
           FOR UPDATE OF s SKIP LOCKED),
      layers AS (
        UPDATE "Layer" l SET "slotId" = NULL, "state" = 'closed', "revision" = l."revision" + 1
          FROM expired e WHERE l."id" = e."layerId" AND e."isEmpty")
      UPDATE "Slot" s SET "state" = CASE WHEN e."isEmpty" THEN 'open' ELSE 'stalled' END::"SlotState",
             "personId" = CASE WHEN e."isEmpty" THEN NULL ELSE s."personId" END,
             "takenAt" = CASE WHEN e."isEmpty" THEN NULL ELSE s."takenAt" END, "leaseUntil" = NULL
        FROM expired e WHERE s."id" = e."id"
      RETURNING s."id", s."articleId", e."isEmpty"`,
  );
  await recordEvents(
    tx,
    rows.map((row) => ({
      type: row.isEmpty ? "slot.released" : "slot.stalled",
      actorId: null,
      projectId,
      articleId: row.articleId,
      subjectId: row.id,
    })),
  );
}
