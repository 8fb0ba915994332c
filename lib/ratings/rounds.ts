import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { ratable } from "@/lib/ratings/commands";
import { readRaters } from "@/lib/ratings/round-queries";
import {
  type CreateRoundInput,
  type ExtendRoundInput,
  mostRaters,
  mostSources,
  roundRoleOf,
} from "@/lib/ratings/schema";
import { requireRegister } from "@/lib/sources/access";
import { ratingRoles } from "@/lib/vocabulary";

/** Makes a round: the named people are asked to rate the named sources. Throws badInput `not-a-rater` and what rating throws. */
export async function createRound(actor: Actor, input: CreateRoundInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (tx) => {
    await requireRegister(actor, "round.manage", tx);
    const topic = (input.topic ?? "").normalize("NFC");
    const days = {
      periodFrom: input.periodFrom ?? null,
      periodTo: input.periodTo ?? null,
      dueOn: input.dueOn ?? null,
    };
    const data = {
      periodFrom: asDate(days.periodFrom),
      periodTo: asDate(days.periodTo),
      dueOn: asDate(days.dueOn),
    };
    const round = await tx.ratingRound.create({
      data: { ...data, name: input.name, topic, createdById: actor.userId },
      select: { id: true, createdAt: true },
    });
    const sources = await addSources(actor, round.id, input.sourceIds, input.role, tx);
    const raterIds = await addRaters(round, input.raterIds, tx);
    await recordEvents(tx, [
      {
        type: "round.created",
        actorId: actor.userId,
        subjectId: round.id,
        payload: { sourceIds: sources.map((source) => source.sourceId), sources, raterIds, topic, ...days },
      },
    ]);
    return { id: round.id };
  });
}

async function addSources(
  actor: Actor,
  roundId: string,
  ids: readonly string[],
  role: CreateRoundInput["role"],
  tx: Tx,
): Promise<{ sourceId: string; role: string }[]> {
  const sources: { sourceId: string; role: string }[] = [];
  for (const sourceId of new Set(ids)) {
    const { kind } = await ratable(actor, sourceId, tx);
    sources.push({ sourceId, role: role ?? roundRoleOf(kind) });
  }
  await tx.ratingRoundSource.createMany({ data: sources.map((source) => ({ ...source, roundId })) });
  return sources;
}

async function addRaters(
  round: { id: string; createdAt: Date },
  ids: readonly string[],
  tx: Tx,
): Promise<string[]> {
  const raterIds = [...new Set(ids)];
  const raters = await readRaters(raterIds, tx);
  if (raterIds.some((id) => !raters.has(id)))
    throw badInput("not-a-rater", "One of the people may not rate, or is no longer here.");
  await tx.ratingRoundRater.createMany({
    data: raterIds.map((userId) => ({ roundId: round.id, userId, addedAt: round.createdAt })),
  });
  return raterIds;
}

function asDate(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00Z`);
}

/**
 * Adds sources and raters to a round that runs, or sets another day it is due; nothing of it is ever taken away. A new
 * source takes the role that all others of the round have, otherwise its kind's. Throws conflict `round-closed`, badInput
 * `round-too-large`, `nothing-to-extend`, and what making a round throws.
 */
export async function extendRound(actor: Actor, input: ExtendRoundInput, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "round.manage", tx);
    const round = await lockRound(input.roundId, tx);
    if (round.closedAt) throw conflict("round-closed", "This round is closed. Open it again first.");
    const present = await tx.ratingRound.findUniqueOrThrow({
      where: { id: round.id },
      include: { sources: true, raters: true },
    });
    const newSources = input.sourceIds.filter((id) => !present.sources.some((one) => one.sourceId === id));
    const newRaters = input.raterIds.filter((id) => !present.raters.some((one) => one.userId === id));
    const dueOn = input.dueOn ?? null;
    if (newSources.length + newRaters.length === 0 && dueOn === null)
      throw badInput(
        "nothing-to-extend",
        "Choose a source or a person that the round does not have, or a day.",
      );
    if (
      present.sources.length + newSources.length > mostSources ||
      present.raters.length + newRaters.length > mostRaters
    )
      throw badInput(
        "round-too-large",
        `A round has at most ${mostSources} sources and ${mostRaters} raters.`,
      );
    const roles = new Set(present.sources.map((one) => one.role));
    const common =
      present.sources.length > 1 && roles.size === 1 ? ratingRole.parse([...roles][0]) : undefined;
    const sources = await addSources(actor, round.id, newSources, common, tx);
    const raterIds = await addRaters({ id: round.id, createdAt: new Date() }, newRaters, tx);
    if (dueOn !== null)
      await tx.ratingRound.update({ where: { id: round.id }, data: { dueOn: asDate(dueOn) } });
    await recordEvents(tx, [
      {
        type: "round.extended",
        actorId: actor.userId,
        subjectId: round.id,
        payload: { sources, raterIds, dueOn },
      },
    ]);
  });
}

const ratingRole = z.enum(ratingRoles);
const roundRows = z.array(z.object({ id: z.string(), closedAt: z.date().nullable() }));

async function lockRound(roundId: string, tx: Tx): Promise<{ id: string; closedAt: Date | null }> {
  const round = roundRows.parse(
    await tx.$queryRaw`SELECT "id", "closedAt" FROM "RatingRound" WHERE "id" = ${roundId}::uuid FOR UPDATE`,
  )[0];
  if (!round) throw notFound();
  return round;
}

/** Ends a round: nobody rates in it until it is opened again. Throws conflict `round-closed` when it was closed already. */
export async function closeRound(actor: Actor, roundId: string, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "round.manage", tx);
    const round = await lockRound(roundId, tx);
    if (round.closedAt) throw conflict("round-closed", "This round is closed already.");
    await tx.ratingRound.update({ where: { id: round.id }, data: { closedAt: new Date() } });
    await recordEvents(tx, [
      { type: "round.closed", actorId: actor.userId, subjectId: round.id, payload: {} },
    ]);
  });
}

/**
 * Opens a closed round again: its raters may answer, and are blind to it again until they have. Who could see its grades
 * meanwhile is taken to have seen them (`sawOthers`). Throws conflict `round-open`.
 */
export async function reopenRound(actor: Actor, roundId: string, tx?: Tx): Promise<void> {
  await inTransaction(tx, async (tx) => {
    await requireRegister(actor, "round.manage", tx);
    const round = await lockRound(roundId, tx);
    if (!round.closedAt) throw conflict("round-open", "This round is open.");
    await tx.ratingRound.update({
      where: { id: round.id },
      data: { closedAt: null, reopenedAt: new Date() },
    });
    await recordEvents(tx, [
      { type: "round.reopened", actorId: actor.userId, subjectId: round.id, payload: {} },
    ]);
  });
}
