import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { layerObjectsSql } from "@/lib/layers/object-sql";
import { type LayerObject, layerObject } from "@/lib/layers/schema";
import { isOfNewestText } from "@/lib/versions/final-sql";
import { Prisma } from "@/prisma/generated/client";

const submittedRows = z.array(z.object({ id: z.string(), kind: z.string(), objects: z.array(layerObject) }));

/** The submitted layers of an article's newest text and round of work, with their live objects, by id. */
export async function submittedLayers(
  tx: Tx,
  articleId: string,
): Promise<{ id: string; kind: string; objects: LayerObject[] }[]> {
  const rows = await tx.$queryRaw`
    SELECT l."id", l."kind"::text,
           coalesce((SELECT jsonb_agg(o."object") FROM (${layerObjectsSql({ layerId: Prisma.sql`l."id"` })}) o), '[]') AS objects
      FROM "Layer" l
     WHERE l."articleId" = ${articleId}::uuid AND l."kind" IN ('person', 'shared') AND l."state" = 'submitted' AND ${isOfNewestText}
     ORDER BY l."id"`;
  return submittedRows.parse(rows);
}

/** The live objects of one layer. */
export async function objectsOfLayer(tx: Tx, layerId: string): Promise<LayerObject[]> {
  const rows = await tx.$queryRaw`
    SELECT o."object" FROM (${layerObjectsSql({ layerId: Prisma.sql`${layerId}::uuid` })}) o`;
  return z
    .array(z.object({ object: layerObject }))
    .parse(rows)
    .map((row) => row.object);
}
