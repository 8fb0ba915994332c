import "server-only";
import { requireCard } from "@/lib/cards/access";
import {
  listCardEvents,
  readCredibilities,
  readDescription,
  readEvidence,
  readLinks,
  readMoves,
  readVerdicts,
} from "@/lib/cards/details";
import { isLargeCard, type MentionPlace, mentionCursor, readCard } from "@/lib/cards/read-card";
import { readCardInThread } from "@/lib/cards/read-in-thread";
import type { CardDto } from "@/lib/cards/schema";
import { listCardsOfClaims } from "@/lib/cards/search";
import { db, type Tx } from "@/lib/db";
import { type Actor, can } from "@/lib/policy";
import { distributionOf } from "@/lib/ratings/distribution";
import { groupByScope, readRatings } from "@/lib/ratings/queries";
import { Prisma } from "@/prisma/generated/client";

/**
 * A card with all that is computed from what the actor sees of it, and one page of its mentions. A large card is computed
 * in a worker thread (unless it is read in `tx`), so that no other request waits for it. The grades of its origins are
 * folded until the actor has answered what the project's truth scale asks; others' answers show after one's own too.
 * With `place.layer` everything computed is a preview on that layer's person, and nothing can be edited. Throws notFound
 * (also for a layer that the actor does not see here), forbidden, badInput `bad-cursor`.
 */
export async function getCard(
  actor: Actor,
  cardId: string,
  place: MentionPlace = {},
  tx?: Tx,
): Promise<CardDto> {
  mentionCursor(place);
  const t = tx ?? db();
  const { card, project } = await requireCard(actor, cardId, "project.view", t);
  const question = { actor, card, project, place };
  const reading =
    !tx && (await isLargeCard(card.id, t)) ? await readCardInThread(question) : await readCard(question, t);
  const description = await readDescription(card.id, t);
  const credibilities = await readCredibilities(actor, card.id, t);
  const verdicts = await readVerdicts(actor, card.id, t);
  const { truthScale } = description;
  const hasRated =
    (truthScale === "verdict" || credibilities.some((one) => one.isMine)) &&
    (truthScale === "credibility" || verdicts.some((one) => one.isMine));
  const cards = await listCardsOfClaims(
    actor,
    reading.mentions.map((mention) => mention.claimId),
    t,
  );
  const originIds = reading.origins.map((origin) => origin.id);
  const grades = hasRated ? await readGrades(actor, originIds, t) : null;
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
    ...reading,
    mentions: reading.mentions.map((mention) => ({
      ...mention,
      otherCards: (cards.get(mention.claimId) ?? []).filter((other) => other.id !== card.id),
    })),
    origins: reading.origins.map((origin) => ({
      ...origin,
      grades: grades ? (grades.get(origin.id) ?? []) : null,
    })),
    credibilities,
    verdicts,
    hasRated,
    evidence: await readEvidence(card.id, t),
    links: await readLinks(actor, card.id, t),
    moves: canEdit ? await readMoves(card.id, t) : [],
    events: await listCardEvents(card.id, t),
    canEdit: canEdit && reading.preview === null,
    canRate: can(project.role, "card.rate") && reading.preview === null,
  };
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
