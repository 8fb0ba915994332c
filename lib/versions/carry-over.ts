import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import { writeChanges } from "@/lib/layers/write-changes";
import { alignTexts } from "@/lib/reanchoring/align";
import { objectsOfLayer } from "@/lib/review/submitted-objects";
import { hullOf } from "@/lib/text/span";
import { storedParts } from "@/lib/versions/carried-parts";
import { readFormerFinal } from "@/lib/versions/former-final";
import { type CarryPlan, planCarry } from "@/lib/versions/plan-carry";

const layerRows = z.tuple([
  z.object({
    versionId: z.string(),
    projectId: z.string(),
    articleId: z.string(),
    revision: z.number(),
    carriedFromId: z.string().nullable(),
    text: z.string(),
  }),
]);

/**
 * Begins a layer of a newer text with what is final of the earlier one, and records what became of each mark. Nothing
 * where the article has nothing final on an earlier text, or where the layer has been begun so before: whoever takes a
 * place on it, now or after somebody gave it back, begins alike. The caller holds the article so that its texts stay.
 */
export async function carryOver(tx: Tx, layerId: string): Promise<CarryPlan | null> {
  const [layer] = layerRows.parse(
    await tx.$queryRaw`
      SELECT l."versionId", l."projectId", l."articleId", l."revision", l."carriedFromId", v."text"
        FROM "Layer" l JOIN "ArticleVersion" v ON v."id" = l."versionId" WHERE l."id" = ${layerId}::uuid`,
  );
  if (layer.carriedFromId) return null;
  const former = await readFormerFinal(tx, layer.articleId);
  if (!former || former.versionId === layer.versionId) return null;
  const plan = planCarry(
    await objectsOfLayer(tx, former.layerId),
    alignTexts(former.text, layer.text),
    { formerVersionId: former.versionId, versionId: layer.versionId },
    randomUUID,
  );
  const target = { ...layer, layerId, actorId: null, command: null };
  if (plan.changes.length > 0 && (await writeChanges(tx, target, plan.changes)) === null)
    throw conflict("busy", "Somebody wrote to this layer just now. Try again.");
  const rows = plan.marks.map(({ former: mark, how, after, near, parts }) => ({
    former: mark.id,
    how,
    after: after?.id ?? null,
    start: near?.start ?? null,
    end: near?.end ?? null,
    first: hullOf(mark.spans)?.start ?? 0,
    parts: how === "exact" ? null : storedParts(mark.spans, parts),
  }));
  await tx.$executeRaw`
    INSERT INTO "CarriedMark" ("id", "projectId", "layerId", "formerId", "outcome", "annotationId", "nearStart", "nearEnd", "formerStart", "parts")
    SELECT gen_random_uuid(), ${layer.projectId}::uuid, ${layerId}::uuid, x."former", x."how", x."after", x."start", x."end", x."first", x."parts"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("former" uuid, "how" text, "after" uuid, "start" int, "end" int, "first" int, "parts" jsonb)`;
  await tx.$executeRaw`
    UPDATE "Layer" SET "carriedFromId" = ${former.layerId}::uuid WHERE "id" = ${layerId}::uuid`;
  return plan;
}
