import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import type { Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { settleArticle } from "@/lib/slots/settle";

type Place = { projectId: string; articleId: string };

const returnedShape = z.object({
  layers: z.array(z.object({ id: z.string(), revision: z.number(), submittedAt: z.string() })),
  slots: z.array(z.object({ id: z.string(), submittedAt: z.string() })),
});

/** What a return changed, as far as taking it back needs to know. */
export type ReturnedWork = z.infer<typeof returnedShape>;

/**
 * Sends submitted layers of an article (all of them where none is named) back to their people with a comment, a shared
 * one to everybody who handed it in; the article leaves review. The caller holds the article's lock and has checked
 * that the actor reviews it. Throws badInput `not-submitted`.
 */
export async function returnLayers(
  t: Tx,
  actor: Actor,
  place: Place,
  layerId: string | null,
  comment: string,
): Promise<ReturnedWork> {
  const newest = await t.articleVersion.findFirstOrThrow({
    where: { articleId: place.articleId },
    orderBy: { number: "desc" },
    select: { id: true },
  });
  const layers = await t.layer.findMany({
    where: {
      versionId: newest.id,
      kind: { in: ["person", "shared"] },
      state: "submitted",
      ...(layerId ? { id: layerId } : {}),
    },
    select: { id: true, ownerId: true, revision: true, submittedAt: true },
  });
  if (layers.length === 0) throw badInput("not-submitted", "Choose one of the layers under review.");
  const owners = layers.flatMap((layer) => layer.ownerId ?? []);
  const isShared = layers.some((layer) => layer.ownerId === null);
  const slots = await t.slot.findMany({
    where: {
      articleId: place.articleId,
      state: "submitted",
      kind: { not: "gold" },
      ...(isShared ? {} : { personId: { in: owners } }),
    },
    select: { id: true, submittedAt: true },
  });
  await t.layer.updateMany({
    where: { id: { in: layers.map((layer) => layer.id) } },
    data: { state: "returned", submittedAt: null, revision: { increment: 1 } },
  });
  await t.slot.updateMany({
    where: { id: { in: slots.map((slot) => slot.id) } },
    data: { state: "returned", submittedAt: null },
  });
  await t.article.update({
    where: { id: place.articleId },
    data: {
      state: "open",
      reviewerId: null,
      reviewAgreement: null,
      reviewConflicts: null,
      reviewReadyAt: null,
    },
  });
  await recordEvents(
    t,
    layers.map((layer) => ({
      type: "layer.returned",
      actorId: actor.userId,
      ...place,
      layerId: layer.id,
      subjectId: layer.id,
      payload: { comment },
    })),
  );
  const time = (value: Date | null) => (value ?? new Date()).toISOString();
  return {
    layers: layers.map(({ id, revision, submittedAt }) => ({
      id,
      revision: revision + 1,
      submittedAt: time(submittedAt),
    })),
    slots: slots.map(({ id, submittedAt }) => ({ id, submittedAt: time(submittedAt) })),
  };
}

/**
 * Takes a return back: the work is handed in as it was and waits for review again. Throws 409 `undo-conflict` once
 * somebody has touched or handed in one of the layers.
 */
export async function takeReturnBack(t: Tx, actor: Actor, place: Place, undo: unknown): Promise<void> {
  const work = returnedShape.parse(undo);
  await t.$queryRaw`SELECT 1 FROM "Article" WHERE "id" = ${place.articleId}::uuid FOR UPDATE`;
  const ids = work.layers.map((layer) => layer.id);
  await t.$queryRaw`SELECT 1 FROM "Layer" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR UPDATE`;
  const layers = await t.layer.findMany({ where: { id: { in: ids }, state: "returned" } });
  const slots = await t.slot.findMany({
    where: { id: { in: work.slots.map((slot) => slot.id) }, state: "returned" },
  });
  const isSame =
    slots.length === work.slots.length &&
    work.layers.every((was) =>
      layers.some((layer) => layer.id === was.id && layer.revision === was.revision),
    );
  if (!isSame) throw conflict("undo-conflict", "The annotator has gone on with it already.");
  for (const { id, submittedAt } of work.layers)
    await t.layer.update({
      where: { id },
      data: { state: "submitted", submittedAt: new Date(submittedAt), revision: { increment: 1 } },
    });
  for (const { id, submittedAt } of work.slots)
    await t.slot.update({ where: { id }, data: { state: "submitted", submittedAt: new Date(submittedAt) } });
  await recordEvents(
    t,
    ids.map((id) => ({
      type: "layer.return-undone",
      actorId: actor.userId,
      ...place,
      layerId: id,
      subjectId: id,
    })),
  );
  await settleArticle(t, place.articleId);
}
