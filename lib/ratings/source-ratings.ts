import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { listHouseGrades } from "@/lib/ratings/house-grades";
import { groupByScope, readRatings } from "@/lib/ratings/queries";
import { readSourceRecord } from "@/lib/ratings/record";
import type { SourceRatingsDto } from "@/lib/ratings/schema";
import { arePersonsRated } from "@/lib/ratings/settings";
import { readSince } from "@/lib/ratings/since";
import { requireRegister, requireSource } from "@/lib/sources/access";
import { Prisma } from "@/prisma/generated/client";

const owedRows = z.array(
  z.object({ roundId: z.string(), name: z.string(), role: z.string(), topic: z.string() }),
);

/**
 * A source's ratings by role and topic with what happened since, its house grades, its record, and the rounds that wait
 * for the actor's answer: all as far as the actor may see it. Throws forbidden, notFound.
 */
export async function getSourceRatings(
  actor: Actor,
  sourceId: string,
  tx: Tx = db(),
): Promise<SourceRatingsDto> {
  await requireRegister(actor, "source.view", tx);
  const source = await requireSource(actor, sourceId, tx);
  const ratings = await readRatings(actor, Prisma.sql`r."sourceId" = ${source.id}::uuid`, tx);
  const scopes: SourceRatingsDto["scopes"] = [];
  for (const scope of groupByScope(ratings.map(({ sourceId: _id, ...rating }) => rating))) {
    const { newest } = scope.distribution;
    scopes.push({ ...scope, since: newest ? await readSince(actor, source.id, newest, tx) : null });
  }
  const house = await listHouseGrades(actor, source.id, tx);
  const owed = owedRows.parse(
    await tx.$queryRaw`
      SELECT d."id" AS "roundId", d."name", s."role", d."topic"
        FROM "RatingRoundRater" r
        JOIN "RatingRound" d ON d."id" = r."roundId" AND d."closedAt" IS NULL
        JOIN "RatingRoundSource" s ON s."roundId" = d."id" AND s."sourceId" = ${source.id}::uuid
       WHERE r."userId" = ${actor.userId}::uuid
         AND NOT EXISTS (SELECT 1 FROM "SourceRating" g
                          WHERE g."roundId" = d."id" AND g."sourceId" = s."sourceId" AND g."raterId" = r."userId")
       ORDER BY d."number" LIMIT 20`,
  );
  return {
    scopes,
    houseGrades: house.seen,
    foldedHouseGrades: house.folded,
    owed,
    record: await readSourceRecord(actor, source.id, tx),
    ratesPersons: await arePersonsRated(tx),
  };
}
