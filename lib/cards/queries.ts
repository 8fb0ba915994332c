import "server-only";
import { z } from "zod";
import { requireCard } from "@/lib/cards/access";
import { listDependencies, toCorroborationInput } from "@/lib/cards/corroboration-input";
import {
  listCardEvents,
  readCredibilities,
  readDescription,
  readEvidence,
  readInterests,
  readLinks,
  readMoves,
  readVerdicts,
} from "@/lib/cards/details";
import { buildGraph } from "@/lib/cards/graph";
import { readNetwork } from "@/lib/cards/network";
import { layOutValues } from "@/lib/cards/number-line";
import type { CardDto, MentionDto } from "@/lib/cards/schema";
import { listCardsOfClaims } from "@/lib/cards/search";
import {
  describeMentions,
  describeRejected,
  listOrigins,
  listPairs,
  listUnnamed,
  listValued,
} from "@/lib/cards/view";
import { AttributionCycleError } from "@/lib/corroboration/chains";
import { type Corroboration, corroborate } from "@/lib/corroboration/corroborate";
import { corroborationInputSchema } from "@/lib/corroboration/schema";
import { describeParts } from "@/lib/corroboration/sentence";
import { db, type Tx } from "@/lib/db";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, can } from "@/lib/policy";
import { distributionOf } from "@/lib/ratings/distribution";
import { groupByScope, readRatings } from "@/lib/ratings/queries";
import { Prisma } from "@/prisma/generated/client";

/** Which page of a card's mentions: from a cursor of another page on, or the page that holds one mention. */
export type MentionPlace = { cursor?: string; at?: string };

/**
 * A card with all that is computed from what the actor sees of it, and one page of its mentions. The grades of its
 * origins are folded until the actor has answered what the project's truth scale asks; others' answers show after one's
 * own too. Throws notFound, forbidden, badInput `bad-cursor`.
 */
export async function getCard(
  actor: Actor,
  cardId: string,
  place: MentionPlace = {},
  tx: Tx = db(),
): Promise<CardDto> {
  const { card, project } = await requireCard(actor, cardId, "project.view", tx);
  const network = await readNetwork(actor, card.id, tx);
  const input = corroborationInputSchema.parse(toCorroborationInput(card, network));
  const { result, problem } = compute(input);
  const description = await readDescription(card.id, tx);
  const credibilities = await readCredibilities(actor, card.id, tx);
  const verdicts = await readVerdicts(actor, card.id, tx);
  const { truthScale } = description;
  const hasRated =
    (truthScale === "verdict" || credibilities.some((one) => one.isMine)) &&
    (truthScale === "credibility" || verdicts.some((one) => one.isMine));
  const mentions = describeMentions(network, result);
  const numbers = new Map(mentions.map((mention) => [mention.id, mention.number]));
  const page = pageOfMentions(mentions, place);
  const cards = await listCardsOfClaims(
    actor,
    page.items.map((mention) => mention.claimId),
    tx,
  );
  const origins = listOrigins(network, result, numbers);
  const interests = await readInterests(card.id, tx);
  const grades = hasRated
    ? await readGrades(
        actor,
        origins.map((origin) => origin.id),
        tx,
      )
    : null;
  const rejected = network.mentions.filter((mention) => !mention.isSame);
  const canEdit = can(project.role, "card.edit");
  return {
    id: card.id,
    projectSlug: project.slug,
    projectName: project.name,
    statement: card.statement,
    type: card.type,
    revision: card.revision,
    createdAt: card.createdAt.toISOString(),
    ...description,
    mentions: page.items.map((mention) => ({
      ...mention,
      otherCards: (cards.get(mention.claimId) ?? []).filter((other) => other.id !== card.id),
    })),
    mentionPages: { previous: page.previous, next: page.next },
    unnamed: listUnnamed(mentions),
    rejected: describeRejected(rejected),
    rejectedCount: rejected.length,
    lines: layOutValues(listValued(network, numbers)),
    result,
    sentence: result ? describeParts(result, card.type) : [],
    problem,
    origins: origins.map((origin) => ({
      ...origin,
      interests: interests.get(origin.id) ?? [],
      grades: grades ? (grades.get(origin.id) ?? []) : null,
    })),
    pairs: listPairs(origins, listDependencies(network), result, network.history),
    graph: result && buildGraph(project.slug, network, input, result),
    credibilities,
    verdicts,
    hasRated,
    evidence: await readEvidence(card.id, tx),
    links: await readLinks(actor, card.id, tx),
    moves: canEdit ? await readMoves(card.id, tx) : [],
    events: await listCardEvents(card.id, tx),
    canEdit,
    canRate: can(project.role, "card.rate"),
  };
}

function pageOfMentions(
  mentions: readonly MentionDto[],
  { cursor: text, at }: MentionPlace,
): Page<MentionDto> {
  const cursor = decodeCursor(z.int().min(0), text);
  const asked = at === undefined || cursor ? undefined : mentions.find((mention) => mention.id === at);
  // The page that holds the mention asked for, counted in whole pages from the first.
  const before = asked ? Math.floor((asked.number - 1) / pageSize) * pageSize : 0;
  const from = cursor ?? (before > 0 ? { side: "after" as const, key: before } : null);
  const rows =
    from?.side === "before"
      ? mentions.filter((mention) => mention.number < from.key).toReversed()
      : mentions.filter((mention) => mention.number > (from?.key ?? 0));
  return makePage(rows.slice(0, pageSize + 1), from, (mention) => mention.number);
}

function compute(input: z.infer<typeof corroborationInputSchema>): {
  result: Corroboration | null;
  problem: string | null;
} {
  try {
    return { result: corroborate(input)[0] ?? null, problem: null };
  } catch (error) {
    if (error instanceof AttributionCycleError)
      return {
        result: null,
        problem:
          "Some attributions on this card rest on each other in a circle, so nothing can be counted. Reopen their article and mend what rests on what.",
      };
    throw error;
  }
}

async function readGrades(actor: Actor, sourceIds: string[], tx: Tx) {
  const ratings = await readRatings(actor, Prisma.sql`r."sourceId" = ANY(${sourceIds}::uuid[])`, tx);
  return new Map(
    sourceIds.map((id) => [
      id,
      groupByScope(ratings.filter((rating) => rating.sourceId === id)).map(
        ({ role, topic, ratings: own }) => ({
          role,
          topic,
          distribution: distributionOf(own),
        }),
      ),
    ]),
  );
}
