import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import type { RecordItem, SourceRecordDto } from "@/lib/ratings/schema";
import { isFinal } from "@/lib/versions/final-sql";
import { versionChanges } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

/** How many entries of each list of a source's record stand beside the rating form. */
export const recordLength = 20;

const itemRows = z.array(
  z.object({
    annotationId: z.string(),
    quote: z.string(),
    articleId: z.string(),
    projectSlug: z.string(),
    articleTitle: z.string(),
    isFinal: z.boolean(),
    how: z.enum(["said", "printed"]),
    cardId: z.string().nullable(),
    grades: z.array(z.string()),
    verdicts: z.array(z.string()),
  }),
);
const correctionRows = z.array(
  z.object({
    articleId: z.string(),
    projectSlug: z.string(),
    articleTitle: z.string(),
    number: z.number(),
    change: z.enum(versionChanges),
    note: z.string(),
    changedAt: z.string().nullable(),
    at: z.date(),
  }),
);

const observationRows = z.array(
  z.object({ id: z.string(), quote: z.string(), note: z.string(), byName: z.string(), at: z.date() }),
);

/**
 * A source's record here: claims it said or printed as its own with what was judged of their cards, places where its
 * articles dropped an attribution, its articles that were changed, and what was noticed about it. Marks come from final layers and the actor's
 * own, judgements by `seen_credibilities` and `seen_verdicts`, so that reading it spoils nobody's blindness. The source is seen by the caller.
 */
export async function readSourceRecord(
  actor: Actor,
  sourceId: string,
  tx: Tx = db(),
): Promise<SourceRecordDto> {
  const family = Prisma.sql`(SELECT source_family(${sourceId}::uuid))`;
  const claims = await readMarks(
    actor,
    Prisma.sql`
      SELECT k."claimId" AS id, 'said' AS how
        FROM "AttributionSource" u
        JOIN "ClaimLink" k ON k."attributionId" = u."attributionId" AND k."deletedAt" IS NULL
       WHERE u."sourceId" IN ${family} AND u."deletedAt" IS NULL
      UNION ALL
      SELECT n."id", 'printed'
        FROM (SELECT a."id" FROM seen_articles(${actor.userId}::uuid) a
               WHERE a."publisherId" IN ${family} ORDER BY a."number" DESC LIMIT 100) paper
        JOIN "Layer" l ON l."articleId" = paper."id"
        JOIN "Annotation" n ON n."layerId" = l."id" AND n."kind" = 'claim'
       WHERE NOT EXISTS (SELECT 1 FROM "ClaimLink" k WHERE k."claimId" = n."id" AND k."deletedAt" IS NULL)`,
    tx,
  );
  const dropped = await readMarks(
    actor,
    Prisma.sql`
      SELECT k."annotationId" AS id, 'printed' AS how
        FROM "Article" a
        JOIN "Layer" l ON l."articleId" = a."id"
        JOIN "ReuseLink" k ON k."layerId" = l."id"
       WHERE a."publisherId" IN ${family} AND k."direction" <> 'to-passage'
         AND 'attributionDropped' = ANY (k."lost") AND k."state" <> 'rejected' AND k."deletedAt" IS NULL
      UNION ALL
      SELECT k."annotationId", 'printed'
        FROM "Article" a
        JOIN "ArticleVersion" v ON v."articleId" = a."id"
        JOIN "Passage" p ON p."versionId" = v."id"
        JOIN "ReuseLink" k ON k."passageId" = p."id"
       WHERE a."publisherId" IN ${family} AND k."direction" = 'to-passage'
         AND 'attributionDropped' = ANY (k."lost") AND k."state" <> 'rejected' AND k."deletedAt" IS NULL`,
    tx,
  );
  const corrections = correctionRows.parse(
    await tx.$queryRaw`
      SELECT a."id" AS "articleId", p."slug" AS "projectSlug", a."title" AS "articleTitle", v."number",
             coalesce(v."change", 'unknown') AS change, v."note", v."createdAt" AS at,
             coalesce(to_char(v."changedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), v."changedText") AS "changedAt"
        FROM seen_articles(${actor.userId}::uuid) a
        JOIN "ArticleVersion" v ON v."articleId" = a."id" AND v."number" > 1 AND v."change" IS NOT NULL
        JOIN "Project" p ON p."id" = a."projectId"
       WHERE a."publisherId" IN ${family}
       ORDER BY v."createdAt" DESC LIMIT ${recordLength}`,
  );
  const observations = observationRows.parse(
    await tx.$queryRaw`
      SELECT o."id", o."quote", o."note", u."name" AS "byName", o."createdAt" AS at
        FROM seen_observations(${actor.userId}::uuid) o JOIN "User" u ON u."id" = o."authorId"
       WHERE o."sourceId" IN ${family} ORDER BY o."number" DESC LIMIT ${recordLength}`,
  );
  return {
    claims,
    dropped,
    observations: observations.map((row) => ({ ...row, at: row.at.toISOString() })),
    corrections: corrections.map((row) => ({ ...row, at: row.at.toISOString() })),
  };
}

async function readMarks(actor: Actor, marks: Prisma.Sql, tx: Tx): Promise<RecordItem[]> {
  const viewer = Prisma.sql`${actor.userId}::uuid`;
  return itemRows.parse(
    await tx.$queryRaw`
      WITH wanted AS (SELECT x.id, max(x.how) AS how FROM (${marks}) x GROUP BY x.id),
      shown AS (
        SELECT n."id", w.how, l."articleId", l."projectId", l."kind" = 'adjudicated' AS "isFinal", n."createdAt"
          FROM wanted w
          JOIN "Annotation" n ON n."id" = w.id AND n."deletedAt" IS NULL
          JOIN seen_layers(${viewer}) l ON l."id" = n."layerId"
          JOIN "Article" a ON a."id" = l."articleId"
         WHERE l."ownerId" = ${viewer} OR (${isFinal})
         ORDER BY n."createdAt" DESC, n."id" DESC LIMIT ${recordLength})
      SELECT s."id" AS "annotationId", s.how, s."articleId", p."slug" AS "projectSlug", a."title" AS "articleTitle", s."isFinal",
             coalesce((SELECT string_agg(q."quote", ' … ' ORDER BY q."start") FROM "AnnotationSpan" q
                        WHERE q."annotationId" = s."id" AND q."role" IN ('body', 'content')), '') AS quote,
             (SELECT c."id" FROM "Mention" m JOIN seen_cards(${viewer}) c ON c."id" = m."cardId"
               WHERE m."claimId" = s."id" AND m."isSame" AND m."deletedAt" IS NULL ORDER BY c."number" LIMIT 1) AS "cardId",
             ARRAY(SELECT DISTINCT ON (m."cardId", g."raterId") g."grade"
                     FROM "Mention" m JOIN seen_credibilities(${viewer}) g ON g."cardId" = m."cardId"
                    WHERE m."claimId" = s."id" AND m."isSame" AND m."deletedAt" IS NULL
                    ORDER BY m."cardId", g."raterId", g."number" DESC) AS grades,
             ARRAY(SELECT DISTINCT ON (m."cardId", g."raterId") g."verdict"
                     FROM "Mention" m JOIN seen_verdicts(${viewer}) g ON g."cardId" = m."cardId"
                    WHERE m."claimId" = s."id" AND m."isSame" AND m."deletedAt" IS NULL
                    ORDER BY m."cardId", g."raterId", g."number" DESC) AS verdicts
        FROM shown s
        JOIN "Article" a ON a."id" = s."articleId"
        JOIN "Project" p ON p."id" = s."projectId"
       ORDER BY s."createdAt" DESC, s."id" DESC`,
  );
}
