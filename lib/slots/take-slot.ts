import "server-only";
import { randomInt } from "node:crypto";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { databaseRefusal } from "@/lib/database-errors";
import { db, inTransaction, type Tx } from "@/lib/db";
import { conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { endExpiredThere } from "@/lib/slots/expire";
import { type Limits, reachedLimit, readLimits } from "@/lib/slots/limits";
import { openLayer, recordTaken, type Taking, takenBefore } from "@/lib/slots/open-layer";
import type { TakenSlot } from "@/lib/slots/schema";
import { takeGoldSlot } from "@/lib/slots/take-gold";
import { reopenedArticles, replacedReason } from "@/lib/versions/final-sql";
import { Prisma } from "@/prisma/generated/client";

const MOST_TRIES = 60;

/**
 * Takes the next free slot of a project for the actor, or returns null when none is left that the actor may have: what
 * is kept for them first (assigned by hand, then calibration), then, by chance, an article with gold, then the project's
 * order. Never two slots of one article, never an article whose other layers the actor has seen, nothing in a language
 * they do not read, nothing unassigned beyond their limits. Locked slots are passed over first; "nothing left" is said
 * only after a look that waits for them. A press (`commandId`) that arrives again gets what it took. Throws 409 `command-reused`.
 */
export async function takeNextSlot(
  actor: Actor,
  slug: string,
  commandId: string | null = null,
): Promise<TakenSlot | null> {
  const { projectId, role } = await requireProject(actor, slug, "layer.annotate");
  await endExpiredThere(projectId);
  const limits = await readLimits(db(), actor, projectId);
  const search: Search = { actor, projectId, commandId, limits };
  const kept = await takeFrom({ ...search, isKept: true });
  if (kept) return kept;
  if (role === "annotator" && limits.goldPercent > 0 && randomInt(100) < limits.goldPercent) {
    const gold = await takeGoldSlot(search, limits);
    if (gold) return gold;
  }
  return takeFrom({ ...search, isKept: false });
}

/** Takes one place kept for the actor by its id, once for a press; throws notFound where it is not theirs to take (any more). */
export async function takeKeptSlot(
  actor: Actor,
  slug: string,
  slotId: string,
  commandId: string | null = null,
): Promise<TakenSlot> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const limits = await readLimits(db(), actor, projectId);
  const taken = await takeFrom({ actor, projectId, commandId, limits, isKept: true, slotId });
  if (!taken) throw notFound();
  return taken;
}

type Search = Taking & { limits: Limits };
type Where = Search & { isKept: boolean; slotId?: string };

async function takeFrom(where: Where): Promise<TakenSlot | null> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const taken = await tryTake(where, true);
    if (taken === "none") {
      const waited = await tryTake(where, false);
      if (waited !== "none" && waited !== "collision") return waited;
      if (waited === "none" && !(await isAnyFree(where))) return null;
    } else if (taken !== "collision") return taken;
  }
  throw conflict("busy", "Too many people are taking articles at once. Try again.");
}

/** Slots the actor may have; the same words for the look that takes and the look that says there is none. */
function allowed({ actor, projectId, limits, isKept, slotId }: Where): Prisma.Sql {
  const which = isKept
    ? Prisma.sql`s."reservedForId" = ${actor.userId}::uuid ${slotId ? Prisma.sql`AND s."id" = ${slotId}::uuid` : Prisma.empty}`
    : Prisma.sql`s."reservedForId" IS NULL AND s."kind" = 'ordinary'
        ${limits.languages.length > 0 ? Prisma.sql`AND s."language" = ANY(${["", ...limits.languages]}::text[])` : Prisma.empty}
        AND s."articleId" NOT IN (SELECT kept."articleId" FROM "Slot" kept WHERE kept."reservedForId" = ${actor.userId}::uuid)`;
  const reopened = reopenedArticles(projectId);
  // What the actor has had is read once and hashed: whoever is far ahead of the others passes over a great many places.
  return Prisma.sql`s."projectId" = ${projectId}::uuid AND s."state" = 'open' AND ${which}
     AND s."articleId" NOT IN (
       SELECT own."articleId" FROM "Slot" own WHERE own."personId" = ${actor.userId}::uuid AND own."projectId" = ${projectId}::uuid
          AND NOT (${isSpent(isKept)} AND own."articleId" IN ${reopened}))
     AND s."articleId" NOT IN (
       SELECT v."articleId" FROM "LayerView" v WHERE v."userId" = ${actor.userId}::uuid AND v."articleId" NOT IN ${reopened})
     AND NOT EXISTS (SELECT 1 FROM "Article" a WHERE a."id" = s."articleId" AND (a."withdrawnAt" IS NOT NULL OR a."state" <> 'open'))`;
}

/**
 * Whether a place `own` of an article that is open again bars its person from the newer text no more: they handed in the
 * earlier one, or a newer text came over their work. Who gave the newer one back gets it again only where it is kept for them.
 */
function isSpent(isKept: boolean): Prisma.Sql {
  return isKept
    ? Prisma.sql`own."state" IN ('submitted', 'skipped')`
    : Prisma.sql`(own."state" = 'submitted' OR (own."state" = 'skipped' AND own."skipReason" = ${replacedReason}))`;
}

async function isAnyFree(where: Where): Promise<boolean> {
  if (!where.isKept && (await reachedLimit(db(), where.actor, where.projectId, where.limits))) return false;
  const rows = await db().$queryRaw`SELECT 1 FROM "Slot" s WHERE ${allowed(where)} LIMIT 1`;
  return Array.isArray(rows) && rows.length > 0;
}

/** Rolls a take back, so that the next look passes the slot over. */
class SlotGone extends Error {}

async function isStillAllowed(tx: Tx, actor: Actor, articleId: string): Promise<boolean> {
  const rows = await tx.$queryRaw`
    SELECT 1 FROM "Article" a WHERE a."id" = ${articleId}::uuid AND a."withdrawnAt" IS NULL AND a."state" = 'open'
       AND (a."finishedAt" IS NOT NULL
         OR NOT EXISTS (SELECT 1 FROM "LayerView" v WHERE v."articleId" = a."id" AND v."userId" = ${actor.userId}::uuid))`;
  return Array.isArray(rows) && rows.length > 0;
}

/** Somebody's place on an earlier text is theirs on the newer one: the one that was offered goes, and their former layer gives it up. */
async function takeUpAgain(tx: Tx, slotId: string, offeredId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "Layer" SET "slotId" = NULL WHERE "slotId" = ${slotId}::uuid`;
  await tx.$executeRaw`UPDATE "Slot" SET "kind" = 'ordinary' WHERE "id" = ${slotId}::uuid AND "kind" = 'calibration'`;
  await tx.$executeRaw`DELETE FROM "Slot" WHERE "id" = ${offeredId}::uuid AND "state" = 'open'`;
}

const pickedRows = z.array(z.object({ slotId: z.string(), articleId: z.string(), offeredId: z.string() }));

async function tryTake(where: Where, skipLocked: boolean): Promise<TakenSlot | "none" | "collision"> {
  const { actor, projectId, limits, isKept } = where;
  try {
    return await inTransaction(undefined, async (tx) => {
      const before = await takenBefore(tx, where);
      if (before) return before;
      if (!isKept && (limits.mostOpen !== null || limits.mostPerWeek !== null)) {
        // Two pulls of one person at once must not both find the last place of their limit.
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`pull:${projectId}:${actor.userId}`}, 0))`;
        if (await reachedLimit(tx, actor, projectId, limits)) return "none" as const;
      }
      const rows = await tx.$queryRaw`
        WITH picked AS (
          SELECT s."id", s."articleId" FROM "Slot" s WHERE ${allowed(where)}
           ORDER BY ${isKept ? Prisma.sql`s."kind" DESC,` : Prisma.empty} s."turn", s."articleNumber", s."ordinal" LIMIT 1
             FOR UPDATE OF s ${skipLocked ? Prisma.sql`SKIP LOCKED` : Prisma.empty}),
        own AS (
          SELECT o."id" FROM picked JOIN "Slot" o ON o."articleId" = picked."articleId" AND o."personId" = ${actor.userId}::uuid)
        UPDATE "Slot" s SET "state" = 'taken', "personId" = ${actor.userId}::uuid, "takenAt" = now(),
               "leaseUntil" = now() + make_interval(mins => p."leaseMinutes"), "submittedAt" = NULL, "skipReason" = NULL
          FROM picked LEFT JOIN own ON true, "Project" p
         WHERE s."id" = coalesce(own."id", picked."id") AND p."id" = s."projectId"
           AND s."state" = ANY(CASE WHEN own."id" IS NULL THEN '{open}' ELSE '{submitted,skipped}' END::"SlotState"[])
           AND (s."reservedForId" IS NULL OR s."reservedForId" = ${actor.userId}::uuid)
        RETURNING s."id" AS "slotId", s."articleId", picked."id" AS "offeredId"`;
      const picked = pickedRows.parse(rows)[0];
      if (!picked) return "none" as const;
      // Whoever waited for the slot chose it by what was true before: the article may be withdrawn or seen by now.
      if (!(await isStillAllowed(tx, actor, picked.articleId))) throw new SlotGone();
      const { slotId, articleId, offeredId } = picked;
      if (offeredId !== slotId) await takeUpAgain(tx, slotId, offeredId);
      const { layerId } = await openLayer(tx, actor, picked, "person");
      const taken = { slotId, articleId, layerId };
      await recordTaken(tx, where, taken);
      return taken;
    });
  } catch (error) {
    if (error instanceof SlotGone) return "collision";
    // Two pulls of one person at once may pick two slots of one article; the second one looks again.
    if (databaseRefusal(error)?.code === "already-exists") return "collision";
    throw error;
  }
}
