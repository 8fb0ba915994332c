import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { type Actor, canOnRegister } from "@/lib/policy";
import { distributionOf } from "@/lib/ratings/distribution";
import type {
  EvidenceDto,
  HouseGradeDto,
  RatingDto,
  RatingScope,
  SourceRatingsDto,
} from "@/lib/ratings/schema";
import { requireRegister, requireSource } from "@/lib/sources/access";
import { ratingRoles, reliabilityGrades } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

const ratingRows = z.array(
  z.object({
    id: z.string(),
    sourceId: z.string(),
    raterId: z.string(),
    raterName: z.string(),
    grade: z.enum(reliabilityGrades),
    role: z.enum(ratingRoles),
    topic: z.string(),
    periodFrom: z.date().nullable(),
    periodTo: z.date().nullable(),
    rationale: z.string(),
    evidence: z.array(z.object({ annotationId: z.string() })),
    sawOthers: z.boolean(),
    roundId: z.string().nullable(),
    scheme: z.string(),
    schemeVersion: z.string(),
    createdAt: z.date(),
  }),
);

/**
 * Ratings that the actor may see (`seen_ratings`: one's own, and others' of the same source, role and topic once one's
 * own is saved), newest first, narrowed by `where` on `r`; each with its source's id.
 */
export async function readRatings(
  actor: Actor,
  where: Prisma.Sql,
  tx: Tx = db(),
): Promise<(RatingDto & { sourceId: string })[]> {
  const rows = ratingRows.parse(
    await tx.$queryRaw`
      SELECT r."id", r."sourceId", r."raterId", u."name" AS "raterName", r."grade", r."role", r."topic", r."periodFrom",
             r."periodTo", r."rationale", r."evidence", r."sawOthers", r."roundId", r."scheme", r."schemeVersion", r."createdAt"
        FROM seen_ratings(${actor.userId}::uuid) r JOIN "User" u ON u."id" = r."raterId"
       WHERE ${where}
       ORDER BY r."number" DESC LIMIT 1000`,
  );
  const evidence = await readEvidence(
    actor,
    rows.flatMap((row) => row.evidence.map((one) => one.annotationId)),
    tx,
  );
  return rows.map((row) => ({
    ...row,
    isMine: row.raterId === actor.userId,
    periodFrom: day(row.periodFrom),
    periodTo: day(row.periodTo),
    createdAt: row.createdAt.toISOString(),
    evidence: row.evidence.flatMap((one) => evidence.get(one.annotationId) ?? []),
  }));
}

function day(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}

const evidenceRows = z.array(
  z.object({ annotationId: z.string(), quote: z.string(), projectSlug: z.string(), articleId: z.string() }),
);

/** The marks of evidence that the actor may see, by id: of final layers and of the actor's own. */
export async function readEvidence(
  actor: Actor,
  annotationIds: readonly string[],
  tx: Tx = db(),
): Promise<Map<string, EvidenceDto>> {
  if (annotationIds.length === 0) return new Map();
  const rows = evidenceRows.parse(
    await tx.$queryRaw`
      SELECT n."id" AS "annotationId", p."slug" AS "projectSlug", l."articleId",
             coalesce((SELECT string_agg(s."quote", ' … ' ORDER BY s."start") FROM "AnnotationSpan" s
                        WHERE s."annotationId" = n."id" AND s."role" IN ('body', 'content')), '') AS quote
        FROM "Annotation" n
        JOIN seen_layers(${actor.userId}::uuid) l ON l."id" = n."layerId"
        JOIN "Article" a ON a."id" = l."articleId"
        JOIN "Project" p ON p."id" = l."projectId"
       WHERE n."id" = ANY(${[...new Set(annotationIds)]}::uuid[]) AND n."deletedAt" IS NULL
         AND (l."ownerId" = ${actor.userId}::uuid OR (l."kind" = 'adjudicated' AND a."state" = 'done'))`,
  );
  return new Map(rows.map((row) => [row.annotationId, row]));
}

const houseRows = z.array(
  z.object({
    id: z.string(),
    grade: z.string(),
    role: z.string(),
    rationale: z.string(),
    decidedByName: z.string(),
    ratingCount: z.number(),
    createdAt: z.date(),
  }),
);

/**
 * A source's ratings by role and topic, and its house grades, as far as the actor may see them. A house grade says what
 * others think, so it is folded, too, for whoever may rate and has not yet rated that role. Throws forbidden, notFound.
 */
export async function getSourceRatings(
  actor: Actor,
  sourceId: string,
  tx: Tx = db(),
): Promise<SourceRatingsDto> {
  const role = await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx);
  const ratings = await readRatings(actor, Prisma.sql`r."sourceId" = ${source.id}::uuid`, tx);
  const scopes = groupByScope(ratings);
  const rows = houseRows.parse(
    await tx.$queryRaw`
      SELECT h."id", h."grade", h."role", h."rationale", u."name" AS "decidedByName",
             cardinality(h."ratingIds") AS "ratingCount", h."createdAt"
        FROM "HouseGrade" h JOIN "User" u ON u."id" = h."decidedById"
       WHERE h."sourceId" = ${source.id}::uuid ORDER BY h."createdAt" DESC, h."id" DESC LIMIT 100`,
  );
  const isOpen = (row: { role: string }) =>
    !canOnRegister(role, "source.rate") || scopes.some((scope) => scope.role === row.role);
  const houseGrades: HouseGradeDto[] = rows
    .filter(isOpen)
    .map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  const foldedHouseGrades = [...new Set(rows.filter((row) => !isOpen(row)).map((row) => row.role))];
  return { scopes, houseGrades, foldedHouseGrades };
}

/** Ratings by role and topic, in the order of their first. */
export function groupByScope(ratings: readonly RatingDto[]): RatingScope[] {
  const groups = new Map<string, RatingDto[]>();
  for (const rating of ratings) {
    const key = JSON.stringify([rating.role, rating.topic]);
    groups.set(key, [...(groups.get(key) ?? []), rating]);
  }
  return [...groups.values()].flatMap((group) => {
    const first = group[0];
    if (!first) return [];
    return { role: first.role, topic: first.topic, ratings: group, distribution: distributionOf(group) };
  });
}
