import "server-only";
import { recordEvents } from "@/lib/audit";
import { requireCard } from "@/lib/cards/access";
import type { AddEvidenceInput, SetInterestsInput, WithdrawEvidenceInput } from "@/lib/cards/schema";
import { inTransaction, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { requireSource } from "@/lib/sources/access";

/** Keeps what stands outside the project for, against or about a card's statement. */
export async function addEvidence(actor: Actor, input: AddEvidenceInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.edit", tx, true);
    const { url, archivedUrl, readOn, stance } = input;
    const quote = input.quote.normalize("NFC");
    const place = { cardId: card.id, projectId: card.projectId, createdById: actor.userId };
    const evidence = await tx.evidence.create({
      data: { ...place, url, archivedUrl, readOn: new Date(`${readOn}T00:00:00Z`), quote, stance },
      select: { id: true },
    });
    await recordEvents(tx, [
      {
        type: "evidence.added",
        actorId: actor.userId,
        projectId: card.projectId,
        subjectId: card.id,
        payload: { evidenceId: evidence.id, url, archivedUrl, readOn, quote, stance },
      },
    ]);
    return evidence;
  });
}

/** Takes evidence off a card, or puts back what was taken off. Throws notFound where it is not so now. */
export async function withdrawEvidence(actor: Actor, input: WithdrawEvidenceInput, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.edit", tx, true);
    const { count } = await tx.evidence.updateMany({
      where: {
        id: input.evidenceId,
        cardId: card.id,
        deletedAt: input.isRemoved ? null : { not: null },
      },
      data: { deletedAt: input.isRemoved ? new Date() : null },
    });
    if (count === 0) throw notFound();
    await recordEvents(tx, [
      {
        type: input.isRemoved ? "evidence.removed" : "evidence.restored",
        actorId: actor.userId,
        projectId: card.projectId,
        subjectId: card.id,
        payload: { evidenceId: input.evidenceId },
      },
    ]);
  });
}

/** Says which interests a source has in what a card says; what was said before and is not said now is taken back. */
export async function setInterests(actor: Actor, input: SetInterestsInput, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.edit", tx, true);
    const source = await requireSource(actor, input.sourceId, tx);
    const wanted = new Set(input.flags);
    const present = await tx.interestFlag.findMany({
      where: { cardId: card.id, sourceId: source.id, deletedAt: null },
      select: { id: true, flag: true },
    });
    const gone = present.filter((one) => ![...wanted].some((flag) => flag === one.flag));
    const added = [...wanted].filter((flag) => !present.some((one) => one.flag === flag));
    if (gone.length === 0 && added.length === 0) return;
    await tx.interestFlag.updateMany({
      where: { id: { in: gone.map((one) => one.id) } },
      data: { deletedAt: new Date() },
    });
    const place = { cardId: card.id, projectId: card.projectId, sourceId: source.id };
    await tx.interestFlag.createMany({
      data: added.map((flag) => ({ ...place, flag, createdById: actor.userId })),
    });
    await recordEvents(tx, [
      {
        type: "interest.changed",
        actorId: actor.userId,
        projectId: card.projectId,
        subjectId: card.id,
        payload: { sourceId: source.id, added, removed: gone.map((one) => one.flag) },
      },
    ]);
  });
}
