import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { requireCard } from "@/lib/cards/access";
import { movedLinks, moveMentions, moveRest, setAside } from "@/lib/cards/moves";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

/**
 * Undoes a split or a merge, so that both cards are exactly what they were but for what was added to them since. Throws
 * conflict `already-undone`, and `changed-since` with the reason when something that it moved has been touched since.
 */
export async function undoMove(actor: Actor, input: { moveId: string }, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const found = await tx.cardMove.findUnique({ where: { id: input.moveId } });
    if (!found) throw notFound();
    // Both rows locked in the order of their ids, like everything that touches two cards.
    for (const id of [found.fromId, found.toId].toSorted())
      await tx.$queryRaw`SELECT 1 FROM "ClaimCard" WHERE "id" = ${id}::uuid FOR UPDATE`;
    const { card } = await requireCard(actor, found.toId, "card.edit", tx);
    if (found.kind === "split") await requireCard(actor, found.fromId, "card.edit", tx);
    const move = await tx.cardMove.findUniqueOrThrow({ where: { id: found.id } });
    if (move.undoneAt) throw conflict("already-undone", "This has been undone already.");
    await (move.kind === "split" ? undoSplit(move, tx) : undoMerge(move, tx));
    await tx.cardMove.update({
      where: { id: move.id },
      data: { undoneAt: new Date(), undoneById: actor.userId },
    });
    const event = {
      type: `card.${move.kind}-undone`,
      actorId: actor.userId,
      projectId: card.projectId,
      payload: { moveId: move.id, fromId: move.fromId, toId: move.toId },
    };
    await recordEvents(tx, [
      { ...event, subjectId: move.fromId },
      { ...event, subjectId: move.toId },
    ]);
    return { id: move.fromId };
  });
}

type Move = NonNullable<Awaited<ReturnType<Tx["cardMove"]["findUnique"]>>>;

async function undoSplit(move: Move, tx: Tx): Promise<void> {
  const { toId, fromId, mentionIds } = move;
  const live = { where: { cardId: toId, deletedAt: null } };
  const counts = await Promise.all([
    tx.credibility.count({ where: { cardId: toId } }),
    tx.verdict.count({ where: { cardId: toId } }),
    tx.evidence.count(live),
    tx.interestFlag.count(live),
    tx.cardLink.count({ where: { deletedAt: null, OR: [{ fromId: toId }, { toId }] } }),
    tx.claimCard.count({ where: { id: toId, revision: { not: 1 } } }),
    tx.mention.count({ where: { cardId: toId, deletedAt: null, id: { notIn: mentionIds } } }),
  ]);
  if (counts.some((count) => count > 0))
    throw changed("The new card holds more than was split off: grades, evidence, links or other claims.");
  await requireWhole(tx, mentionIds, toId);
  const [double] = z.array(z.unknown()).parse(
    await tx.$queryRaw`
      SELECT 1 FROM "Mention" m JOIN "Mention" k ON k."claimId" = m."claimId" AND k."attributionId" IS NOT DISTINCT FROM m."attributionId"
       WHERE m."id" = ANY(${mentionIds}::uuid[]) AND k."cardId" = ${fromId}::uuid AND k."deletedAt" IS NULL LIMIT 1`,
  );
  if (double) throw changed("A claim that was split off has been answered again on the first card.");
  await moveMentions(tx, mentionIds, fromId);
  await tx.claimCard.update({ where: { id: toId }, data: { deletedAt: new Date() } });
}

async function undoMerge(move: Move, tx: Tx): Promise<void> {
  const { toId, fromId, mentionIds, evidenceIds, flagIds, asideIds } = move;
  await requireWhole(tx, mentionIds, toId);
  const links = movedLinks.parse(move.links);
  const there = await Promise.all([
    tx.evidence.count({ where: { id: { in: evidenceIds }, cardId: toId, deletedAt: null } }),
    tx.interestFlag.count({ where: { id: { in: flagIds }, cardId: toId, deletedAt: null } }),
    ...links.map(({ id, after }) => tx.cardLink.count({ where: { id, ...after, deletedAt: null } })),
  ]);
  const wanted = [evidenceIds.length, flagIds.length, ...links.map(() => 1)];
  if (there.some((count, place) => count !== wanted[place]))
    throw changed("Evidence, interests or links that came with the merged card have been changed.");
  await tx.claimCard.update({ where: { id: fromId }, data: { deletedAt: null } });
  await moveMentions(tx, mentionIds, fromId);
  await moveRest(tx, { evidenceIds, flagIds }, fromId);
  await setAside(tx, asideIds, null);
  for (const { id, before } of links) await tx.cardLink.update({ where: { id }, data: before });
}

/** What left with its article's newer text cannot be put back first, and does not hinder. */
async function requireWhole(tx: Tx, mentionIds: readonly string[], cardId: string): Promise<void> {
  const rows = z.array(z.object({ count: z.number() })).parse(
    await tx.$queryRaw`
      SELECT count(*)::int AS count FROM "Mention"
       WHERE "id" = ANY(${[...mentionIds]}::uuid[]) AND "cardId" = ${cardId}::uuid
         AND ("deletedAt" IS NULL OR EXISTS (
               SELECT 1 FROM "Annotation" n JOIN "Layer" l ON l."id" = n."layerId" WHERE n."id" = "claimId" AND l."kind" = 'superseded'))`,
  );
  if (rows[0]?.count !== mentionIds.length)
    throw changed("Some of its mentions have been taken off or moved on. Put them back first.");
}

function changed(reason: string) {
  return conflict("changed-since", `This cannot be undone any more. ${reason}`);
}
