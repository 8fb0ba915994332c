import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import type { Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { TakenSlot } from "@/lib/slots/schema";
import { carryOver } from "@/lib/versions/carry-over";
import type { CarryPlan } from "@/lib/versions/plan-carry";

const idRows = z.tuple([z.object({ id: z.string() })]);

/**
 * The layer in which the actor works on an article by a slot just taken, opened or opened again: their own, or where the
 * article's layers are shared the common one; what is measured against gold is always one's own. Of an article that is
 * final on an earlier text it begins with what is final there.
 */
export async function openLayer(
  tx: Tx,
  actor: Pick<Actor, "userId">,
  place: { slotId: string; articleId: string },
  kind: "person" | "measured",
): Promise<{ layerId: string; carried: CarryPlan | null }> {
  const isMeasured = kind === "measured";
  // Waits for whoever adds a text just now: the layer is one of the newest.
  await tx.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${place.articleId}::uuid FOR KEY SHARE`;
  const rows = await tx.$queryRaw`
    WITH place AS (
      SELECT a."id" AS "articleId", a."projectId", a."layerMode", v."id" AS "versionId", g."id" AS "guidelineVersionId"
        FROM "Article" a
       CROSS JOIN LATERAL (SELECT v."id" FROM "ArticleVersion" v WHERE v."articleId" = a."id" ORDER BY v."number" DESC LIMIT 1) v
        LEFT JOIN LATERAL (SELECT g."id" FROM "GuidelineVersion" g WHERE g."projectId" = a."projectId" ORDER BY g."number" DESC LIMIT 1) g ON true
       WHERE a."id" = ${place.articleId}::uuid),
    own AS (
      INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "ownerId", "slotId", "guidelineVersionId")
      SELECT gen_random_uuid(), "projectId", "articleId", "versionId", 'person', ${actor.userId}::uuid, ${place.slotId}::uuid, "guidelineVersionId"
        FROM place WHERE "layerMode" = 'independent' AND NOT ${isMeasured}
      ON CONFLICT ("versionId", "ownerId", "round") WHERE "kind" = 'person'
      DO UPDATE SET "state" = 'open', "slotId" = excluded."slotId", "submittedAt" = NULL
      RETURNING "id"),
    measured AS (
      INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "ownerId", "slotId", "guidelineVersionId")
      SELECT gen_random_uuid(), "projectId", "articleId", "versionId", 'measured', ${actor.userId}::uuid, ${place.slotId}::uuid, "guidelineVersionId"
        FROM place WHERE ${isMeasured}
      ON CONFLICT ("versionId", "ownerId", "round") WHERE "kind" = 'measured'
      DO UPDATE SET "state" = 'open', "slotId" = excluded."slotId", "submittedAt" = NULL
      RETURNING "id"),
    common AS (
      INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "guidelineVersionId")
      SELECT gen_random_uuid(), "projectId", "articleId", "versionId", 'shared', "guidelineVersionId"
        FROM place WHERE "layerMode" = 'shared' AND NOT ${isMeasured}
      ON CONFLICT ("versionId", "kind", "round") WHERE "kind" IN ('shared', 'adjudicated', 'gold')
      DO UPDATE SET "state" = "Layer"."state"
      RETURNING "id")
    SELECT "id" FROM own UNION ALL SELECT "id" FROM measured UNION ALL SELECT "id" FROM common`;
  const { id } = idRows.parse(rows)[0];
  return { layerId: id, carried: isMeasured ? null : await carryOver(tx, id) };
}

/** Records that somebody took a slot; the event is the same for every kind of place. `commandId` is of the press that took it. */
export function recordTaken(
  tx: Tx,
  { actor, projectId, commandId }: Taking,
  taken: TakenSlot,
): Promise<void> {
  const { articleId, layerId, slotId } = taken;
  return recordEvents(tx, [
    {
      ...{ type: "slot.taken", actorId: actor.userId, commandId },
      ...{ projectId, articleId, layerId, subjectId: slotId },
    },
  ]);
}

/** Who takes a slot, where, and by which press; null where it has no id. */
export type Taking = { actor: Actor; projectId: string; commandId: string | null };

const takenRows = z.array(
  z.object({ slotId: z.string(), articleId: z.string(), layerId: z.string(), projectId: z.string() }),
);

/**
 * What the same press has taken already, whose answer was lost; null for nothing. The press waits for itself, should it
 * arrive twice at once. Throws 409 `command-reused` where it took a slot of another project.
 */
export async function takenBefore(
  tx: Tx,
  { actor, projectId, commandId }: Taking,
): Promise<TakenSlot | null> {
  if (commandId === null) return null;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`press:${actor.userId}:${commandId}`}, 0))`;
  const before = takenRows.parse(
    await tx.$queryRaw`
      SELECT e."subjectId" AS "slotId", e."articleId", e."layerId", e."projectId" FROM "Event" e
       WHERE e."actorId" = ${actor.userId}::uuid AND e."commandId" = ${commandId}::uuid AND e."type" = 'slot.taken'`,
  )[0];
  if (!before) return null;
  const { projectId: takenIn, ...taken } = before;
  if (takenIn !== projectId)
    throw conflict("command-reused", "This press took an article of another project.");
  return taken;
}
