import "server-only";
import { z } from "zod";
import { databaseRefusal } from "@/lib/database-errors";
import { inTransaction } from "@/lib/db";
import { type Limits, reachedLimit } from "@/lib/slots/limits";
import { openLayer, recordTaken, type Taking, takenBefore } from "@/lib/slots/open-layer";
import type { TakenSlot } from "@/lib/slots/schema";

const goldRows = z.array(z.object({ slotId: z.string(), articleId: z.string() }));

/**
 * Gives an annotator an article with gold that they have neither had nor seen others' work on, in a place made for
 * them; null where there is none, where it is being changed, or where their limits are reached (they count as for any
 * other article, since nothing may tell it from one).
 */
export async function takeGoldSlot(taking: Taking, limits: Limits): Promise<TakenSlot | null> {
  const { actor, projectId } = taking;
  try {
    return await inTransaction(undefined, async (tx) => {
      const before = await takenBefore(tx, taking);
      if (before) return before;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`pull:${projectId}:${actor.userId}`}, 0))`;
      if (await reachedLimit(tx, actor, projectId, limits)) return null;
      const rows = await tx.$queryRaw`
        WITH picked AS (
          SELECT a."id", a."number" FROM "Article" a
           WHERE a."projectId" = ${projectId}::uuid AND a."isGold" AND a."withdrawnAt" IS NULL
             AND (cardinality(${limits.languages}::text[]) = 0
               OR lower(split_part(coalesce(a."language", ''), '-', 1)) = ANY(${["", ...limits.languages]}::text[]))
             AND NOT EXISTS (SELECT 1 FROM "Slot" own WHERE own."articleId" = a."id" AND own."personId" = ${actor.userId}::uuid)
             AND NOT EXISTS (SELECT 1 FROM "LayerView" v WHERE v."articleId" = a."id" AND v."userId" = ${actor.userId}::uuid)
           ORDER BY a."number" LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
        INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber", "kind", "state", "personId", "takenAt", "leaseUntil")
        SELECT gen_random_uuid(), p."id", a."id",
               coalesce((SELECT max(o."ordinal") FROM "Slot" o WHERE o."articleId" = a."id"), 0) + 1, a."number", 'gold', 'taken',
               ${actor.userId}::uuid, now(), now() + make_interval(mins => p."leaseMinutes")
          FROM picked a, "Project" p WHERE p."id" = ${projectId}::uuid
        RETURNING "id" AS "slotId", "articleId"`;
      const picked = goldRows.parse(rows)[0];
      if (!picked) return null;
      const { layerId } = await openLayer(tx, actor, picked, "measured");
      const taken = { ...picked, layerId };
      await recordTaken(tx, taking, taken);
      return taken;
    });
  } catch (error) {
    // Another pull of the same moment has that place number: an ordinary article will do.
    if (databaseRefusal(error)?.code === "already-exists") return null;
    throw error;
  }
}
