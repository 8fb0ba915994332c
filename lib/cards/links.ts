import "server-only";
import { recordEvents } from "@/lib/audit";
import { requireCard } from "@/lib/cards/access";
import type { AddCardLinkInput, RemoveCardLinkInput } from "@/lib/cards/schema";
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
    const present = await tx.cardLink.count({ where: { ...ends, type, deletedAt: null } });
    if (present > 0) throw conflict("already-linked", "These two cards are linked so already.");
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

/** Takes a link of a card away; it stays in the history. Throws notFound. */
export async function removeCardLink(actor: Actor, input: RemoveCardLinkInput, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.edit", tx, true);
    const link = await tx.cardLink.findFirst({
      where: { id: input.linkId, deletedAt: null, OR: [{ fromId: card.id }, { toId: card.id }] },
    });
    if (!link) throw notFound();
    await tx.cardLink.update({ where: { id: link.id }, data: { deletedAt: new Date() } });
    const event = { type: "cardLink.deleted", actorId: actor.userId, projectId: card.projectId };
    const payload = { linkId: link.id, fromId: link.fromId, toId: link.toId, type: link.type };
    await recordEvents(tx, [
      { ...event, subjectId: link.fromId, payload },
      { ...event, subjectId: link.toId, payload },
    ]);
  });
}

/** Two cards of one project that the actor may edit, both locked, the smaller id first; throws notFound, forbidden. */
export async function requireTwoCards(actor: Actor, cardId: string, otherId: string, tx: Tx) {
  const [first, second] = cardId < otherId ? [cardId, otherId] : [otherId, cardId];
  const one = await requireCard(actor, first, "card.edit", tx, true);
  const two = await requireCard(actor, second, "card.edit", tx, true);
  if (one.card.projectId !== two.card.projectId) throw notFound();
  return first === cardId ? { card: one.card, other: two.card } : { card: two.card, other: one.card };
}
