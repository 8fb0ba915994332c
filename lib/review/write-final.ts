import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import { layerObjectsSql } from "@/lib/layers/object-sql";
import { type LayerObject, layerObject } from "@/lib/layers/schema";
import { writeChanges } from "@/lib/layers/write-changes";
import { readDecisions, readUnits, toDecisionDto } from "@/lib/review/decisions";
import { planFinalLayer } from "@/lib/review/final-layer";
import { submittedLayers } from "@/lib/review/submitted-objects";
import { Prisma } from "@/prisma/generated/client";

/** The final layer of an article under review, as `openAdjudicatedLayer` gives it. */
export type FinalLayer = {
  id: string;
  versionId: string;
  projectId: string;
  articleId: string;
  revision: number;
};

/**
 * Brings the final layer to what the latest decisions of a round say, and records the command that led there. The
 * caller holds the article's lock, so that the layer's revision cannot have moved.
 */
export async function writeFinalLayer(
  tx: Tx,
  layer: FinalLayer,
  round: number,
  actorId: string,
  command: { id: string; bodyHash: string; undoes: string | null } | null,
): Promise<void> {
  const units = await readUnits(tx, layer.articleId, round);
  const decisions = await readDecisions(
    tx,
    units.map((unit) => unit.id),
  );
  const decided = units.flatMap((unit) => {
    const decision = toDecisionDto(decisions.get(unit.id));
    return decision ? [{ ...unit, decisionId: decision.id, marks: decision.marks }] : [];
  });
  const sources = (await submittedLayers(tx, layer.articleId)).flatMap((one) => one.objects);
  const ids = decided.flatMap((unit) => unit.marks.map((mark) => mark.id));
  const changes = planFinalLayer(decided, sources, await readObjects(tx, layer.id, ids), randomUUID);
  if (changes.length > 0 || command) {
    const target = { ...layer, layerId: layer.id, actorId, command };
    const revision = await writeChanges(tx, target, changes);
    if (revision === null) throw conflict("busy", "Somebody wrote to the final layer just now. Try again.");
  }
  const makers = decided.flatMap((unit) => unit.marks.map((mark) => ({ id: mark.id, by: unit.decisionId })));
  if (makers.length > 0)
    await tx.$executeRaw`
      UPDATE "Annotation" a SET "decidedById" = x."by"
        FROM jsonb_to_recordset(${JSON.stringify(makers)}::jsonb) AS x("id" uuid, "by" uuid)
       WHERE a."id" = x."id" AND a."layerId" = ${layer.id}::uuid AND a."decidedById" IS DISTINCT FROM x."by"`;
}

/** The final layer's live objects, and the annotations named, deleted or not. */
async function readObjects(tx: Tx, layerId: string, ids: readonly string[]): Promise<LayerObject[]> {
  const layer = Prisma.sql`${layerId}::uuid`;
  const rows = await tx.$queryRaw`
    SELECT o."object" FROM (${layerObjectsSql({ layerId: layer })}) o
    UNION
    SELECT o."object" FROM (${layerObjectsSql({ layerId: layer, ids: Prisma.sql`${[...ids]}::uuid[]` })}) o`;
  return z
    .array(z.object({ object: layerObject }))
    .parse(rows)
    .map((row) => row.object);
}
