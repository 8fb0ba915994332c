import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";

const projectRows = z.array(z.object({ id: z.string() }));

/**
 * Ends the leases of a project that have run out, as a pull there does first: one look at an index, so that it pays for
 * the rest only where one has.
 */
export async function endExpiredThere(projectId: string): Promise<void> {
  const rows = await db().$queryRaw`
    SELECT 1 FROM "Slot" WHERE "projectId" = ${projectId}::uuid AND "state" = 'taken' AND "leaseUntil" < now() LIMIT 1`;
  if (Array.isArray(rows) && rows.length > 0)
    await inTransaction(undefined, (tx) => releaseExpired(tx, projectId));
}

/** The same in every project, a transaction each; several processes may sweep at once. */
export async function sweepExpired(): Promise<void> {
  const rows = projectRows.parse(
    await db().$queryRaw`
      SELECT p."id" FROM "Project" p WHERE EXISTS (
        SELECT 1 FROM "Slot" s WHERE s."projectId" = p."id" AND s."state" = 'taken' AND s."leaseUntil" < now())`,
  );
  for (const { id } of rows) await inTransaction(undefined, (tx) => releaseExpired(tx, id));
}

const expiredRows = z.array(
  z.object({ id: z.string(), articleId: z.string(), kind: z.string(), isEmpty: z.boolean() }),
);

/**
 * Puts slots whose lease ran out back: an empty one is free again (a calibration place stays its person's, a place on
 * gold goes), one with work in it is stalled until a manager acts.
 */
async function releaseExpired(tx: Tx, projectId: string): Promise<void> {
  const rows = expiredRows.parse(
    await tx.$queryRaw`
      WITH expired AS (
        SELECT s."id", s."articleId", s."kind", l."id" AS "layerId",
               (l."id" IS NULL OR (l."carriedFromId" IS NULL AND NOT EXISTS (SELECT 1 FROM "Annotation" a WHERE a."layerId" = l."id" AND a."deletedAt" IS NULL))) AS "isEmpty"
          FROM "Slot" s LEFT JOIN "Layer" l ON l."slotId" = s."id"
         WHERE s."projectId" = ${projectId}::uuid AND s."state" = 'taken' AND s."leaseUntil" < now()
           FOR UPDATE OF s SKIP LOCKED),
      layers AS (
        UPDATE "Layer" l SET "slotId" = NULL, "state" = 'closed', "revision" = l."revision" + 1
          FROM expired e WHERE l."id" = e."layerId" AND e."isEmpty")
      UPDATE "Slot" s SET "state" = CASE WHEN e."isEmpty" THEN 'open' ELSE 'stalled' END::"SlotState",
             "personId" = CASE WHEN e."isEmpty" THEN NULL ELSE s."personId" END,
             "reservedForId" = CASE WHEN s."kind" = 'calibration' THEN s."reservedForId" WHEN NOT e."isEmpty" THEN s."reservedForId" END,
             "takenAt" = CASE WHEN e."isEmpty" THEN NULL ELSE s."takenAt" END, "leaseUntil" = NULL
        FROM expired e WHERE s."id" = e."id"
      RETURNING s."id", s."articleId", s."kind", e."isEmpty"`,
  );
  if (rows.some((row) => row.kind === "gold" && row.isEmpty))
    await tx.$executeRaw`
      DELETE FROM "Slot" WHERE "projectId" = ${projectId}::uuid AND "kind" = 'gold' AND "state" = 'open'`;
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
