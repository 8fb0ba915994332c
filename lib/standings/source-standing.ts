import "server-only";
import { z } from "zod";
import { inLongTransaction, type Tx } from "@/lib/db";
import { lockStandings } from "@/lib/standings/access";
import { ratingLastsDays } from "@/lib/standings/schema";
import { isFinal } from "@/lib/versions/final-sql";

/** Sources worked off in one transaction. */
const AT_ONCE = 50;

const workRows = z.array(z.object({ id: z.bigint(), subjectId: z.string() }));

/**
 * Counts the noted sources again: uses by project, the last rating, whether a rating is due, and how far apart the
 * grades are that each rater may see. Returns how many, 0 also where another process is at work.
 */
export function recomputeSources(): Promise<number> {
  return inLongTransaction(async (tx) => {
    if (!(await lockStandings(tx))) return 0;
    const work = workRows.parse(
      await tx.$queryRaw`
        SELECT w."id", w."subjectId" FROM "StandingWork" w WHERE w."kind" = 'source-figures' ORDER BY w."id" LIMIT ${AT_ONCE * 10}`,
    );
    const ids = [...new Set(work.map((one) => one.subjectId))].slice(0, AT_ONCE);
    if (ids.length === 0) return 0;
    await storeFigures(ids, tx);
    await storeUses(ids, tx);
    await storeSpreads(ids, tx);
    const done = work.filter((one) => ids.includes(one.subjectId)).map((one) => one.id);
    await tx.$executeRaw`DELETE FROM "StandingWork" WHERE "id" = ANY(${done}::bigint[])`;
    return ids.length;
  });
}

async function storeFigures(ids: readonly string[], tx: Tx): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "SourceStanding" ("sourceId", "isListed", "lastRatedAt", "dueFrom", "isDue", "computedAt")
    SELECT f.*, f."dueFrom" IS NOT NULL AND f."dueFrom" <= now(), now()
      FROM (SELECT s."id", g."isListed", r."lastRatedAt",
                   CASE WHEN g."isListed" AND (s."kind" <> 'person' OR i."ratesPersons")
                        THEN coalesce(r."lastRatedAt" + make_interval(days => ${ratingLastsDays}::int), 'epoch'::timestamptz) END AS "dueFrom"
              FROM "Source" s
              JOIN "Installation" i ON i."id" = 1
             CROSS JOIN LATERAL (SELECT NOT s."isProposal" AND s."canonicalId" IS NULL AS "isListed") g
             CROSS JOIN LATERAL (SELECT max(r."createdAt") AS "lastRatedAt" FROM "SourceRating" r
                                  WHERE r."sourceId" IN (SELECT source_family(s."id"))) r
             WHERE s."id" = ANY(${ids}::uuid[])) f
    ON CONFLICT ("sourceId") DO UPDATE SET "isListed" = EXCLUDED."isListed", "lastRatedAt" = EXCLUDED."lastRatedAt",
       "dueFrom" = EXCLUDED."dueFrom", "isDue" = EXCLUDED."isDue", "computedAt" = EXCLUDED."computedAt"`;
}

/** A merged source has no uses of its own: the one that stands for it has them. */
async function storeUses(ids: readonly string[], tx: Tx): Promise<void> {
  await tx.$executeRaw`DELETE FROM "SourceUse" WHERE "sourceId" = ANY(${ids}::uuid[])`;
  await tx.$executeRaw`
    INSERT INTO "SourceUse" ("projectId", "sourceId", "published", "attributed", "uses", "isDue")
    SELECT u."projectId", s."id", sum(u.published), sum(u.attributed), sum(u.published + u.attributed), t."isDue"
      FROM "Source" s
      JOIN "SourceStanding" t ON t."sourceId" = s."id"
     CROSS JOIN LATERAL (
         SELECT a."projectId", count(*) AS published, 0::bigint AS attributed FROM "Article" a
          WHERE a."publisherId" IN (SELECT source_family(s."id")) AND a."withdrawnAt" IS NULL GROUP BY 1
       UNION ALL
         SELECT l."projectId", 0, count(DISTINCT n."id")
           FROM "AttributionSource" x
           JOIN "Annotation" n ON n."id" = x."attributionId" AND n."deletedAt" IS NULL
           JOIN "Layer" l ON l."id" = x."layerId"
           JOIN "Article" a ON a."id" = l."articleId" AND ${isFinal} AND NOT a."isGold" AND a."withdrawnAt" IS NULL
          WHERE x."sourceId" IN (SELECT source_family(s."id")) AND x."deletedAt" IS NULL GROUP BY 1) u
     WHERE s."id" = ANY(${ids}::uuid[]) AND s."canonicalId" IS NULL
     GROUP BY u."projectId", s."id", t."isDue"`;
}

/** Per rater as `seen_ratings` lets them see; of one rater's several grades in a scope the newest counts, and F is missing. */
async function storeSpreads(ids: readonly string[], tx: Tx): Promise<void> {
  await tx.$executeRaw`DELETE FROM "RaterSpread" WHERE "sourceId" = ANY(${ids}::uuid[])`;
  await tx.$executeRaw`
    INSERT INTO "RaterSpread" ("raterId", "sourceId", "spread")
    SELECT o."raterId", o."sourceId", seen_spread(o."raterId", o."sourceId")
      FROM (SELECT DISTINCT r."raterId", r."sourceId" FROM "SourceRating" r WHERE r."sourceId" = ANY(${ids}::uuid[])) o`;
}
