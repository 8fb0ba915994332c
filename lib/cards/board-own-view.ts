import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { type CardFigures, countCard } from "@/lib/standings/card-figures";
import { largeCard } from "@/lib/standings/schema";

/** More of such cards than this, and large ones, are left out of the board until the actor has handed in. */
const mostCounted = 40;

const blindRows = z.array(
  z.object({
    id: z.string(),
    projectId: z.string(),
    number: z.bigint(),
    statement: z.string(),
    type: z.enum(["content", "speech-act"]),
    createdAt: z.date(),
    stored: z.number(),
    isDisputed: z.boolean(),
  }),
);

/** A card counted for one person alone, as its own page shows it to them. */
export type OwnCard = {
  row: CardFigures & {
    id: string;
    number: bigint;
    statement: string;
    createdAt: Date;
    isDisputed: boolean;
    isPending: boolean;
  };
  origins: string[];
};

/**
 * The cards of a project that rest on an article on which the actor has an unsubmitted layer, counted without it; for
 * nearly everybody there is none. `hidden` are the ids of all others of them: those the actor
 * does not see at all, and those too many or too large to be counted here, of which `hasLeftOut` tells.
 */
export async function countOwnView(
  actor: Actor,
  projectId: string,
  tx: Tx,
): Promise<{ own: OwnCard[]; hidden: string[]; hasLeftOut: boolean }> {
  const blind = blindRows.parse(
    await tx.$queryRaw`
      SELECT c."id", c."projectId", c."number", c."statement", c."type", c."createdAt", s."mentions" AS stored,
             EXISTS (SELECT 1 FROM "CardDispute" d WHERE d."raterId" = ${actor.userId}::uuid AND d."cardId" = c."id") AS "isDisputed"
        FROM (SELECT b.id FROM blind_cards(${actor.userId}::uuid) b(id)) b
        JOIN "CardStanding" s ON s."cardId" = b.id AND s."projectId" = ${projectId}::uuid
        JOIN "ClaimCard" c ON c."id" = s."cardId"
       ORDER BY c."number" DESC`,
  );
  if (blind.length === 0) return { own: [], hidden: [], hasLeftOut: false };
  const ids = z.array(z.object({ id: z.string() })).parse(
    await tx.$queryRaw`
      SELECT c."id" FROM seen_cards(${actor.userId}::uuid) c WHERE c."id" = ANY(${blind.map((card) => card.id)}::uuid[])`,
  );
  const seen = new Set(ids.map((row) => row.id));
  const counted = blind.filter((card) => seen.has(card.id) && card.stored <= largeCard).slice(0, mostCounted);
  const own: OwnCard[] = [];
  for (const { stored: _stored, ...card } of counted) {
    const { figures, origins } = await countCard(actor, card, tx);
    own.push({ row: { ...card, ...figures, isPending: false }, origins });
  }
  const known = new Set(own.map((card) => card.row.id));
  const hidden = blind.map((card) => card.id).filter((id) => !known.has(id));
  return { own, hidden, hasLeftOut: hidden.some((id) => seen.has(id)) };
}
