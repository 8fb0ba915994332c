import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { distributionOf } from "@/lib/ratings/distribution";
import { readEvidence } from "@/lib/ratings/evidence";
import type { RatingDto, RatingScope } from "@/lib/ratings/schema";
import { ratingRoles, reliabilityGrades } from "@/lib/vocabulary";
import type { Prisma } from "@/prisma/generated/client";

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
             r."periodTo", r."rationale", r."sawOthers", r."roundId", r."scheme", r."schemeVersion", r."createdAt"
        FROM seen_ratings(${actor.userId}::uuid) r JOIN "User" u ON u."id" = r."raterId"
       WHERE ${where}
       ORDER BY r."number" DESC LIMIT 1000`,
  );
  const evidence = await readEvidence(
    actor,
    rows.map((row) => row.id),
    tx,
  );
  return rows.map((row) => ({
    ...row,
    isMine: row.raterId === actor.userId,
    periodFrom: day(row.periodFrom),
    periodTo: day(row.periodTo),
    createdAt: row.createdAt.toISOString(),
    evidence: evidence.get(row.id) ?? [],
  }));
}

function day(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
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
