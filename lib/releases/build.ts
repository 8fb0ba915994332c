import "server-only";
import type { PoolClient } from "pg";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { isCutOff } from "@/lib/database-trouble";
import { createPool, db, inLongTransaction, type Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Actor } from "@/lib/policy";
import { type Derived, deriveRelease } from "@/lib/releases/derive";
import { type ReleaseInputs, releaseInputs } from "@/lib/releases/inputs";
import { holdsRedacted, withdrawnSince } from "@/lib/releases/redacted";
import { releaseOptions } from "@/lib/releases/schema";
import { type Content, takeSnapshot, type WantedRelease } from "@/lib/releases/snapshot";
import { type Storage, storage } from "@/lib/storage/storage";

/** The first half of the advisory locks under which releases are built, each by one process at a time. */
const BUILD_LOCK = 727_069;
/** Builds that were cut off this often are not begun again by themselves. */
const MOST_ATTEMPTS = 3;
/** The lock that every building holds together with others, and sweeping alone. */
export const SWEEP_LOCK = [727_070, 0] as const;
const TELL_EVERY_MS = 300;

const idRows = z.array(z.object({ id: z.string() }));
const lockRows = z.tuple([z.object({ ok: z.boolean() })]);

/** Releases that wait for their building, or whose building was cut off, and that nobody builds; the oldest first. */
export async function listDueReleases(): Promise<string[]> {
  const rows = await db().$queryRaw`
    SELECT r."id" FROM "DatasetRelease" r
     WHERE r."state" IN ('queued', 'building')
       AND NOT EXISTS (SELECT 1 FROM pg_locks k
                        WHERE k."locktype" = 'advisory' AND k."classid" = ${BUILD_LOCK}::int::oid AND k."granted"
                          AND k."objid" = (hashtext(r."id"::text)::bigint & 4294967295)::oid
                          AND k."database" = (SELECT d."oid" FROM pg_database d WHERE d."datname" = current_database()))
     ORDER BY r."number" LIMIT 20`;
  return idRows.parse(rows).map(({ id }) => id);
}

/** What a building tells while it goes on. */
export type Progress = { stage: string; done: number; total: number };

/**
 * Builds a release that waits or was cut off, unless another process is at it (false). A building that ends with its
 * process leaves nothing behind but what it had recorded: the next one begins with that, or anew. What fails is noted on the
 * release for its manager to try again.
 */
export async function buildRelease(
  releaseId: string,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<boolean> {
  // A lock of a session: behind a pooler of transactions it needs the direct address.
  const direct = createPool(env().DATABASE_URL_DIRECT ?? env().DATABASE_URL, 1);
  direct.on("error", () => undefined);
  const client = await direct.connect();
  try {
    if (!(await lock(client, releaseId))) return false;
    // Nothing is swept away while a release is under way, whose contents no row names yet.
    await client.query("SELECT pg_advisory_lock_shared($1, $2)", [...SWEEP_LOCK]);
    const claimed = await claim(releaseId);
    if (!claimed) return false;
    try {
      await work(claimed, storage(), onProgress);
    } catch (error) {
      // It stays under way, and is begun anew.
      if (isCutOff(error)) throw error;
      await fail(claimed, error);
    }
    return true;
  } finally {
    client.release(true);
    await direct.end();
  }
}

async function lock(client: PoolClient, releaseId: string): Promise<boolean> {
  const { rows } = await client.query("SELECT pg_try_advisory_lock($1, hashtext($2)) AS ok", [
    BUILD_LOCK,
    releaseId,
  ]);
  return lockRows.parse(rows)[0].ok;
}

type Claimed = WantedRelease & { actor: Actor; hasInputs: boolean; attempts: number };

/** The release that this process builds now, noted as such; null where there is nothing to do any more. */
async function claim(releaseId: string): Promise<Claimed | null> {
  const row = await db().datasetRelease.findFirst({
    where: { id: releaseId, state: { in: ["queued", "building"] } },
    omit: { inputs: true, report: true },
    include: { project: { select: { slug: true, name: true } } },
  });
  if (!row) return null;
  const { id, projectId, name, version, versionReason, notes, pseudonymKey, attempts } = row;
  const user = await db().user.findUniqueOrThrow({
    where: { id: row.createdById },
    select: { id: true, name: true, isAdmin: true },
  });
  await db().datasetRelease.update({
    where: { id },
    data: { state: "building", attempts: attempts + 1, stage: "reading", done: 0, total: 0 },
  });
  return {
    ...{ id, projectId, name, version, versionReason, notes, pseudonymKey, attempts },
    ...{ slug: row.project.slug, projectName: row.project.name },
    options: releaseOptions.parse(row.options),
    actor: { userId: user.id, name: user.name, isAdmin: user.isAdmin, sessionId: null },
    hasInputs: row.recordsSha256 !== null,
  };
}

async function work(
  claimed: Claimed,
  store: Storage,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  if (claimed.attempts >= MOST_ATTEMPTS)
    throw new AppError(
      500,
      "cut-off",
      `The server ended ${MOST_ATTEMPTS} times while it built this release. Look at its memory and its log, then try again.`,
    );
  const tell = teller(claimed.id, onProgress);
  if (!claimed.hasInputs) {
    const taken = await takeSnapshot(claimed.actor, claimed, store, (done) => tell("reading", done, 0));
    await recordSnapshot(claimed.id, taken.inputs, taken.contents);
  }
  if (await holdsRedacted(claimed.id)) throw withdrawnSince();
  // Read back, so that a later building has the very same in its hands.
  const inputs = await readInputs(claimed.id);
  const { formats, split, textFree } = inputs.options;
  // A split reads everything twice and each side by itself; sides are at most three.
  const passes = (split ? 2 : 0) + (textFree ? 2 : formats.length * (split ? 4 : 1));
  const total = inputs.counts.articles * passes;
  let done = 0;
  await tell("writing", 0, total, true);
  const derived = await deriveRelease(inputs, store, () => tell("writing", Math.min(++done, total), total));
  await finish(claimed, derived);
}

/** The recorded inputs of a release. */
export async function readInputs(releaseId: string): Promise<ReleaseInputs> {
  const { inputs } = await db().datasetRelease.findUniqueOrThrow({
    where: { id: releaseId },
    select: { inputs: true },
  });
  return releaseInputs.parse(inputs);
}

function teller(releaseId: string, onProgress: (progress: Progress) => void) {
  let last = 0;
  return async (stage: string, done: number, total: number, isNow = false) => {
    onProgress({ stage, done, total });
    if (!isNow && performance.now() - last < TELL_EVERY_MS) return;
    last = performance.now();
    await db().datasetRelease.update({ where: { id: releaseId }, data: { stage, done, total } });
  };
}

async function recordSnapshot(
  releaseId: string,
  inputs: ReleaseInputs,
  contents: readonly Content[],
): Promise<void> {
  await inLongTransaction(async (tx) => {
    for (let from = 0; from < contents.length; from += 2_000)
      await insertContents(tx, releaseId, contents.slice(from, from + 2_000));
    await tx.datasetRelease.update({
      where: { id: releaseId },
      data: {
        inputs,
        ...inputs.counts,
        recordsSha256: Buffer.from(inputs.records.sha256, "hex"),
        recordsBytes: inputs.records.bytes,
        auditHead: inputs.auditHead === null ? null : Buffer.from(inputs.auditHead, "hex"),
      },
    });
  });
}

async function insertContents(tx: Tx, releaseId: string, contents: readonly Content[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "ReleaseArticle" ("releaseId", "articleId", "articleNumber", "showsLayers", "offset", "bytes", "contentHash")
    SELECT ${releaseId}::uuid, c."articleId", c."articleNumber", c."showsLayers", c."offset", c."bytes", decode(c."contentHash", 'hex')
      FROM jsonb_to_recordset(${JSON.stringify(contents)}::jsonb)
        AS c("articleId" uuid, "articleNumber" bigint, "showsLayers" boolean, "offset" bigint, "bytes" bigint, "contentHash" text)`;
}

async function finish(claimed: Claimed, { files, manifest, report }: Derived): Promise<void> {
  await inLongTransaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "DatasetRelease" WHERE "id" = ${claimed.id}::uuid FOR NO KEY UPDATE`;
    // Withdrawn while the files were written: what they left out would name it once more.
    if (await holdsRedacted(claimed.id, tx)) throw withdrawnSince();
    for (let from = 0; from < files.length; from += 2_000)
      await tx.$executeRaw`
        INSERT INTO "ReleaseFile" ("releaseId", "path", "bytes", "sha256", "format", "split")
        SELECT ${claimed.id}::uuid, f."path", f."bytes", decode(f."sha256", 'hex'), f."format", f."split"
          FROM jsonb_to_recordset(${JSON.stringify(files.slice(from, from + 2_000))}::jsonb)
            AS f("path" text, "bytes" bigint, "sha256" text, "format" text, "split" text)`;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const done = await tx.datasetRelease.update({
      where: { id: claimed.id },
      data: {
        ...{ state: "done", stage: "", finishedAt: new Date(), report, bytes, files: files.length },
        sha256: Buffer.from(manifest.sha256, "hex"),
      },
    });
    const { name, version, articles, layers, annotations, people, auditHead } = done;
    await recordEvents(tx, [
      {
        ...{ type: "release.published", actorId: claimed.actor.userId, projectId: claimed.projectId },
        subjectId: claimed.id,
        payload: {
          ...{ name, version, articles, layers, annotations, people, bytes, files: files.length },
          sha256: manifest.sha256,
          auditHead: auditHead === null ? null : Buffer.from(auditHead).toString("hex"),
        },
      },
    ]);
  });
}

async function fail(claimed: Claimed, error: unknown): Promise<void> {
  const isClear = error instanceof AppError;
  if (!isClear)
    log().error(
      { releaseId: claimed.id, error: error instanceof Error ? error.stack : "unknown" },
      "a release cannot be built",
    );
  const failure = isClear
    ? error.message
    : "Something unexpected went wrong; the server's log names it. Try again, and if it fails again show the log to whoever runs this installation.";
  await inLongTransaction(async (tx) => {
    await tx.datasetRelease.update({
      where: { id: claimed.id },
      data: { state: "failed", stage: "", failure },
    });
    await recordEvents(tx, [
      {
        ...{ type: "release.failed", actorId: claimed.actor.userId, projectId: claimed.projectId },
        subjectId: claimed.id,
        payload: { name: claimed.name, version: claimed.version, why: isClear ? error.code : "unexpected" },
      },
    ]);
  });
}
