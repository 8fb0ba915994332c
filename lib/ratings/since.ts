import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import type { SinceDto } from "@/lib/ratings/schema";

const rows = z.tuple([
  z.object({
    verdicts: z.number(),
    against: z.number(),
    corrections: z.number(),
    newest: z
      .object({
        articleId: z.string(),
        projectSlug: z.string(),
        articleTitle: z.string(),
        number: z.number(),
      })
      .nullable(),
  }),
]);

/**
 * What became known of a source after a moment (ISO 8601), in cards and articles that the actor sees: credibility grades
 * of and verdicts on claims it said or, without an attribution, printed, by `seen_credibilities` and `seen_verdicts`, and corrections of articles
 * it published: new versions that it declared to be some. Each count stops at 100.
 */
export async function readSince(
  actor: Actor,
  sourceId: string,
  from: string,
  tx: Tx = db(),
): Promise<SinceDto> {
  const [counts] = rows.parse(
    await tx.$queryRaw`
      WITH family AS MATERIALIZED (SELECT * FROM source_family(${sourceId}::uuid) AS f(id)),
      cards AS MATERIALIZED (
               SELECT m."cardId" FROM "AttributionSource" u
                 JOIN "Mention" m ON m."attributionId" = u."attributionId" AND m."isSame" AND m."deletedAt" IS NULL
                WHERE u."sourceId" IN (SELECT id FROM family) AND u."deletedAt" IS NULL
               UNION
               SELECT m."cardId" FROM "Article" a
                 JOIN "Layer" l ON l."articleId" = a."id" AND l."kind" = 'adjudicated'
                 JOIN "Annotation" n ON n."layerId" = l."id" AND n."kind" = 'claim'
                 JOIN "Mention" m ON m."claimId" = n."id" AND m."attributionId" IS NULL AND m."isSame" AND m."deletedAt" IS NULL
                WHERE a."publisherId" IN (SELECT id FROM family)),
      verdicts AS (
        SELECT g."grade" IN ('4', '5') AS "isAgainst" FROM cards c
          JOIN seen_credibilities(${actor.userId}::uuid) g ON g."cardId" = c."cardId" AND g."createdAt" > ${from}::timestamptz
        UNION ALL
        SELECT g."verdict" = 'refuted' FROM cards c
          JOIN seen_verdicts(${actor.userId}::uuid) g ON g."cardId" = c."cardId" AND g."createdAt" > ${from}::timestamptz
         LIMIT 100),
      corrections AS (
        SELECT a."id", a."projectId", a."title", v."number" FROM seen_articles(${actor.userId}::uuid) a
          JOIN "ArticleVersion" v ON v."articleId" = a."id"
         WHERE a."publisherId" IN (SELECT id FROM family) AND v."number" > 1 AND v."change" = 'correction'
           AND v."createdAt" > ${from}::timestamptz
         ORDER BY v."createdAt" DESC LIMIT 100)
      SELECT (SELECT count(*)::int FROM verdicts) AS verdicts,
             (SELECT count(*)::int FROM verdicts WHERE "isAgainst") AS against,
             (SELECT count(*)::int FROM corrections) AS corrections,
             (SELECT jsonb_build_object('articleId', c."id", 'projectSlug', p."slug", 'articleTitle', c."title", 'number', c."number")
                FROM corrections c JOIN "Project" p ON p."id" = c."projectId" LIMIT 1) AS newest`,
  );
  return { from, ...counts };
}
