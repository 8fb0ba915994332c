import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { badInput } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { contentHash, ratable } from "@/lib/ratings/commands";
import { readRatings } from "@/lib/ratings/queries";
import type { HouseGradeDto, HouseGradeInput } from "@/lib/ratings/schema";
import { requireRegister } from "@/lib/sources/access";
import { reliabilityGrades } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

/**
 * Records a manager's dated decision on a source's grade, naming the ratings it rests on, which the manager must be able
 * to see (and so must have rated first). Throws badInput `ratings-not-seen` and what rating throws.
 */
export async function decideHouseGrade(
  actor: Actor,
  input: HouseGradeInput,
  tx?: Tx,
): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.houseGrade", tx);
    const source = await ratable(actor, input.sourceId, tx);
    const ratingIds = [...new Set(input.ratingIds)];
    const topic = (input.topic ?? "").normalize("NFC");
    const seen = await readRatings(
      actor,
      Prisma.sql`r."sourceId" = ${source.id}::uuid AND r."role" = ${input.role} AND r."topic" = ${topic}
                 AND r."id" = ANY(${ratingIds}::uuid[])`,
      tx,
    );
    if (seen.length !== ratingIds.length)
      throw badInput(
        "ratings-not-seen",
        "Name ratings of this source in this role and topic that you can see. Save your own first to see the others'.",
      );
    const data = {
      sourceId: source.id,
      grade: input.grade,
      role: input.role,
      topic,
      rationale: input.rationale,
      ratingIds,
    };
    const decision = await tx.houseGrade.create({
      data: { ...data, decidedById: actor.userId },
      select: { id: true },
    });
    await recordEvents(tx, [
      {
        type: "house-grade.decided",
        actorId: actor.userId,
        subjectId: source.id,
        payload: {
          houseGradeId: decision.id,
          role: input.role,
          topic,
          ratingIds,
          contentHash: contentHash(data),
        },
      },
    ]);
    return decision;
  });
}

const rows = z.array(
  z.object({
    id: z.string(),
    grade: z.enum(reliabilityGrades),
    role: z.string(),
    topic: z.string(),
    rationale: z.string(),
    decidedByName: z.string(),
    ratingCount: z.number(),
    restsOn: z.array(
      z.object({ raterName: z.string(), grade: z.string(), createdAt: z.iso.datetime({ offset: true }) }),
    ),
    createdAt: z.date(),
    isSeen: z.boolean(),
  }),
);

/**
 * A source's house grades, newest first, those that the actor may see (`seen_house_grades`); and of the others only for
 * which role and topic there is one. Only ratings that the actor may see are named below a grade.
 */
export async function listHouseGrades(
  actor: Actor,
  sourceId: string,
  tx: Tx = db(),
): Promise<{ seen: HouseGradeDto[]; folded: { role: string; topic: string }[] }> {
  const viewer = Prisma.sql`${actor.userId}::uuid`;
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT h."id", h."grade", h."role", h."topic", h."rationale", u."name" AS "decidedByName",
             cardinality(h."ratingIds") AS "ratingCount", h."createdAt",
             EXISTS (SELECT 1 FROM seen_house_grades(${viewer}) s WHERE s."id" = h."id") AS "isSeen",
             coalesce((SELECT jsonb_agg(jsonb_build_object('raterName', w."name", 'grade', r."grade",
                                'createdAt', to_char(r."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY r."number")
                         FROM seen_ratings(${viewer}) r JOIN "User" w ON w."id" = r."raterId"
                        WHERE r."id" = ANY(h."ratingIds")), '[]') AS "restsOn"
        FROM "HouseGrade" h JOIN "User" u ON u."id" = h."decidedById"
       WHERE h."sourceId" = ${sourceId}::uuid ORDER BY h."createdAt" DESC, h."id" DESC LIMIT 100`,
  );
  const seen = found
    .filter((row) => row.isSeen)
    .map(({ isSeen: _isSeen, ...row }) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  const folded = new Map(
    found
      .filter((row) => !row.isSeen)
      .map(({ role, topic }) => [JSON.stringify([role, topic]), { role, topic }]),
  );
  return { seen, folded: [...folded.values()] };
}
