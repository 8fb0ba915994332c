import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { requireCard } from "@/lib/cards/access";
import type { DescribeCardInput, SaveVerdictInput } from "@/lib/cards/schema";
import { inTransaction, type Tx } from "@/lib/db";
import { conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { contentHash } from "@/lib/ratings/commands";
import { verdictScheme } from "@/lib/vocabulary";

/** Says what a card's statement is about and what makes it worth checking; throws conflict `stale-revision`. */
export async function describeCard(
  actor: Actor,
  input: DescribeCardInput,
  tx?: Tx,
): Promise<{ revision: number }> {
  return inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.edit", tx, true);
    if (card.revision !== input.revision)
      throw conflict("stale-revision", "Somebody changed this card meanwhile. Load the page again and look.");
    const { verifiable, publicInterest, harm } = input;
    const data = { claimTypes: [...new Set(input.claimTypes)], verifiable, publicInterest, harm };
    const changed = await tx.claimCard.update({
      where: { id: card.id },
      data: { ...data, revision: { increment: 1 } },
      select: { revision: true },
    });
    await recordEvents(tx, [
      {
        type: "card.described",
        actorId: actor.userId,
        projectId: card.projectId,
        subjectId: card.id,
        payload: data,
      },
    ]);
    return changed;
  });
}

/**
 * Saves the actor's verdict on a card, where the project's truth scale asks for one; verdicts are only ever added.
 * Throws conflict `not-asked` where it asks for credibility alone.
 */
export async function saveVerdict(actor: Actor, input: SaveVerdictInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    const { card } = await requireCard(actor, input.cardId, "card.rate", tx);
    const { truthScale } = await tx.project.findUniqueOrThrow({
      where: { id: card.projectId },
      select: { truthScale: true },
    });
    if (truthScale === "credibility")
      throw conflict("not-asked", "This project grades credibility and gives no verdicts.");
    const others = await tx.$queryRaw`
      SELECT 1 FROM seen_verdicts(${actor.userId}::uuid) g
       WHERE g."cardId" = ${card.id}::uuid AND g."raterId" <> ${actor.userId}::uuid LIMIT 1`;
    const data = {
      cardId: card.id,
      raterId: actor.userId,
      scheme: verdictScheme.scheme,
      schemeVersion: verdictScheme.version,
      verdict: input.verdict,
      rationale: input.rationale,
      sawOthers: z.array(z.unknown()).parse(others).length > 0,
    };
    const saved = await tx.verdict.create({ data, select: { id: true } });
    await recordEvents(tx, [
      {
        type: "verdict.saved",
        actorId: actor.userId,
        projectId: card.projectId,
        subjectId: card.id,
        payload: { verdictId: saved.id, contentHash: contentHash(data) },
      },
    ]);
    return saved;
  });
}
