import "server-only";
import { z } from "zod";
import { requireProjectById } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { findObservation } from "@/lib/observations/queries";
import type { ObservationDto, PinObservationInput } from "@/lib/observations/schema";
import type { Actor } from "@/lib/policy";
import { requireSource } from "@/lib/sources/access";

const layerRows = z.array(z.object({ projectId: z.string(), articleId: z.string(), versionId: z.string() }));

/**
 * Pins what the actor noticed about a source to words of an article, in a layer that they see; sent twice it is pinned
 * once. Throws notFound for a layer or source out of view, forbidden, conflict `command-reused` for an id that stands
 * for something else, badInput `quote-mismatch` from the database.
 */
export async function pinObservation(
  actor: Actor,
  input: PinObservationInput,
  tx?: Tx,
): Promise<ObservationDto> {
  return inTransaction(tx, async (tx) => {
    const found = await tx.$queryRaw`
      SELECT l."projectId", l."articleId", l."versionId" FROM seen_layers(${actor.userId}::uuid) l
       WHERE l."id" = ${input.layerId}::uuid`;
    const layer = layerRows.parse(found)[0];
    if (!layer) throw notFound();
    await requireProjectById(actor, layer.projectId, "layer.annotate", tx);
    const source = await requireSource(actor, input.sourceId, tx);
    const { id, layerId, start, end, quote, note } = input;
    const stored = { sourceId: source.id, layerId, start, end, quote, note: note.normalize("NFC") };
    const earlier = await tx.observation.findUnique({ where: { id } });
    if (earlier) {
      const isRepeat =
        earlier.authorId === actor.userId &&
        Object.entries(stored).every(([key, value]) =>
          Object.entries(earlier).some(([k, v]) => k === key && v === value),
        );
      if (!isRepeat || earlier.deletedAt)
        throw conflict("command-reused", "This id stands for another observation already.");
    } else {
      const { projectId, versionId } = layer;
      await tx.observation.create({ data: { id, ...stored, projectId, versionId, authorId: actor.userId } });
      await record(
        tx,
        actor,
        "observation.pinned",
        id,
        { ...layer, layerId },
        {
          sourceId: source.id,
          start,
          end,
          quote,
          note: stored.note,
        },
      );
    }
    const pinned = await findObservation(actor, id, tx);
    if (!pinned) throw notFound();
    return pinned;
  });
}

/** Takes one's own observation back; its event keeps it. Throws notFound for one out of view, forbidden for another's. */
export async function removeObservation(actor: Actor, observationId: string, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const seen = await findObservation(actor, observationId, tx);
    if (!seen) throw notFound();
    if (!seen.isMine) throw forbidden("Only who pinned it takes it back.");
    const { count } = await tx.observation.updateMany({
      where: { id: observationId, deletedAt: null },
      data: { deletedAt: new Date() },
    });
    if (count === 0) throw notFound();
    const layer = await tx.layer.findUniqueOrThrow({
      where: { id: seen.layerId },
      select: { projectId: true, articleId: true },
    });
    await record(
      tx,
      actor,
      "observation.removed",
      observationId,
      { ...layer, layerId: seen.layerId },
      {
        sourceId: seen.sourceId,
      },
    );
  });
}

function record(
  tx: Tx,
  actor: Actor,
  type: string,
  subjectId: string,
  place: { projectId: string; articleId: string; layerId: string },
  payload: unknown,
): Promise<void> {
  const { projectId, articleId, layerId } = place;
  return recordEvents(tx, [
    { type, actorId: actor.userId, projectId, articleId, layerId, subjectId, payload },
  ]);
}
