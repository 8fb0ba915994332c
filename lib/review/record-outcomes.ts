import "server-only";
import { meanPairwiseF1 } from "@/lib/agreement/span-f1";
import type { Tx } from "@/lib/db";
import { marksOf } from "@/lib/review/layer-marks";
import { type OutcomeKind, outcomeOf } from "@/lib/review/outcome";
import { readWords } from "@/lib/review/outcome-words";
import { objectsOfLayer, submittedLayers } from "@/lib/review/submitted-objects";

/**
 * Stores for everybody who handed in a layer of an article how it compares with the final one, so that feedback and
 * trends read rows and compare nothing. Counted anew when a decision changes later; the day it was finished stays.
 * `isNews` says whether people are told: of an article that no reviewer saw there is nothing to learn.
 */
export async function recordOutcomes(
  tx: Tx,
  article: { projectId: string; articleId: string; layerId: string; finishedAt: Date; isNews: boolean },
): Promise<void> {
  const { projectId, articleId, layerId, finishedAt, isNews } = article;
  const [layers, final, slots] = [
    await submittedLayers(tx, articleId),
    await objectsOfLayer(tx, layerId),
    await tx.slot.findMany({
      where: { articleId, state: "submitted", personId: { not: null } },
      select: { personId: true },
    }),
  ];
  const owners = await tx.layer.findMany({
    where: { id: { in: layers.map((layer) => layer.id) } },
    select: { id: true, ownerId: true, carriedFromId: true },
  });
  for (const layer of layers) {
    // Marks that were final before tell nothing of whoever looked them through; what was counted then stays.
    if (owners.some((one) => one.id === layer.id && one.carriedFromId)) continue;
    const places = outcomeOf(layer.objects, final);
    const count = (kind: OutcomeKind) => places.filter((place) => place.outcome === kind).length;
    const words = await readWords(
      tx,
      places.flatMap((place) => place.own.map((mark) => mark.id)),
      places.flatMap((place) => place.final.map((mark) => mark.id)),
    );
    const reasons: Record<string, number> = {};
    for (const place of places) {
      if (place.outcome === "taken") continue;
      const word = [...place.final, ...place.own].flatMap((mark) => words.get(mark.id) ?? [])[0];
      const reason = word?.reason ?? (place.outcome === "missed" ? "missed" : null);
      if (reason) reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
    const figures = {
      taken: count("taken"),
      changed: count("changed"),
      rejected: count("rejected"),
      missed: count("missed"),
      f1: meanPairwiseF1([marksOf(layer.objects), marksOf(final)]),
      reasons,
    };
    const owner = owners.find((one) => one.id === layer.id)?.ownerId;
    const people = owner ? [owner] : slots.flatMap((slot) => slot.personId ?? []);
    for (const personId of people)
      await tx.outcome.upsert({
        where: { articleId_personId: { articleId, personId } },
        create: { projectId, articleId, personId, ...figures, finishedAt, isNews },
        update: { ...figures, isNews },
      });
  }
}
