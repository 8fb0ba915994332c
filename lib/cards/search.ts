import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { quoteSql } from "@/lib/cards/mark-sql";
import type { CardName } from "@/lib/cards/schema";
import { db, type Tx } from "@/lib/db";
import { type Actor, can } from "@/lib/policy";
import { escapeLike } from "@/lib/sources/queries";
import { Prisma } from "@/prisma/generated/client";

const names = z.array(z.object({ id: z.string(), statement: z.string() }));

/**
 * A project's cards that the actor sees and whose statement holds or resembles `q`, likest first, at most 20; the newest
 * for an empty `q`. Throws notFound.
 */
export async function searchCards(actor: Actor, slug: string, q: string, tx: Tx = db()): Promise<CardName[]> {
  const project = await requireProject(actor, slug, "project.view", tx);
  const words = q.trim().normalize("NFC");
  const match =
    words === ""
      ? Prisma.empty
      : Prisma.sql`AND (c."statement" ILIKE ${`%${escapeLike(words)}%`} OR ${words} <% c."statement")`;
  const order =
    words === ""
      ? Prisma.empty
      : Prisma.sql`(c."statement" ILIKE ${`%${escapeLike(words)}%`}) DESC, word_similarity(${words}, c."statement") DESC,`;
  return names.parse(
    await tx.$queryRaw`
      SELECT c."id", c."statement" FROM seen_cards(${actor.userId}::uuid) c
       WHERE c."projectId" = ${project.projectId}::uuid ${match}
       ORDER BY ${order} c."number" DESC LIMIT 20`,
  );
}

const claimCards = z.array(z.object({ claimId: z.string(), id: z.string(), statement: z.string() }));

/** The cards, of those that the actor sees, that each claim is on; a claim on none is not in the map. */
export async function listCardsOfClaims(
  actor: Actor,
  claimIds: readonly string[],
  tx: Tx = db(),
): Promise<Map<string, CardName[]>> {
  const rows = claimCards.parse(
    await tx.$queryRaw`
      SELECT DISTINCT m."claimId", c."id", c."statement"
        FROM "Mention" m JOIN seen_cards(${actor.userId}::uuid) c ON c."id" = m."cardId"
       WHERE m."claimId" = ANY(${[...claimIds]}::uuid[]) AND m."isSame" AND m."deletedAt" IS NULL
       ORDER BY c."statement", c."id"`,
  );
  const cards = new Map<string, CardName[]>();
  for (const { claimId, ...card } of rows) cards.set(claimId, [...(cards.get(claimId) ?? []), card]);
  return cards;
}

/** The cards of an outcome's final claims, for who may make cards there; null for anybody else. Throws notFound. */
export async function listCardsOfOutcome(
  actor: Actor,
  outcome: { slug: string; places: readonly { final: readonly { id: string; kind: string }[] }[] },
  tx: Tx = db(),
): Promise<ReadonlyMap<string, CardName[]> | null> {
  const { role } = await requireProject(actor, outcome.slug, "project.view", tx);
  if (!can(role, "card.edit")) return null;
  const claims = outcome.places.flatMap((place) => place.final.filter((mark) => mark.kind === "claim"));
  return listCardsOfClaims(
    actor,
    claims.map((claim) => claim.id),
    tx,
  );
}

const finalClaims = z.array(z.object({ id: z.string(), words: z.string() }));

/** More final claims of one article than this are not listed on its page. */
const LISTED_CLAIMS = 200;

/**
 * A finished article's final claims in reading order with their cards, at most 200, for who may make cards there and sees
 * its final layer; empty for anybody else.
 */
export async function listFinalClaims(
  actor: Actor,
  article: { id: string; slug: string },
  tx: Tx = db(),
): Promise<{ id: string; words: string; cards: CardName[] }[]> {
  const { role } = await requireProject(actor, article.slug, "project.view", tx);
  if (!can(role, "card.edit")) return [];
  const claims = finalClaims.parse(
    await tx.$queryRaw`
      SELECT n."id", ${quoteSql("body")} AS words
        FROM final_layers(${actor.userId}::uuid) l
        JOIN "Annotation" n ON n."layerId" = l."id" AND n."kind" = 'claim' AND n."deletedAt" IS NULL
       WHERE l."articleId" = ${article.id}::uuid
       ORDER BY (SELECT min(s."start") FROM "AnnotationSpan" s WHERE s."annotationId" = n."id"), n."id"
       LIMIT ${LISTED_CLAIMS}`,
  );
  const cards = await listCardsOfClaims(
    actor,
    claims.map((claim) => claim.id),
    tx,
  );
  return claims.map((claim) => ({ ...claim, cards: cards.get(claim.id) ?? [] }));
}
