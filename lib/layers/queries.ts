import "server-only";
import { z } from "zod";
import { recordLayerView } from "@/lib/access";
import { attributeDefinitions } from "@/lib/attributes/schema";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { layerAttributesSql, layerObjectsSql } from "@/lib/layers/object-sql";
import { type CommandStep, type LayerObject, layerObject } from "@/lib/layers/schema";
import type { Actor } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

const layerShape = z.object({
  id: z.string(),
  projectId: z.string(),
  articleId: z.string(),
  versionId: z.string(),
  kind: z.enum(["person", "shared", "adjudicated", "imported", "gold", "surplus", "superseded"]),
  state: z.enum(["open", "submitted", "returned", "closed"]),
  ownerId: z.string().nullable(),
  revision: z.number(),
  isNothingToMark: z.boolean(),
  isOwn: z.boolean(),
  articleState: z.enum(["open", "review", "reviewing", "done"]),
  kinds: z.array(z.string()),
  attributes: attributeDefinitions,
  objects: z.array(layerObject),
  steps: z.array(z.object({ id: z.string(), undoes: z.string().nullable() })),
});

/** A layer with its live objects and the last 300 commands of the actor in it, oldest first. */
export type LayerDto = z.infer<typeof layerShape> & { objects: LayerObject[]; steps: CommandStep[] };

// What is measured against gold looks to its person like any other work of theirs, with others still at it.
const shownKind = Prisma.sql`CASE WHEN l."kind" = 'measured' THEN 'person' ELSE l."kind"::text END`;

/** A layer the actor may see; looking at another's is noted, since whoever did cannot annotate that article. Throws notFound. */
export async function getLayer(actor: Actor, layerId: string, tx: Tx = db()): Promise<LayerDto> {
  if (!z.uuid().safeParse(layerId).success) throw notFound();
  const layer = Prisma.sql`${layerId}::uuid`;
  const rows = await tx.$queryRaw`
    SELECT l."id", l."projectId", l."articleId", l."versionId", ${shownKind} AS kind, l."state"::text, l."ownerId", l."revision",
           l."isNothingToMark", l."ownerId" IS NOT DISTINCT FROM ${actor.userId}::uuid AS "isOwn", CASE WHEN l."kind" = 'measured' THEN 'open' ELSE a."state" END AS "articleState", p."kinds", ${layerAttributesSql} AS attributes,
           coalesce((SELECT jsonb_agg(o."object") FROM (${layerObjectsSql({ layerId: layer, withAnswers: true })}) o), '[]') AS objects,
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', c."id", 'undoes', c."undoes") ORDER BY c."layerRevision")
                       FROM (SELECT * FROM "Command" c WHERE c."layerId" = ${layer} AND c."actorId" = ${actor.userId}::uuid
                              ORDER BY c."layerRevision" DESC LIMIT 300) c), '[]') AS steps
      FROM seen_layers(${actor.userId}::uuid) l
      JOIN "Article" a ON a."id" = l."articleId"
      JOIN "Project" p ON p."id" = l."projectId"
     WHERE l."id" = ${layer}`;
  const row = z.array(layerShape).parse(rows)[0];
  if (!row) throw notFound();
  if (!row.isOwn && row.kind !== "shared") await recordLayerView(actor, row.articleId, tx);
  return row;
}
