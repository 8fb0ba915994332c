import "server-only";
import { z } from "zod";
import { toCorroborationInput } from "@/lib/cards/corroboration-input";
import { readNetwork } from "@/lib/cards/network";
import { AttributionCycleError } from "@/lib/corroboration/chains";
import { type Corroboration, corroborate } from "@/lib/corroboration/corroborate";
import { corroborationInputSchema } from "@/lib/corroboration/schema";
import { inLongTransaction, type Tx } from "@/lib/db";
import { houseReader, lockStandings } from "@/lib/standings/access";
import { dependenceOf, isContradicted } from "@/lib/standings/schema";

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

type StoredCard = { id: string; projectId: string; statement: string; type: "content" | "speech-act" };

async function store(card: StoredCard, tx: Tx): Promise<void> {
  const network = await readNetwork(houseReader, card.id, tx);
  const same = network.mentions.filter((mention) => mention.isSame);
  const result = compute(card, network);
  const steps = result?.steps ?? [];
  const origins = new Set(steps.flatMap((step) => (step.step === "root" ? [step.root] : [])));
  const valueConflicts = steps.reduce(
    (sum, step) => sum + (step.step === "values" ? step.conflicts.length : 0),
    0,
  );
  const unratedRoots = await countUnrated([...origins], tx);
  const times = same.flatMap((mention) => mention.publishedAt?.getTime() ?? []);
  const figures = {
    mentions: result?.mentions ?? same.length,
    articles: result?.articles ?? new Set(same.map((mention) => mention.articleId)).size,
    clusters: result?.clusters ?? 0,
    unnamed: result?.unnamed ?? 0,
    roots: result?.roots ?? 0,
    low: result?.low ?? 0,
    high: result?.high ?? 0,
    unexaminedPairs: result?.unexaminedPairs ?? 0,
    denials: result?.denials ?? 0,
    assessments: result?.assessments ?? 0,
  };
  await tx.cardStanding.update({
    where: { cardId: card.id },
    data: {
      ...figures,
      type: card.type,
      unratedRoots,
      valueConflicts,
      suggestedCredibility: result?.suggestedCredibility ?? null,
      hasProblem: result === null,
      dependence: dependenceOf(figures),
      contest: figures.denials + valueConflicts,
      unsettled: figures.unexaminedPairs + unratedRoots,
      firstPublishedAt: times.length > 0 ? new Date(Math.min(...times)) : null,
      lastPublishedAt: times.length > 0 ? new Date(Math.max(...times)) : null,
      computedAt: new Date(),
    },
  });
  const sources = [
    ...new Set([
      ...origins,
      ...network.sources.map((source) => source.id),
      ...network.ancestors.map((one) => one.ancestorId),
    ]),
  ];
  await tx.$executeRaw`DELETE FROM "CardSource" WHERE "cardId" = ${card.id}::uuid`;
  await tx.cardSource.createMany({
    data: sources.map((sourceId) => ({ cardId: card.id, sourceId, isOrigin: origins.has(sourceId) })),
  });
  await storeDisputes(card, tx);
}

function compute(
  card: StoredCard,
  network: Parameters<typeof toCorroborationInput>[1],
): Corroboration | null {
  try {
    return corroborate(corroborationInputSchema.parse(toCorroborationInput(card, network)))[0] ?? null;
  } catch (error) {
    if (error instanceof AttributionCycleError) return null;
    throw error;
  }
}

/** Origins that nobody has rated yet; persons are not rated and so are not counted. */
async function countUnrated(ids: readonly string[], tx: Tx): Promise<number> {
  const rows = z.array(z.object({ count: z.number() })).parse(
    await tx.$queryRaw`
      SELECT count(*)::int AS count FROM "Source" s
       WHERE s."id" = ANY(${ids}::uuid[]) AND s."kind" <> 'person'
         AND NOT EXISTS (SELECT 1 FROM "SourceRating" r WHERE r."sourceId" IN (SELECT source_family(s."id")))`,
  );
  return rows[0]?.count ?? 0;
}

const judgementRows = z.array(z.object({ raterId: z.string(), scale: z.string(), answer: z.string() }));

/** Who has graded a card, or given a verdict, may know that those answers contradict each other; nobody else may. */
async function storeDisputes(card: StoredCard, tx: Tx): Promise<void> {
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
