import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { getLayerSuggestions } from "@/lib/suggestions/queries";
import type { LayerSuggestions } from "@/lib/suggestions/schema";

const firstPassRows = z.array(z.object({ projectId: z.string(), articleId: z.string(), marks: z.number() }));

/**
 * Says that one has gone through the text by oneself, which shows the suggestions where the project waits for that; how
 * many marks stood by then is recorded. Saying it again changes nothing. Throws notFound, and conflict
 * `not-waiting` where nobody waits for it.
 */
export function finishFirstPass(actor: Actor, layerId: string, tx?: Tx): Promise<LayerSuggestions> {
  return inTransaction(tx, async (t) => {
    const before = await getLayerSuggestions(actor, layerId, t);
    if (before.showing === "shown") return before;
    if (before.showing === "off") throw conflict("not-waiting", "This project shows no suggestions here.");
    const rows = firstPassRows.parse(
      await t.$queryRaw`
        UPDATE "Layer" l SET "firstPassAt" = now()
         WHERE l."id" = ${layerId}::uuid AND l."firstPassAt" IS NULL AND l."state" IN ('open', 'returned')
        RETURNING l."projectId", l."articleId", (
          SELECT count(*)::int FROM "Annotation" n WHERE n."layerId" = l."id" AND n."deletedAt" IS NULL) AS marks`,
    );
    await recordEvents(
      t,
      rows.map(({ projectId, articleId, marks }) => ({
        type: "layer.first-pass-finished",
        actorId: actor.userId,
        projectId,
        articleId,
        layerId,
        subjectId: layerId,
        payload: { marks },
      })),
    );
    return getLayerSuggestions(actor, layerId, t);
  });
}

/**
 * Takes a run's suggestions back, and the import that brought them: nobody is offered them any more. Marks that people made of them are theirs and stay.
 * Doing it again changes nothing. Throws notFound, forbidden.
 */
export function withdrawRun(actor: Actor, slug: string, runId: string, tx?: Tx): Promise<void> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, slug, "suggestion.manage", t);
    if (!z.uuid().safeParse(runId).success) throw notFound();
    const run = await t.suggestionRun.findFirst({ where: { id: runId, projectId } });
    if (!run) throw notFound();
    const { count } = await t.suggestionRun.updateMany({
      where: { id: runId, projectId, withdrawnAt: null },
      data: { withdrawnAt: new Date(), withdrawnById: actor.userId },
    });
    if (count === 0) return;
    if (run.batchId)
      await t.importBatch.update({
        where: { id: run.batchId },
        data: { state: "withdrawn", withdrawnAt: new Date() },
      });
    await recordEvents(t, [
      {
        type: "suggestions.withdrawn",
        actorId: actor.userId,
        projectId,
        subjectId: runId,
        payload: { producer: run.producer, version: run.version },
      },
    ]);
  });
}
