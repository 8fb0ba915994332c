import "server-only";
import { z } from "zod";
import { db } from "@/lib/db";
import type { Pseudonyms } from "@/lib/exports/pseudonyms";
import type { RatingItem } from "@/lib/formats/dataset-items";
import { sourceSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { ratingRoles, reliabilityGrades } from "@/lib/vocabulary";

const RATINGS_AT_ONCE = 500;

const rows = z.array(
  z.object({
    number: z.bigint(),
    id: z.string(),
    raterId: z.string(),
    round: z.object({ id: z.string(), name: z.string() }).nullable(),
    source: sourceSchema,
    grade: z.enum(reliabilityGrades),
    role: z.enum(ratingRoles),
    topic: z.string(),
    periodFrom: z.string().nullable(),
    periodTo: z.string().nullable(),
    sawOthers: z.boolean(),
    reason: z.string(),
    ratedAt: z.date(),
    scheme: z.string(),
    schemeVersion: z.string(),
  }),
);

/**
 * The ratings that the actor sees of sources which a project's articles use as far as the actor sees that: their
 * publishers, and whom attributions of final layers mean. Persons' ratings are left out unless `withPersons`. Oldest first.
 */
export async function* listSourceRatings(
  actor: Actor,
  projectId: string,
  people: Pseudonyms,
  withPersons: boolean,
): AsyncGenerator<Omit<RatingItem, "format" | "version" | "pseudonymKey" | "item">> {
  const viewer = actor.userId;
  let after = 0n;
  for (;;) {
    const page = rows.parse(
      await db().$queryRaw`
        WITH used AS MATERIALIZED (
            SELECT canonical_source(a."publisherId") AS id FROM seen_articles(${viewer}::uuid) a
             WHERE a."projectId" = ${projectId}::uuid AND a."publisherId" IS NOT NULL
          UNION
            SELECT canonical_source(u."sourceId") FROM "AttributionSource" u
              JOIN final_layers(${viewer}::uuid) l ON l."id" = u."layerId"
             WHERE l."projectId" = ${projectId}::uuid AND u."deletedAt" IS NULL)
        SELECT r."number", r."id", r."raterId", r."grade", r."role", r."topic", r."periodFrom"::text AS "periodFrom",
               r."periodTo"::text AS "periodTo", r."sawOthers", r."rationale" AS reason, r."createdAt" AS "ratedAt",
               r."scheme", r."schemeVersion",
               CASE WHEN o."id" IS NULL THEN NULL ELSE jsonb_build_object('id', o."id", 'name', o."name") END AS round,
               jsonb_build_object('id', s."id", 'name', s."name", 'kind', s."kind") AS source
          FROM seen_ratings(${viewer}::uuid) r
          JOIN seen_sources(${viewer}::uuid) s ON s."id" = canonical_source(r."sourceId")
          LEFT JOIN "RatingRound" o ON o."id" = r."roundId"
         WHERE s."id" IN (SELECT id FROM used) AND (${withPersons} OR s."kind" <> 'person') AND r."number" > ${after}
         ORDER BY r."number" LIMIT ${RATINGS_AT_ONCE}`,
    );
    for (const { number, raterId, ratedAt, ...row } of page) {
      after = number;
      yield { ...row, rater: people.person(raterId) ?? "", ratedAt: ratedAt.toISOString() };
    }
    if (page.length < RATINGS_AT_ONCE) return;
  }
}
