import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, canOnRegister } from "@/lib/policy";
import { distributionOf } from "@/lib/ratings/distribution";
import { readRatings } from "@/lib/ratings/queries";
import { readSourceRecord } from "@/lib/ratings/record";
import { agreementOf } from "@/lib/ratings/round-agreement";
import type { RoundDto, RoundSourceView, RoundSummary } from "@/lib/ratings/schema";
import { readSince } from "@/lib/ratings/since";
import { requireRegister } from "@/lib/sources/access";
import { ratingRoles, reliabilityGrades } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

type Rater = { id: string; name: string };
const raters = z.array(z.object({ id: z.string(), name: z.string() }));
const mayRate = Prisma.sql`u."disabledAt" IS NULL AND u."forgottenAt" IS NULL
  AND register_role(u."id") IN ('manager', 'reviewer', 'annotator')`;

/** People who may be asked to rate: enabled, with a role that rates. */
export async function listRaters(actor: Actor, tx: Tx = db()): Promise<Rater[]> {
  await requireRegister(actor, "round.manage", tx);
  return raters.parse(
    await tx.$queryRaw`
      SELECT u."id", u."name" FROM "User" u WHERE ${mayRate} ORDER BY u."name", u."id" LIMIT 1000`,
  );
}

/** Which of these people may rate, whether or not the list that is offered reaches them; a set of ids. */
export async function readRaters(ids: readonly string[], tx: Tx = db()): Promise<Set<string>> {
  const rows = await tx.$queryRaw`
    SELECT u."id", u."name" FROM "User" u WHERE ${mayRate} AND u."id" = ANY(${ids}::uuid[])`;
  return new Set(raters.parse(rows).map((rater) => rater.id));
}

const summaryRows = z.array(
  z.object({
    id: z.string(),
    number: z.bigint(),
    name: z.string(),
    topic: z.string(),
    dueOn: z.string().nullable(),
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
      SELECT d."id", d."number", d."name", d."topic", d."dueOn"::text, d."createdAt", d."closedAt",
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

const gradeRows = z.array(
  z.object({
    sourceId: z.string(),
    raterId: z.string(),
    grade: z.enum(reliabilityGrades),
    sawOthers: z.boolean(),
  }),
);
const sourceRows = z.array(
  z.object({ id: z.string(), name: z.string(), kind: z.string(), role: z.enum(ratingRoles) }),
);

/**
 * A round with its sources, the actor's own grades, and the agreement over those sources whose grades the actor may see,
 * for managers and administrators like for everybody. Throws notFound for who neither manages rounds nor rates in it.
 */
export async function getRound(actor: Actor, roundId: string, tx: Tx = db()): Promise<RoundDto> {
  const role = await requireRegister(actor, "source.view", tx);
  const canManage = canOnRegister(role, "round.manage");
  if (!z.uuid().safeParse(roundId).success) throw notFound();
  const round = await tx.ratingRound.findUnique({
    where: { id: roundId },
    include: { raters: { select: { user: { select: { id: true, name: true } } } } },
  });
  const isRater = round?.raters.some((rater) => rater.user.id === actor.userId) ?? false;
  if (!round || (!canManage && !isRater)) throw notFound();
  const sources = sourceRows.parse(
    await tx.$queryRaw`
      SELECT s."id", s."name", s."kind", r."role" FROM "RatingRoundSource" r JOIN "Source" s ON s."id" = r."sourceId"
       WHERE r."roundId" = ${round.id}::uuid ORDER BY lower(s."name"), s."id"`,
  );
  const seen = gradeRows.parse(
    await tx.$queryRaw`
      SELECT g."sourceId", g."raterId", g."grade", g."sawOthers" FROM seen_ratings(${actor.userId}::uuid) g
       WHERE g."roundId" = ${round.id}::uuid ORDER BY g."number"`,
  );
  const mine = new Map(
    seen.filter((one) => one.raterId === actor.userId).map((one) => [one.sourceId, one.grade]),
  );
  const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;
  return {
    id: round.id,
    name: round.name,
    topic: round.topic,
    periodFrom: day(round.periodFrom),
    periodTo: day(round.periodTo),
    dueOn: day(round.dueOn),
    createdAt: round.createdAt.toISOString(),
    closedAt: round.closedAt?.toISOString() ?? null,
    isRater,
    canManage,
    sources: sources.map((source) => ({ ...source, myGrade: mine.get(source.id) ?? null })),
    progress: canManage ? await readProgress(round, tx) : [],
    agreement: agreementOf(seen),
  };
}

async function readProgress(
  round: { id: string; raters: { user: { id: string; name: string } }[] },
  tx: Tx,
): Promise<RoundDto["progress"]> {
  const done = await tx.sourceRating.groupBy({
    by: ["raterId"],
    where: { roundId: round.id },
    _count: { _all: true },
  });
  return round.raters
    .map(({ user }) => ({
      userId: user.id,
      name: user.name,
      done: done.find((one) => one.raterId === user.id)?._count._all ?? 0,
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en") || (a.userId < b.userId ? -1 : 1));
}

/**
 * One source of a round (a whole `getRound` of the same actor): its record, and the round's ratings of it as far as the
 * actor may see them, with what happened since the newest. Throws notFound for a source that is not in the round.
 */
export async function getRoundSource(
  actor: Actor,
  round: RoundDto,
  sourceId: string,
  tx: Tx = db(),
): Promise<RoundSourceView> {
  const source = round.sources.find((one) => one.id === sourceId);
  if (!source) throw notFound();
  const read = await readRatings(
    actor,
    Prisma.sql`r."roundId" = ${round.id}::uuid AND r."sourceId" = ${source.id}::uuid`,
    tx,
  );
  const ratings = read.map(({ sourceId: _id, ...rating }) => rating);
  const distribution = distributionOf(ratings);
  const since = distribution.newest ? await readSince(actor, source.id, distribution.newest, tx) : null;
  const results = ratings.length > 0 ? { distribution, ratings, since } : null;
  return { ...source, results, record: await readSourceRecord(actor, source.id, tx) };
}
