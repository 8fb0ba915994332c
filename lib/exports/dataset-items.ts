import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { hiddenName, listDependencies, toCorroborationInput } from "@/lib/cards/corroboration-input";
import { readEvidence, readLinks } from "@/lib/cards/details";
import { completeNetwork, readFinalMentions } from "@/lib/cards/network";
import { AttributionCycleError } from "@/lib/corroboration/chains";
import { type Corroboration, corroborate } from "@/lib/corroboration/corroborate";
import { type CorroborationInput, corroborationInputSchema } from "@/lib/corroboration/schema";
import { db } from "@/lib/db";
import type { Pseudonyms } from "@/lib/exports/pseudonyms";
import { listSourceRatings } from "@/lib/exports/rating-items";
import type { CardItem, DatasetItem, ExportedMention } from "@/lib/formats/dataset-items";
import { formatName, formatVersion, sourceSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";
import { claimTypes, credibilityGrades, stances, verdicts } from "@/lib/vocabulary";

/** What of a dataset stands beside its articles: nothing unless asked for; persons' ratings only by a choice of their own. */
export type ItemChoice = { cards: boolean; ratings: boolean; personRatings: boolean };
export type ItemKey = { id: string; people: Pseudonyms };

/** The most of a card's evidence and links; more than anybody reads. */
const ALL = 10_000;
const CARDS_AT_ONCE = 50;

const cardRows = z.array(
  z.object({
    number: z.bigint(),
    id: z.string(),
    statement: z.string(),
    type: z.enum(["content", "speech-act"]),
    claimTypes: z.array(z.enum(claimTypes)),
    verifiable: z.boolean().nullable(),
    publicInterest: z.boolean().nullable(),
    harm: z.boolean().nullable(),
    createdAt: z.date(),
  }),
);

/**
 * Claim cards and ratings of a project as the actor may see them (`seen_cards`, `seen_credibilities`, `seen_verdicts`,
 * `seen_ratings`: others' judgements only where one's own is saved), one by one, in the order in which they were made.
 * With `isIncluded` only mentions in those articles are listed; what is counted rests on all of them. Throws notFound,
 * forbidden.
 */
export async function* exportItems(
  actor: Actor,
  slug: string,
  key: ItemKey,
  choice: ItemChoice,
  isIncluded: (articleId: string) => boolean = () => true,
): AsyncGenerator<DatasetItem, void, undefined> {
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  const head = { format: formatName, version: formatVersion, pseudonymKey: key.id } as const;
  const rest = startPace();
  let after = 0n;
  while (choice.cards) {
    const rows = cardRows.parse(
      await db().$queryRaw`
        SELECT c."number", c."id", c."statement", c."type", c."claimTypes", c."verifiable", c."publicInterest", c."harm", c."createdAt"
          FROM seen_cards(${actor.userId}::uuid) c
         WHERE c."projectId" = ${projectId}::uuid AND c."number" > ${after} ORDER BY c."number" LIMIT ${CARDS_AT_ONCE}`,
    );
    for (const { number, createdAt, ...card } of rows) {
      after = number;
      const read = await readCardItem(actor, card, key.people, isIncluded);
      yield { ...head, item: "card", ...card, createdAt: createdAt.toISOString(), ...read };
      await rest();
    }
    if (rows.length < CARDS_AT_ONCE) break;
  }
  if (!choice.ratings) return;
  for await (const rating of listSourceRatings(actor, projectId, key.people, choice.personRatings))
    yield { ...head, item: "rating", ...rating };
}

type Card = { id: string; statement: string; type: "content" | "speech-act" };
type Read = Pick<
  CardItem,
  | "mentions"
  | "origins"
  | "dependencies"
  | "corroboration"
  | "credibilities"
  | "verdicts"
  | "evidence"
  | "links"
>;

async function readCardItem(
  actor: Actor,
  card: Card,
  people: Pseudonyms,
  isIncluded: (articleId: string) => boolean,
): Promise<Read> {
  const tx = db();
  const finals = await readFinalMentions(actor, card.id, tx);
  const network = await completeNetwork(actor, finals, tx);
  const sources = new Map(
    network.sources.map(({ id, name, kind, isHidden }) => [
      id,
      sourceSchema.parse({ id, name: isHidden ? hiddenName : name, kind }),
    ]),
  );
  const urls = await readUrls(finals.map((mention) => mention.articleId));
  const attributions = new Map(network.attributions.map((one) => [one.id, one]));
  const mentions = finals
    .filter((mention) => isIncluded(mention.articleId))
    .map((mention): ExportedMention => {
      const said = mention.attributionId === null ? undefined : attributions.get(mention.attributionId);
      return {
        id: mention.id,
        claim: mention.claimId,
        attribution: mention.attributionId,
        isSame: mention.isSame,
        stance: stances.find((one) => one === mention.stance) ?? "asserts",
        kind: mention.attributes.kind,
        article: mention.articleId,
        articleVersion: mention.versionId,
        layer: mention.layerId,
        title: mention.articleTitle,
        url: urls.get(mention.articleId) ?? null,
        publishedAt: mention.publishedAt?.toISOString() ?? null,
        publisher: (mention.publisherId && sources.get(mention.publisherId)) || null,
        quote: mention.quote,
        spans: mention.spans.map(({ start, end }) => ({ start, end })),
        words: said?.words || null,
        speakers: (said?.sourceIds ?? []).flatMap((id) => sources.get(id) ?? []),
      };
    });
  const listed = new Set(mentions.map(({ id }) => id));
  const counted = count(corroborationInputSchema.parse(toCorroborationInput(card, network)));
  const origins = (counted?.steps ?? []).flatMap((step) => {
    const source = step.step === "root" ? sources.get(step.root) : undefined;
    if (step.step !== "root" || !source) return [];
    return [{ source, mentions: step.mentions.filter((id) => listed.has(id)) }];
  });
  const roots = new Set(origins.map(({ source }) => source.id));
  const judged = await readJudgements(actor, card.id, people);
  return {
    mentions,
    origins,
    dependencies: listDependencies(network)
      .filter(({ a, b }) => roots.has(a) && roots.has(b))
      .map(({ a, b, level, why }) => ({ a, b, level, why })),
    corroboration: counted && figuresOf(counted),
    ...judged,
    evidence: (await readEvidence(card.id, tx, ALL)).map(({ byName: _byName, ...evidence }) => evidence),
    links: (await readLinks(actor, card.id, tx, ALL)).map((link) => ({ ...link, card: link.card.id })),
  };
}

function figuresOf({
  id: _id,
  steps: _steps,
  ...figures
}: Corroboration): Omit<Corroboration, "id" | "steps"> {
  return figures;
}

function count(input: CorroborationInput): Corroboration | null {
  try {
    return corroborate(input)[0] ?? null;
  } catch (error) {
    if (error instanceof AttributionCycleError) return null;
    throw error;
  }
}

async function readUrls(articleIds: readonly string[]): Promise<Map<string, string | null>> {
  const ids = [...new Set(articleIds)];
  const rows = await db().article.findMany({ where: { id: { in: ids } }, select: { id: true, url: true } });
  return new Map(rows.map(({ id, url }) => [id, url]));
}

const judgedRow = {
  id: z.string(),
  raterId: z.string(),
  rationale: z.string(),
  sawOthers: z.boolean(),
  createdAt: z.date(),
  scheme: z.string(),
  schemeVersion: z.string(),
};
const credibilityRows = z.array(z.object({ ...judgedRow, grade: z.enum(credibilityGrades) }));
const verdictRows = z.array(z.object({ ...judgedRow, verdict: z.enum(verdicts) }));

async function readJudgements(actor: Actor, cardId: string, people: Pseudonyms) {
  const credibilities = credibilityRows.parse(
    await db().$queryRaw`
      SELECT g."id", g."raterId", g."grade", g."rationale", g."sawOthers", g."createdAt", g."scheme", g."schemeVersion"
        FROM seen_credibilities(${actor.userId}::uuid) g WHERE g."cardId" = ${cardId}::uuid ORDER BY g."number"`,
  );
  const answered = verdictRows.parse(
    await db().$queryRaw`
      SELECT g."id", g."raterId", g."verdict", g."rationale", g."sawOthers", g."createdAt", g."scheme", g."schemeVersion"
        FROM seen_verdicts(${actor.userId}::uuid) g WHERE g."cardId" = ${cardId}::uuid ORDER BY g."number"`,
  );
  function told<T extends { raterId: string; createdAt: Date }>({ raterId, createdAt, ...row }: T) {
    return { ...row, by: people.person(raterId) ?? "", at: createdAt.toISOString() };
  }
  return { credibilities: credibilities.map(told), verdicts: answered.map(told) };
}
