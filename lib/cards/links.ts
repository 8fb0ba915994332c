import "server-only";
import { recordEvents } from "@/lib/audit";
import { requireCard } from "@/lib/cards/access";
import type { AddCardLinkInput, WithdrawCardLinkInput } from "@/lib/cards/schema";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { cardLinkTypes } from "@/lib/vocabulary";

type LinkType = (typeof cardLinkTypes)[number];

/** The ends of a link as stored: the narrower one first, and the smaller id first where there is no direction. */
export function linkEnds(fromId: string, toId: string, type: LinkType): { fromId: string; toId: string } {
  return type === "narrower" || fromId < toId ? { fromId, toId } : { fromId: toId, toId: fromId };
}

/**
 * Links two cards of a project. Throws badInput `same-card`, conflict `already-linked`, notFound for a card of another
 * project or outside the actor's view.
 */
export async function addCardLink(actor: Actor, input: AddCardLinkInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    if (input.cardId === input.otherId) throw badInput("same-card", "This is the card itself.");
    const { card, other } = await requireTwoCards(actor, input.cardId, input.otherId, tx);
    const isBroader = input.type === "broader";
    const type = input.type === "broader" ? "narrower" : input.type;
    const ends = linkEnds(isBroader ? other.id : card.id, isBroader ? card.id : other.id, type);
    await refuseSecondLink({ ...ends, type }, tx);
    const link = await tx.cardLink.create({
      data: { ...ends, type, projectId: card.projectId, createdById: actor.userId },
      select: { id: true },
    });
    const event = { type: "cardLink.created", actorId: actor.userId, projectId: card.projectId };
    const payload = { linkId: link.id, ...ends, type };
    await recordEvents(tx, [
      { ...event, subjectId: card.id, payload },
      { ...event, subjectId: other.id, payload },
    ]);
    return link;
  });
}

/**
 * Takes a link away, from either of its cards, or puts it back. Throws notFound (also where it is so already, or where the
 * actor does not see the other card that it would lead to again), forbidden, 409 `already-linked`.
 */
export async function withdrawCardLink(actor: Actor, input: WithdrawCardLinkInput, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireCard(actor, input.cardId, "card.edit", tx, input.isRemoved);
    const place = { id: input.linkId, OR: [{ fromId: input.cardId }, { toId: input.cardId }] };
    const known = await tx.cardLink.findFirst({ where: place });
    if (!known) throw notFound();
    if (!input.isRemoved) await requireTwoCards(actor, known.fromId, known.toId, tx);
    const link = await tx.cardLink.findFirst({
      where: { ...place, deletedAt: input.isRemoved ? null : { not: null } },
    });
    if (!link) throw notFound();
    const { fromId, toId, type } = link;
    if (!input.isRemoved) await refuseSecondLink({ fromId, toId, type }, tx);
    await tx.cardLink.update({
      where: { id: link.id },
      data: { deletedAt: input.isRemoved ? new Date() : null },
    });
    const event = {
      type: input.isRemoved ? "cardLink.deleted" : "cardLink.restored",
      actorId: actor.userId,
      projectId: link.projectId,
    };
    const payload = { linkId: link.id, fromId, toId, type };
    await recordEvents(tx, [
      { ...event, subjectId: fromId, payload },
      { ...event, subjectId: toId, payload },
    ]);
  });
}

async function refuseSecondLink(ends: { fromId: string; toId: string; type: string }, tx: Tx): Promise<void> {
  const present = await tx.cardLink.count({ where: { ...ends, deletedAt: null } });
  if (present > 0) throw conflict("already-linked", "These two cards are linked so already.");
}

/** Two cards of one project that the actor may edit, both locked, the smaller id first; throws notFound, forbidden. */
export async function requireTwoCards(actor: Actor, cardId: string, otherId: string, tx: Tx) {
  const [first, second] = cardId < otherId ? [cardId, otherId] : [otherId, cardId];
  const one = await requireCard(actor, first, "card.edit", tx, true);
  const two = await requireCard(actor, second, "card.edit", tx, true);
  if (one.card.projectId !== two.card.projectId) throw notFound();
  return first === cardId ? { card: one.card, other: two.card } : { card: two.card, other: one.card };
}
