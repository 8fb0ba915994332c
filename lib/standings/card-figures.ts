import "server-only";
import { z } from "zod";
import { toCorroborationInput } from "@/lib/cards/corroboration-input";
import { readNetwork } from "@/lib/cards/network";
import { AttributionCycleError } from "@/lib/corroboration/chains";
import { type Corroboration, corroborate } from "@/lib/corroboration/corroborate";
import { corroborationInputSchema } from "@/lib/corroboration/schema";
import type { Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { dependenceOf } from "@/lib/standings/schema";

export type CountedCard = {
  id: string;
  projectId: string;
  statement: string;
  type: "content" | "speech-act";
};

export type CardFigures = Awaited<ReturnType<typeof countCard>>["figures"];

/**
 * A card's figures as `reader` may know them, and the sources they rest on, its origins first. Where attributions rest on
 * each other in a circle only mentions and articles are counted (`hasProblem`).
 */
export async function countCard(reader: Actor, card: CountedCard, tx: Tx) {
  const network = await readNetwork(reader, card.id, tx);
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
  const counts = {
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
  const figures = {
    ...counts,
    type: card.type,
    unratedRoots,
    valueConflicts,
    suggestedCredibility: result?.suggestedCredibility ?? null,
    hasProblem: result === null,
    dependence: dependenceOf(counts),
    contest: counts.denials + valueConflicts,
    unsettled: counts.unexaminedPairs + unratedRoots,
    firstPublishedAt: times.length > 0 ? new Date(Math.min(...times)) : null,
    lastPublishedAt: times.length > 0 ? new Date(Math.max(...times)) : null,
  };
  const others = [
    ...network.sources.map((source) => source.id),
    ...network.ancestors.map((one) => one.ancestorId),
  ];
  return { figures, origins: [...origins], sources: [...new Set([...origins, ...others])] };
}

function compute(
  card: CountedCard,
  network: Parameters<typeof toCorroborationInput>[1],
): Corroboration | null {
  try {
    return corroborate(corroborationInputSchema.parse(toCorroborationInput(card, network)))[0] ?? null;
  } catch (error) {
    if (error instanceof AttributionCycleError) return null;
    throw error;
  }
}

/** Origins that nobody has rated yet; persons count only where the installation rates them. */
async function countUnrated(ids: readonly string[], tx: Tx): Promise<number> {
  const rows = z.array(z.object({ count: z.number() })).parse(
    await tx.$queryRaw`
      SELECT count(*)::int AS count FROM "Source" s JOIN "Installation" i ON i."id" = 1
       WHERE s."id" = ANY(${ids}::uuid[]) AND (s."kind" <> 'person' OR i."ratesPersons")
         AND NOT EXISTS (SELECT 1 FROM "SourceRating" r WHERE r."sourceId" IN (SELECT source_family(s."id")))`,
  );
  return rows[0]?.count ?? 0;
}
