import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, canOnRegister } from "@/lib/policy";
import { ratable } from "@/lib/ratings/commands";
import { distributionOf } from "@/lib/ratings/distribution";
import { readRatings } from "@/lib/ratings/queries";
import { type CreateRoundInput, type RoundDto, type RoundSummary, roundRoleOf } from "@/lib/ratings/schema";
import { requireRegister } from "@/lib/sources/access";
import { Prisma } from "@/prisma/generated/client";

/** People who may be asked to rate: enabled, with a role that rates. */
export async function listRaters(actor: Actor, tx: Tx = db()): Promise<{ id: string; name: string }[]> {
  await requireRegister(actor, "round.manage", tx);
  return z.array(z.object({ id: z.string(), name: z.string() })).parse(
    await tx.$queryRaw`
      SELECT u."id", u."name" FROM "User" u
       WHERE u."disabledAt" IS NULL AND u."forgottenAt" IS NULL
         AND register_role(u."id") IN ('manager', 'reviewer', 'annotator')
       ORDER BY u."name", u."id" LIMIT 1000`,
  );
}

/** Makes a round: the named people are asked to rate the named sources. Throws badInput `not-a-rater` and what rating throws. */
export async function createRound(actor: Actor, input: CreateRoundInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    await requireRegister(actor, "round.manage", tx);
    const sourceIds = [...new Set(input.sourceIds)];
    const raterIds = [...new Set(input.raterIds)];
    for (const sourceId of sourceIds) await ratable(actor, sourceId, tx);
    const raters = new Set((await listRaters(actor, tx)).map((rater) => rater.id));
    if (raterIds.some((id) => !raters.has(id)))
      throw badInput("not-a-rater", "One of the people may not rate, or is no longer here.");
    const round = await tx.ratingRound.create({
      data: { name: input.name, createdById: actor.userId },
      select: { id: true },
    });
    await tx.ratingRoundSource.createMany({
      data: sourceIds.map((sourceId) => ({ roundId: round.id, sourceId })),
    });
    await tx.ratingRoundRater.createMany({ data: raterIds.map((userId) => ({ roundId: round.id, userId })) });
    await recordEvents(tx, [
      { type: "round.created", actorId: actor.userId, subjectId: round.id, payload: { sourceIds, raterIds } },
    ]);
    return round;
  });
}

/** Ends a round: nobody rates in it any more. Throws conflict `round-closed` when it was closed already. */
export async function closeRound(actor: Actor, roundId: string, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "round.manage", tx);
    const { count } = await tx.ratingRound.updateMany({
      where: { id: roundId, closedAt: null },
      data: { closedAt: new Date() },
    });
    if (count === 0) {
      if (!(await tx.ratingRound.findUnique({ where: { id: roundId }, select: { id: true } })))
        throw notFound();
      throw conflict("round-closed", "This round is closed already.");
    }
    await recordEvents(tx, [
      { type: "round.closed", actorId: actor.userId, subjectId: roundId, payload: {} },
    ]);
  });
}

const summaryRows = z.array(
  z.object({
    id: z.string(),
    number: z.bigint(),
    name: z.string(),
    createdAt: z.date(),
    closedAt: z.date().nullable(),
    sources: z.number(),
    raters: z.number(),
    toRate: z.number().nullable(),
  }),
);

/** The rounds that the actor manages or is asked to rate in, newest first. Throws forbidden, badInput `bad-cursor`. */
export async function listRounds(
  actor: Actor,
  cursorText?: string,
  tx: Tx = db(),
): Promise<Page<RoundSummary>> {
  const role = await requireRegister(actor, "source.view", tx);
  const cursor = decodeCursor(z.string().regex(/^\d{1,18}$/), cursorText);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const from = cursor
    ? Prisma.sql`AND d."number" ${isBackward ? Prisma.sql`>` : Prisma.sql`<`} ${BigInt(cursor.key)}`
    : Prisma.empty;
  const rows = summaryRows.parse(
    await tx.$queryRaw`
      SELECT d."id", d."number", d."name", d."createdAt", d."closedAt",
             (SELECT count(*)::int FROM "RatingRoundSource" s WHERE s."roundId" = d."id") AS sources,
             (SELECT count(*)::int FROM "RatingRoundRater" r WHERE r."roundId" = d."id") AS raters,
             CASE WHEN me."userId" IS NOT NULL THEN (
               SELECT count(*)::int FROM "RatingRoundSource" s
                WHERE s."roundId" = d."id"
                  AND NOT EXISTS (SELECT 1 FROM "SourceRating" g WHERE g."roundId" = d."id"
                                     AND g."sourceId" = s."sourceId" AND g."raterId" = me."userId")) END AS "toRate"
        FROM "RatingRound" d
        LEFT JOIN "RatingRoundRater" me ON me."roundId" = d."id" AND me."userId" = ${actor.userId}::uuid
       WHERE (${canOnRegister(role, "round.manage")} OR me."userId" IS NOT NULL) ${from}
       ORDER BY d."number" ${order} LIMIT ${pageSize + 1}`,
  );
  const page = makePage(rows, cursor, (row) => String(row.number));
  return {
    ...page,
    items: page.items.map(({ number: _number, ...row }) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
    })),
  };
}

/**
 * A round with its sources: the actor's own rating of each, and the round's others once that is saved, for managers and
 * administrators like for everybody. Throws notFound for who neither manages rounds nor rates in this one.
 */
export async function getRound(actor: Actor, roundId: string, tx: Tx = db()): Promise<RoundDto> {
  const role = await requireRegister(actor, "source.view", tx);
  const canManage = canOnRegister(role, "round.manage");
  if (!z.uuid().safeParse(roundId).success) throw notFound();
  const round = await tx.ratingRound.findUnique({
    where: { id: roundId },
    include: {
      sources: { select: { source: { select: { id: true, name: true, kind: true } } } },
      raters: { select: { user: { select: { id: true, name: true } } } },
    },
  });
  const isRater = round?.raters.some((rater) => rater.user.id === actor.userId) ?? false;
  if (!round || (!canManage && !isRater)) throw notFound();
  const ratings = await readRatings(actor, Prisma.sql`r."roundId" = ${round.id}::uuid`, tx);
  const done = canManage
    ? await tx.sourceRating.groupBy({ by: ["raterId"], where: { roundId: round.id }, _count: { _all: true } })
    : [];
  return {
    id: round.id,
    name: round.name,
    createdAt: round.createdAt.toISOString(),
    closedAt: round.closedAt?.toISOString() ?? null,
    isRater,
    canManage,
    sources: round.sources
      .map(({ source }) => {
        const seen = ratings.filter((rating) => rating.sourceId === source.id);
        const mine = seen.find((rating) => rating.isMine) ?? null;
        const results =
          mine || seen.length > 0 ? { distribution: distributionOf(seen), ratings: seen } : null;
        return { ...source, role: roundRoleOf(source.kind), mine, results };
      })
      .toSorted((a, b) => a.name.localeCompare(b.name, "en") || (a.id < b.id ? -1 : 1)),
    progress: canManage
      ? round.raters
          .map(({ user }) => ({
            userId: user.id,
            name: user.name,
            done: done.find((one) => one.raterId === user.id)?._count._all ?? 0,
          }))
          .toSorted((a, b) => a.name.localeCompare(b.name, "en"))
      : [],
  };
}
