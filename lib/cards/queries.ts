import "server-only";
import { z } from "zod";
import { requireCard } from "@/lib/cards/access";
import { listDependencies, toCorroborationInput } from "@/lib/cards/corroboration-input";
import { readNetwork } from "@/lib/cards/network";
import type { CardDto, CardEventDto, CredibilityDto } from "@/lib/cards/schema";
import { describeMentions, listOrigins, listPairs } from "@/lib/cards/view";
import { AttributionCycleError } from "@/lib/corroboration/chains";
import { type Corroboration, corroborate } from "@/lib/corroboration/corroborate";
import { corroborationInputSchema } from "@/lib/corroboration/schema";
import { describeParts } from "@/lib/corroboration/sentence";
import { db, type Tx } from "@/lib/db";
import { type Actor, can } from "@/lib/policy";
import { distributionOf } from "@/lib/ratings/distribution";
import { groupByScope, readRatings } from "@/lib/ratings/queries";
import { credibilityGrades } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

/**
 * A card with all that is computed from what the actor sees of it. The grades of its origins are folded until the actor
 * has saved a credibility; others' credibility shows after that too. Throws notFound, forbidden.
 */
export async function getCard(actor: Actor, cardId: string, tx: Tx = db()): Promise<CardDto> {
  const { card, project } = await requireCard(actor, cardId, "project.view", tx);
  const network = await readNetwork(actor, card.id, tx);
  const { result, problem } = compute(corroborationInputSchema.parse(toCorroborationInput(card, network)));
  const credibilities = await readCredibilities(actor, card.id, tx);
  const hasRated = credibilities.some((one) => one.isMine);
  const origins = listOrigins(network, result);
  const grades = hasRated
    ? await readGrades(
        actor,
        origins.map((origin) => origin.id),
        tx,
      )
    : null;
  return {
    id: card.id,
    projectSlug: project.slug,
    projectName: project.name,
    statement: card.statement,
    type: card.type,
    revision: card.revision,
    createdAt: card.createdAt.toISOString(),
    mentions: describeMentions(network, result),
    rejected: network.mentions
      .filter((mention) => !mention.isSame)
      .map((mention) => ({
        claimId: mention.claimId,
        quote: mention.quote,
        kind: mention.attributes.kind,
        articleId: mention.articleId,
        articleTitle: mention.articleTitle,
        publishedAt: mention.publishedAt?.toISOString() ?? null,
      })),
    result,
    sentence: result ? describeParts(result, card.type) : [],
    problem,
    origins: origins.map((origin) => ({ ...origin, grades: grades ? (grades.get(origin.id) ?? []) : null })),
    pairs: listPairs(origins, listDependencies(network), result),
    credibilities,
    hasRated,
    events: await listCardEvents(card.id, tx),
    canEdit: can(project.role, "card.edit"),
    canRate: can(project.role, "card.rate"),
  };
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

const credibilityRows = z.array(
  z.object({
    id: z.string(),
    raterId: z.string(),
    raterName: z.string(),
    grade: z.enum(credibilityGrades),
    rationale: z.string(),
    sawOthers: z.boolean(),
    createdAt: z.date(),
  }),
);

async function readCredibilities(actor: Actor, cardId: string, tx: Tx): Promise<CredibilityDto[]> {
  const rows = credibilityRows.parse(
    await tx.$queryRaw`
      SELECT g."id", g."raterId", u."name" AS "raterName", g."grade", g."rationale", g."sawOthers", g."createdAt"
        FROM seen_credibilities(${actor.userId}::uuid) g JOIN "User" u ON u."id" = g."raterId"
       WHERE g."cardId" = ${cardId}::uuid ORDER BY g."number" DESC LIMIT 200`,
  );
  return rows.map(({ raterId, createdAt, ...row }) => ({
    ...row,
    isMine: raterId === actor.userId,
    createdAt: createdAt.toISOString(),
  }));
}

const eventRows = z.array(
  z.object({ id: z.bigint(), type: z.string(), at: z.date(), actorName: z.string().nullable() }),
);

/** The newest changes of a card, without what was said about its credibility. */
async function listCardEvents(cardId: string, tx: Tx): Promise<CardEventDto[]> {
  const rows = eventRows.parse(
    await tx.$queryRaw`
      SELECT e."id", e."type", e."at", u."name" AS "actorName" FROM "Event" e LEFT JOIN "User" u ON u."id" = e."actorId"
       WHERE e."subjectId" = ${cardId}::uuid AND e."type" <> 'credibility.saved'
       ORDER BY e."id" DESC LIMIT 30`,
  );
  return rows.map((row) => ({
    id: String(row.id),
    type: row.type,
    at: row.at.toISOString(),
    actorName: row.actorName ?? "Somebody",
  }));
}
