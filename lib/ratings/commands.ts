import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { canonicalJson } from "@/lib/canonical-json";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { readEvidence, readRatings } from "@/lib/ratings/queries";
import {
  type HouseGradeInput,
  type RateInRoundInput,
  type RateSourceInput,
  roundRoleOf,
} from "@/lib/ratings/schema";
import { requireRegister, requireSource, type SeenSource } from "@/lib/sources/access";
import { reliabilityScheme } from "@/lib/vocabulary";
import { Prisma } from "@/prisma/generated/client";

/**
 * Saves a rating of a source; ratings are only ever added. Throws forbidden, notFound, badInput `person-rating-off`
 * (persons are not rated), `evidence-not-seen`, conflict `source-is-merged` and `source-is-proposal`.
 */
export async function rateSource(actor: Actor, input: RateSourceInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.rate", tx);
    const source = await ratable(actor, input.sourceId, tx);
    return writeRating(actor, source, { ...input, roundId: null }, tx);
  });
}

/**
 * Saves the actor's rating of a source in an open round, for the role that the round asks about. Throws notFound for
 * who is no rater of the round or a source that is not in it, conflict `round-closed` and `already-rated`.
 */
export async function rateInRound(actor: Actor, input: RateInRoundInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.rate", tx);
    // The rater's row is locked, so that two windows do not both save.
    const place = z.array(z.object({ closedAt: z.date().nullable() })).parse(
      await tx.$queryRaw`
        SELECT d."closedAt" FROM "RatingRoundRater" r
          JOIN "RatingRound" d ON d."id" = r."roundId"
          JOIN "RatingRoundSource" s ON s."roundId" = d."id" AND s."sourceId" = ${input.sourceId}::uuid
         WHERE r."roundId" = ${input.roundId}::uuid AND r."userId" = ${actor.userId}::uuid FOR UPDATE OF r`,
    );
    const round = place[0];
    if (!round) throw notFound();
    if (round.closedAt)
      throw conflict("round-closed", "This round is closed. Rate the source on its own page.");
    const done = await tx.sourceRating.findFirst({
      where: { roundId: input.roundId, sourceId: input.sourceId, raterId: actor.userId },
      select: { id: true },
    });
    if (done) throw conflict("already-rated", "You have rated this source in this round.");
    const source = await ratable(actor, input.sourceId, tx);
    const rest = { role: roundRoleOf(source.kind), topic: "", periodFrom: null, periodTo: null };
    return writeRating(actor, source, { ...input, ...rest }, tx);
  });
}

/** A source that can be rated: registered, standing for itself, and no person. */
export async function ratable(actor: Actor, sourceId: string, tx: Tx): Promise<SeenSource> {
  const source = await requireSource(actor, sourceId, tx);
  if (source.kind === "person")
    throw badInput(
      "person-rating-off",
      `${source.name} is a person, and persons are not rated here. Rate the organisation or outlet they speak for.`,
    );
  if (source.isProposal)
    throw conflict(
      "source-is-proposal",
      `${source.name} is only proposed. A reviewer has to register it first.`,
    );
  if (source.canonicalId)
    throw conflict("source-is-merged", `${source.name} is merged into another source. Rate that one.`);
  return source;
}

async function writeRating(
  actor: Actor,
  source: SeenSource,
  input: RateSourceInput & { roundId: string | null },
  tx: Tx,
): Promise<{ id: string }> {
  const evidence = await readEvidence(actor, input.evidence, tx);
  if (input.evidence.some((id) => !evidence.has(id)))
    throw badInput("evidence-not-seen", "Some of the evidence is not there, or not yours to see.");
  const topic = input.topic.normalize("NFC");
  const others = await readRatings(
    actor,
    Prisma.sql`r."sourceId" = ${source.id}::uuid AND r."role" = ${input.role} AND r."topic" = ${topic}
               AND r."raterId" <> ${actor.userId}::uuid`,
    tx,
  );
  const data = {
    sourceId: source.id,
    raterId: actor.userId,
    roundId: input.roundId,
    ...{ scheme: reliabilityScheme.scheme, schemeVersion: reliabilityScheme.version },
    grade: input.grade,
    role: input.role,
    topic,
    rationale: input.rationale,
    evidence: [...new Set(input.evidence)].map((annotationId) => ({ annotationId })),
    sawOthers: others.length > 0,
  };
  const period = { periodFrom: asDate(input.periodFrom), periodTo: asDate(input.periodTo) };
  const rating = await tx.sourceRating.create({ data: { ...data, ...period }, select: { id: true } });
  await recordEvents(tx, [
    {
      type: "rating.saved",
      actorId: actor.userId,
      subjectId: source.id,
      payload: {
        ratingId: rating.id,
        roundId: input.roundId,
        role: input.role,
        contentHash: contentHash({ ...data, periodFrom: input.periodFrom, periodTo: input.periodTo }),
      },
    },
  ]);
  return rating;
}

/** The hash of a hidden judgement: its event proves the content without showing the grade to who may not see it yet. */
export function contentHash(content: unknown): string {
  return createHash("sha256").update(canonicalJson(content), "utf8").digest("hex");
}

function asDate(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00Z`);
}

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
    const seen = await readRatings(
      actor,
      Prisma.sql`r."sourceId" = ${source.id}::uuid AND r."role" = ${input.role} AND r."id" = ANY(${ratingIds}::uuid[])`,
      tx,
    );
    if (seen.length !== ratingIds.length)
      throw badInput(
        "ratings-not-seen",
        "Name ratings of this source in this role that you can see. Save your own first to see the others'.",
      );
    const data = {
      sourceId: source.id,
      grade: input.grade,
      role: input.role,
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
        payload: { houseGradeId: decision.id, role: input.role, ratingIds, contentHash: contentHash(data) },
      },
    ]);
    return decision;
  });
}
