import "server-only";
import { z } from "zod";
import type { ProjectAccess } from "@/lib/access";
import type { SeenCard } from "@/lib/cards/access";
import { listDependencies, toCorroborationInput } from "@/lib/cards/corroboration-input";
import { readInterests } from "@/lib/cards/details";
import { buildGraph } from "@/lib/cards/graph";
import { completeNetwork, readFinalMentions } from "@/lib/cards/network";
import { layOutValues } from "@/lib/cards/number-line";
import { findLayerOwner, listCardLayers, readPreviewNetwork } from "@/lib/cards/preview";
import type { CardReading, CardResult, MentionDto } from "@/lib/cards/schema";
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
import { type CorroborationInput, corroborationInputSchema } from "@/lib/corroboration/schema";
import { describeParts } from "@/lib/corroboration/sentence";
import type { Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { type Cursor, decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { largeCard } from "@/lib/standings/schema";

/**
 * Which page of a card's mentions: from a cursor of another page on, or the page that holds one mention. `layer` asks for a
 * preview on the person whose layer it is.
 */
export type MentionPlace = { cursor?: string; at?: string; layer?: string };

/** A card as its reader may read it. */
export type CardQuestion = { actor: Actor; card: SeenCard; project: ProjectAccess; place: MentionPlace };

/** The most origins that a page lists. */
const LISTED_ORIGINS = 200;

/**
 * Computes a card from what the actor sees of it: on final layers, or on one person's as a preview. Time grows with the
 * card's mentions. Throws notFound for a layer that is not the actor's to see here, badInput `bad-cursor`.
 */
export async function readCard({ actor, card, project, place }: CardQuestion, tx: Tx): Promise<CardReading> {
  const final = await readFinalMentions(actor, card.id, tx);
  const people = await listCardLayers(actor, project, final, tx);
  const ownerId = place.layer ? await findLayerOwner(actor, place.layer, final, tx) : null;
  const chosen = people.find((one) => one.ownerId === ownerId) ?? null;
  if (place.layer && !chosen) throw notFound();
  const network = chosen
    ? await readPreviewNetwork(actor, chosen, final, tx)
    : await completeNetwork(actor, final, tx);
  const input = corroborationInputSchema.parse(toCorroborationInput(card, network));
  const { result, problem } = compute(input);
  const mentions = describeMentions(project.slug, network, result);
  const numbers = new Map(mentions.map((mention) => [mention.id, mention.number]));
  const page = pageOfMentions(mentions, place);
  const interests = await readInterests(card.id, tx);
  const origins = listOrigins(network, result, numbers);
  const rejected = final.filter((mention) => !mention.isSame);
  const layers = people.map(({ ownerId: _ownerId, ...layer }) => layer);
  return {
    mentions: page.items,
    mentionPages: { previous: page.previous, next: page.next, layer: chosen?.id ?? null },
    unnamed: listUnnamed(mentions),
    rejected: describeRejected(rejected),
    rejectedCount: rejected.length,
    lines: layOutValues(listValued(network, numbers)),
    result: result && withoutSteps(result),
    sentence: result ? describeParts(result, card.type) : [],
    problem,
    origins: mostMentioned(origins).map((origin) => ({
      ...origin,
      interests: interests.get(origin.id) ?? [],
    })),
    pairs: listPairs(origins, listDependencies(network), result, network.history),
    graph: result && buildGraph(project.slug, network, input, result, interests),
    layers,
    preview: layers.find((layer) => layer.id === chosen?.id) ?? null,
  };
}

/** Whether a card has more mentions than are computed on a request; counts no further. */
export async function isLargeCard(cardId: string, tx: Tx): Promise<boolean> {
  const rows = z.array(z.object({ count: z.number() })).parse(
    await tx.$queryRaw`
        SELECT count(*)::int AS count
          FROM (SELECT 1 FROM "Mention" m WHERE m."cardId" = ${cardId}::uuid AND m."deletedAt" IS NULL LIMIT ${largeCard + 1}) x`,
  );
  return (rows[0]?.count ?? 0) > largeCard;
}

/** The cursor of a place, or null for none; throws badInput `bad-cursor`. */
export function mentionCursor({ cursor }: MentionPlace): Cursor<number> | null {
  return decodeCursor(z.int().min(0), cursor);
}

function withoutSteps({ steps, ...figures }: Corroboration): CardResult {
  const values = steps.find((step) => step.step === "values");
  return { ...figures, values: values?.step === "values" ? values.relation : null };
}

function mostMentioned<T extends { mentionCount: number }>(origins: readonly T[]): readonly T[] {
  if (origins.length <= LISTED_ORIGINS) return origins;
  return origins.toSorted((a, b) => b.mentionCount - a.mentionCount).slice(0, LISTED_ORIGINS);
}

function pageOfMentions(mentions: readonly MentionDto[], place: MentionPlace): Page<MentionDto> {
  const cursor = mentionCursor(place);
  const { at } = place;
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

function compute(input: CorroborationInput): {
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
