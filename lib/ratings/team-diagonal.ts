import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { diagonalOf } from "@/lib/ratings/diagonal";
import type { DiagonalDto } from "@/lib/ratings/schema";
import { requireRegister } from "@/lib/sources/access";
import { credibilityGrades, reliabilityGrades } from "@/lib/vocabulary";

/** How many credibility grades back the figure looks. */
export const diagonalWindow = 1_000;

const rows = z.array(
  z.object({ reliability: z.enum(reliabilityGrades), credibility: z.enum(credibilityGrades) }),
);

/**
 * The team's diagonal share over the newest 1,000 credibility grades: each rater's newest grade of a card, with the same
 * rater's newest grade of each source that the card's mentions name (the publisher for a claim without an attribution).
 * Only grades that the actor may see on both sides are counted (`seen_ratings`, `seen_credibilities`). Throws forbidden.
 */
export async function getTeamDiagonal(actor: Actor, tx: Tx = db()): Promise<DiagonalDto> {
  await requireRegister(actor, "source.rate", tx);
  const pairs = rows.parse(
    await tx.$queryRaw`
      WITH recent AS MATERIALIZED (
        SELECT "id", "number", "cardId", "raterId", "grade" FROM "Credibility" ORDER BY "number" DESC LIMIT ${diagonalWindow}),
      claims AS MATERIALIZED (
        SELECT DISTINCT ON (c."raterId", c."cardId") c."raterId", c."cardId", c."grade"
          FROM recent c
         WHERE EXISTS (SELECT 1 FROM seen_credibilities(${actor.userId}::uuid) g WHERE g."id" = c."id")
         ORDER BY c."raterId", c."cardId", c."number" DESC),
      pairs AS MATERIALIZED (
        SELECT DISTINCT c."raterId", c."cardId", c."grade", canonical_source(coalesce(u."sourceId", a."publisherId")) AS source
          FROM claims c
          JOIN "Mention" m ON m."cardId" = c."cardId" AND m."isSame" AND m."deletedAt" IS NULL
          LEFT JOIN "AttributionSource" u ON u."attributionId" = m."attributionId" AND u."deletedAt" IS NULL
          LEFT JOIN "Annotation" n ON n."id" = m."claimId" AND m."attributionId" IS NULL
          LEFT JOIN "Layer" l ON l."id" = n."layerId"
          LEFT JOIN "Article" a ON a."id" = l."articleId"
         WHERE coalesce(u."sourceId", a."publisherId") IS NOT NULL)
      SELECT r."grade" AS reliability, p."grade" AS credibility
        FROM pairs p
       CROSS JOIN LATERAL (
         SELECT s."grade" FROM seen_ratings(${actor.userId}::uuid) s
          WHERE s."sourceId" = p.source AND s."raterId" = p."raterId" ORDER BY s."number" DESC LIMIT 1) r`,
  );
  return diagonalOf(pairs);
}
