import "server-only";
import { z } from "zod";
import { recordLayerView } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { layerObjectsSql } from "@/lib/layers/object-sql";
import { type LayerChanges, layerChanges } from "@/lib/layers/schema";
import type { Actor } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

/** After more commands than this the whole layer is sooner read. */
const MOST_COMMANDS = 200;

const rowShape = layerChanges.extend({ articleId: z.string(), isOwn: z.boolean(), kind: z.string() });

/**
 * What became of a layer since one of its revisions: the objects that commands touched as they are now, deleted ones
 * among them, and the actor's own commands, oldest first. A layer's revisions are counted up under the lock of its row,
 * so none commits behind one that was read already. `changed` is null where the layer has to be read whole: too much
 * came, or something that was no command (a submission, a return). Throws notFound as `getLayer` does.
 */
export async function getChangesSince(
  actor: Actor,
  layerId: string,
  after: number,
  tx: Tx = db(),
): Promise<LayerChanges> {
  if (!z.uuid().safeParse(layerId).success) throw notFound();
  const layer = Prisma.sql`${layerId}::uuid`;
  const ids = Prisma.sql`ARRAY(
    SELECT e."subjectId" FROM since c JOIN "Event" e ON e."actorId" = c."actorId" AND e."commandId" = c."id" AND e."layerId" = ${layer})`;
  const rows = await tx.$queryRaw`
    WITH since AS MATERIALIZED (
      SELECT c.* FROM "Command" c WHERE c."layerId" = ${layer} AND c."layerRevision" > ${after}
       ORDER BY c."layerRevision" LIMIT ${MOST_COMMANDS + 1})
    SELECT l."articleId", l."kind"::text, l."ownerId" IS NOT DISTINCT FROM ${actor.userId}::uuid AS "isOwn",
           l."revision", l."state"::text, CASE WHEN l."kind" = 'measured' THEN 'open' ELSE a."state" END AS "articleState", l."isNothingToMark",
           CASE WHEN n.count = l."revision" - ${after} AND n.count <= ${MOST_COMMANDS} THEN jsonb_build_object(
             'objects', coalesce((SELECT jsonb_agg(o."object") FROM (${layerObjectsSql({ layerId: layer, ids, withAnswers: true })}) o), '[]'),
             'steps', coalesce((SELECT jsonb_agg(jsonb_build_object('id', c."id", 'undoes', c."undoes") ORDER BY c."layerRevision")
                                  FROM since c WHERE c."actorId" = ${actor.userId}::uuid), '[]')) END AS changed
      FROM seen_layers(${actor.userId}::uuid) l
      JOIN "Article" a ON a."id" = l."articleId"
     CROSS JOIN (SELECT count(*)::int FROM since) n
     WHERE l."id" = ${layer}`;
  const [row] = z.array(rowShape).parse(rows);
  if (!row) throw notFound();
  const { articleId, isOwn, kind, ...changes } = row;
  if (!isOwn && kind !== "shared") await recordLayerView(actor, articleId, tx);
  return changes;
}
