import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { canonicalJson } from "@/lib/canonical-json";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { attachEvidence, findEvidence } from "@/lib/ratings/evidence";
import type { RateInRoundInput, RateSourceInput } from "@/lib/ratings/schema";
import { arePersonsRated } from "@/lib/ratings/settings";
import { requireRegister, requireSource, type SeenSource } from "@/lib/sources/access";
import { ratingRoles, reliabilityScheme } from "@/lib/vocabulary";

/**
 * Saves a rating of a source; ratings are only ever added. Throws forbidden, notFound, badInput `person-rating-off`
 * (persons are not rated), `evidence-not-seen`, conflict `source-is-merged` and `source-is-proposal`.
 */
export async function rateSource(actor: Actor, input: RateSourceInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.rate", tx);
    const source = await ratable(actor, input.sourceId, tx);
    return writeRating(actor, source, { ...input, roundId: null, blindSince: null }, tx);
  });
}

/**
 * Saves the actor's rating of a source in an open round, for the role that the round asks about. Throws notFound for
 * who is no rater of the round or a source that is not in it, conflict `round-closed` and `already-rated`.
 */
export async function rateInRound(actor: Actor, input: RateInRoundInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    await requireRegister(actor, "source.rate", tx);
    // The rater's row is locked, so that two windows do not both save; the round, so that it is not closed meanwhile.
    const round = places.parse(
      await tx.$queryRaw`
        SELECT d."closedAt", d."topic", d."periodFrom"::text, d."periodTo"::text, s."role",
               greatest(r."addedAt", d."reopenedAt") AS "blindSince"
          FROM "RatingRoundRater" r
          JOIN "RatingRound" d ON d."id" = r."roundId"
          JOIN "RatingRoundSource" s ON s."roundId" = d."id" AND s."sourceId" = ${input.sourceId}::uuid
         WHERE r."roundId" = ${input.roundId}::uuid AND r."userId" = ${actor.userId}::uuid FOR UPDATE OF r FOR SHARE OF d`,
    )[0];
    if (!round) throw notFound();
    if (round.closedAt)
      throw conflict("round-closed", "This round is closed. Rate the source on its own page.");
    const done = await tx.sourceRating.findFirst({
      where: { roundId: input.roundId, sourceId: input.sourceId, raterId: actor.userId },
      select: { id: true },
    });
    if (done) throw conflict("already-rated", "You have rated this source in this round.");
    const source = await ratable(actor, input.sourceId, tx);
    const { role, topic, periodFrom, periodTo, blindSince } = round;
    return writeRating(actor, source, { ...input, role, topic, periodFrom, periodTo, blindSince }, tx);
  });
}

const places = z.array(
  z.object({
    closedAt: z.date().nullable(),
    topic: z.string(),
    periodFrom: z.string().nullable(),
    periodTo: z.string().nullable(),
    role: z.enum(ratingRoles),
    blindSince: z.date(),
  }),
);

/** A source that can be rated: registered, standing for itself, and no person unless the installation rates persons. */
export async function ratable(actor: Actor, sourceId: string, tx: Tx): Promise<SeenSource> {
  const source = await requireSource(actor, sourceId, tx);
  if (source.kind === "person" && !(await arePersonsRated(tx)))
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
  input: RateSourceInput & { roundId: string | null; blindSince: Date | null },
  tx: Tx,
): Promise<{ id: string }> {
  const evidence = await findEvidence(actor, input, tx);
  const topic = input.topic.normalize("NFC");
  const data = {
    sourceId: source.id,
    raterId: actor.userId,
    roundId: input.roundId,
    ...{ scheme: reliabilityScheme.scheme, schemeVersion: reliabilityScheme.version },
    grade: input.grade,
    role: input.role,
    topic,
    rationale: input.rationale,
    sawOthers: await hasSeenOthers(
      actor,
      { sourceId: source.id, role: input.role, topic },
      input.blindSince,
      tx,
    ),
  };
  const period = { periodFrom: asDate(input.periodFrom), periodTo: asDate(input.periodTo) };
  const rating = await tx.sourceRating.create({ data: { ...data, ...period }, select: { id: true } });
  await attachEvidence(rating.id, evidence, tx);
  await recordEvents(tx, [
    {
      type: "rating.saved",
      actorId: actor.userId,
      subjectId: source.id,
      payload: {
        ratingId: rating.id,
        roundId: input.roundId,
        role: input.role,
        contentHash: contentHash({
          ...data,
          evidence,
          periodFrom: input.periodFrom,
          periodTo: input.periodTo,
        }),
      },
    },
  ]);
  return rating;
}

/**
 * Whether the actor knows another's rating of the same source, role and topic: one that shows now, or one that was open
 * to the actor before `blindSince`, when the round that hides it was opened again or the actor was asked to join it.
 */
async function hasSeenOthers(
  actor: Actor,
  scope: { sourceId: string; role: string; topic: string },
  blindSince: Date | null,
  tx: Tx,
): Promise<boolean> {
  const found = await tx.$queryRaw`
    SELECT 1 FROM "SourceRating" r
     WHERE r."sourceId" = ${scope.sourceId}::uuid AND r."role" = ${scope.role} AND r."topic" = ${scope.topic}
       AND r."raterId" <> ${actor.userId}::uuid
       AND (EXISTS (SELECT 1 FROM seen_ratings(${actor.userId}::uuid) s WHERE s."id" = r."id")
         OR (r."createdAt" < ${blindSince}::timestamptz
             AND EXISTS (SELECT 1 FROM "SourceRating" mine
                          WHERE mine."sourceId" = r."sourceId" AND mine."role" = r."role" AND mine."topic" = r."topic"
                            AND mine."raterId" = ${actor.userId}::uuid AND mine."createdAt" < ${blindSince}::timestamptz)))
     LIMIT 1`;
  return z.array(z.unknown()).parse(found).length > 0;
}

/** The hash of a hidden judgement: its event proves the content without showing the grade to who may not see it yet. */
export function contentHash(content: unknown): string {
  return createHash("sha256").update(canonicalJson(content), "utf8").digest("hex");
}

function asDate(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00Z`);
}
