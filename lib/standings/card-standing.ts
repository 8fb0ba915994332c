import "server-only";
import { z } from "zod";
import { inLongTransaction, type Tx } from "@/lib/db";
import { houseReader, lockStandings } from "@/lib/standings/access";
import { type CountedCard, countCard } from "@/lib/standings/card-figures";
import { isContradicted } from "@/lib/standings/schema";

const noteRows = z.array(z.object({ id: z.bigint() }));

/**
 * Computes a card's figures from final layers, stores them and strikes off the notes that were there when it began; a
 * change in between leaves its own note. Returns false where another process is at work.
 */
export function recomputeCard(cardId: string): Promise<boolean> {
  return inLongTransaction(async (tx) => {
    if (!(await lockStandings(tx))) return false;
    const notes = noteRows.parse(
      await tx.$queryRaw`SELECT "id" FROM "StandingWork" WHERE "kind" = 'card' AND "subjectId" = ${cardId}::uuid`,
    );
    const card = await tx.claimCard.findFirst({ where: { id: cardId, deletedAt: null } });
    if (card) await store({ ...card, type: z.enum(["content", "speech-act"]).parse(card.type) }, tx);
    else await clear(cardId, tx);
    await tx.$executeRaw`DELETE FROM "StandingWork" WHERE "id" = ANY(${notes.map((note) => note.id)}::bigint[])`;
    return true;
  });
}

async function store(card: CountedCard, tx: Tx): Promise<void> {
  const { figures, origins, sources } = await countCard(houseReader, card, tx);
  await tx.cardStanding.update({
    where: { cardId: card.id },
    data: { ...figures, computedAt: new Date() },
  });
  await tx.$executeRaw`DELETE FROM "CardSource" WHERE "cardId" = ${card.id}::uuid`;
  const own = new Set(origins);
  await tx.cardSource.createMany({
    data: sources.map((sourceId) => ({ cardId: card.id, sourceId, isOrigin: own.has(sourceId) })),
  });
  await storeDisputes(card, tx);
}

const judgementRows = z.array(z.object({ raterId: z.string(), scale: z.string(), answer: z.string() }));

/** Who has graded a card, or given a verdict, may know that those answers contradict each other; nobody else may. */
async function storeDisputes(card: CountedCard, tx: Tx): Promise<void> {
  const answers = judgementRows.parse(
    await tx.$queryRaw`
      (SELECT DISTINCT ON (g."raterId") g."raterId", 'credibility' AS scale, g."grade" AS answer FROM "Credibility" g
        WHERE g."cardId" = ${card.id}::uuid ORDER BY g."raterId", g."number" DESC)
      UNION ALL
      (SELECT DISTINCT ON (v."raterId") v."raterId", 'verdict', v."verdict" FROM "Verdict" v
        WHERE v."cardId" = ${card.id}::uuid ORDER BY v."raterId", v."number" DESC)`,
  );
  const disputed = ["credibility", "verdict"].flatMap((scale) => {
    const own = answers.filter((one) => one.scale === scale);
    return isContradicted(own.map((one) => one.answer)) ? own.map((one) => one.raterId) : [];
  });
  await tx.$executeRaw`DELETE FROM "CardDispute" WHERE "cardId" = ${card.id}::uuid`;
  await tx.cardDispute.createMany({
    data: [...new Set(disputed)].map((raterId) => ({ raterId, cardId: card.id, projectId: card.projectId })),
  });
}

async function clear(cardId: string, tx: Tx): Promise<void> {
  await tx.$executeRaw`DELETE FROM "CardSource" WHERE "cardId" = ${cardId}::uuid`;
  await tx.$executeRaw`DELETE FROM "CardDispute" WHERE "cardId" = ${cardId}::uuid`;
}
