import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { canonicalJson } from "@/lib/canonical-json";
import { db, inTransaction } from "@/lib/db";
import { badInput, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import type { ReleaseOptions } from "@/lib/releases/schema";
import { isTriable, type TrialDto, trialResult, trialStates } from "@/lib/releases/trial-schema";
import { Prisma, type ReleaseTrial } from "@/prisma/generated/client";

/** Trials that nobody asked for again for this long are forgotten. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1_000;

/**
 * Tries out what a release's split and its variant without texts would come to, as the actor sees the project. What is
 * known already for the same choices, and still holds, is answered at once unless `isAgain`; else a background job runs it,
 * in place of any other trial of this actor here. Throws notFound, forbidden, badInput `nothing-to-try`.
 */
export async function startTrial(
  actor: Actor,
  slug: string,
  options: ReleaseOptions,
  isAgain = false,
): Promise<TrialDto> {
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  if (!isTriable(options))
    throw badInput(
      "nothing-to-try",
      "Choose a split, or that the texts stay here: only those are tried out.",
    );
  const wanted = wantedOf(options);
  const optionsHash = hashOf(wanted);
  const createdById = actor.userId;
  return inTransaction(undefined, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`trial ${projectId} ${createdById}`}, 0))`;
    await tx.releaseTrial.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - KEPT_MS) } } });
    const where = { projectId_createdById_optionsHash: { projectId, createdById, optionsHash } };
    const known = await tx.releaseTrial.findUnique({ where });
    await tx.releaseTrial.updateMany({
      where: {
        ...{ projectId, createdById, state: { in: ["queued", "running"] } },
        ...(known && { id: { not: known.id } }),
      },
      data: { state: "cancelled" },
    });
    if (known && !isAgain) {
      const told = await toDto(known);
      if (!told.isStale && ["queued", "running", "done"].includes(known.state)) return told;
    }
    const data = { state: "queued", stage: "", done: 0, attempts: 0, createdAt: new Date() };
    const trial = await tx.releaseTrial.upsert({
      where,
      create: { projectId, createdById, optionsHash, options: wanted, ...data },
      update: { ...data, result: Prisma.DbNull, beatAt: null, finishedAt: null },
    });
    return toDto(trial);
  });
}

/** How a trial of the actor's own goes, and what came of it. Throws notFound, forbidden. */
export async function getTrial(actor: Actor, slug: string, trialId: string): Promise<TrialDto> {
  return toDto(await requireTrial(actor, slug, trialId));
}

/** What is known, or under way, for some choices; null where it has to be tried out. The caller has checked the actor's right. */
export async function findTrial(
  actor: Actor,
  projectId: string,
  options: ReleaseOptions,
): Promise<TrialDto | null> {
  if (!isTriable(options)) return null;
  const optionsHash = hashOf(wantedOf(options));
  const known = await db().releaseTrial.findUnique({
    where: { projectId_createdById_optionsHash: { projectId, createdById: actor.userId, optionsHash } },
  });
  if (!known || known.state === "cancelled" || known.state === "failed") return null;
  const told = await toDto(known);
  return told.isStale ? null : told;
}

/** Ends a trial of the actor's own; one that is over stays as it is. Throws notFound, forbidden. */
export async function cancelTrial(actor: Actor, slug: string, trialId: string): Promise<TrialDto> {
  const { id } = await requireTrial(actor, slug, trialId);
  await db().releaseTrial.updateMany({
    where: { id, state: { in: ["queued", "running"] } },
    data: { state: "cancelled" },
  });
  return getTrial(actor, slug, id);
}

async function requireTrial(actor: Actor, slug: string, trialId: string): Promise<ReleaseTrial> {
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  if (!z.uuid().safeParse(trialId).success) throw notFound();
  const trial = await db().releaseTrial.findFirst({
    where: { id: trialId, projectId, createdById: actor.userId },
  });
  if (!trial) throw notFound();
  return trial;
}

/** The choices on which a trial depends: not the formats. */
function wantedOf(options: ReleaseOptions): ReleaseOptions {
  return { ...options, formats: ["jsonl"], scheme: "iob2" };
}

function hashOf(options: ReleaseOptions): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash("sha256").update(canonicalJson(options), "utf8").digest());
}

const staleRows = z.tuple([z.object({ isStale: z.boolean() })]);

async function toDto({ id, projectId, state, stage, done, result }: ReleaseTrial): Promise<TrialDto> {
  const found = result === null ? null : trialResult.parse(result);
  const isStale = found !== null && (await isChangedSince(projectId, found.eventId));
  return {
    ...{ id, stage, done, isStale },
    state: z.enum(trialStates).parse(state),
    result: found,
  };
}

/** Whether anything but releases changed in a project after an event. */
async function isChangedSince(projectId: string, eventId: string): Promise<boolean> {
  const [{ isStale }] = staleRows.parse(
    await db().$queryRaw`
      SELECT EXISTS (SELECT 1 FROM "Event" e
                      WHERE e."projectId" = ${projectId}::uuid AND e."id" > ${BigInt(eventId)}
                        AND e."type" NOT LIKE 'release.%') AS "isStale"`,
  );
  return isStale;
}
