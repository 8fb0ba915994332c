import "server-only";
import { rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { createPool, db, inTransaction } from "@/lib/db";
import { env } from "@/lib/env";
import { SWEEP_LOCK } from "@/lib/releases/build";
import { listAllFiles } from "@/lib/releases/files";
import { manifestName, manifestSchema } from "@/lib/releases/manifest";
import { type EmptyingRelease, listToEmpty } from "@/lib/releases/redacted";
import { type Storage, storage } from "@/lib/storage/storage";

/** What is written and named by no row for this long belongs to nothing that is still under way. */
const ORPHAN_AFTER_MS = 24 * 60 * 60 * 1_000;
const BATCH = 500;

/**
 * Deletes the files of releases that hold an article withdrawn for good, unless another release has the very same ones;
 * rows, lengths and hashes stay, and so does a manifest that repeats no words of an article. A storage that cannot be
 * reached throws, and the release is found again next time. Answers how many were emptied; none while a release is built.
 */
export async function emptyWithdrawn(store: Storage = storage()): Promise<number> {
  if ((await listToEmpty()).length === 0) return 0;
  return alone(0, async () => {
    let emptied = 0;
    for (const release of await listToEmpty()) {
      await empty(release, store);
      emptied += 1;
    }
    return emptied;
  });
}

async function empty(release: EmptyingRelease, store: Storage): Promise<void> {
  const row = await db().datasetRelease.findUniqueOrThrow({
    where: { id: release.id },
    select: { projectId: true },
  });
  const { recordsSha256 } = release;
  const records = recordsSha256 ? [Buffer.from(recordsSha256).toString("hex")] : [];
  let removed = 0;
  for await (const files of inBatches(contentsOf(release.id, records, store))) {
    const needed = await neededBeside(release.id, files);
    for (const sha256 of files)
      if (!needed.has(sha256)) {
        await store.remove({ sha256 });
        removed += 1;
      }
  }
  // Releases of the time when each was one file stand under their own id.
  if (release.wasOneFile)
    await rm(path.resolve(env().DATA_DIR, "releases", `${release.id}.jsonl`), { force: true });
  await inTransaction(undefined, async (tx) => {
    await tx.datasetRelease.update({ where: { id: release.id }, data: { emptiedAt: new Date() } });
    await recordEvents(tx, [
      {
        ...{ type: "release.emptied", actorId: null, projectId: row.projectId, subjectId: release.id },
        payload: { files: removed },
      },
    ]);
  });
}

async function* contentsOf(releaseId: string, records: string[], store: Storage): AsyncGenerator<string> {
  yield* records;
  for await (const file of listAllFiles(releaseId))
    if (file.path !== manifestName || (await repeatsWords(file, store))) yield file.sha256;
}

/** Whether a manifest repeats words of articles: titles in what formats left out, passages that a split may share. */
async function repeatsWords(file: { sha256: string; bytes: number }, store: Storage): Promise<boolean> {
  if (!(await store.has(file))) return false;
  const pieces: Uint8Array[] = [];
  for await (const piece of await store.open(file)) pieces.push(piece);
  const manifest = manifestSchema.safeParse(JSON.parse(Buffer.concat(pieces).toString("utf8")));
  if (!manifest.success) return true;
  const { losses, release } = manifest.data;
  return (
    Object.values(losses).some((list) => list.some(({ articles }) => articles.length > 0)) ||
    (release.options.split?.allow ?? []).some(({ text }) => text !== undefined)
  );
}

async function* inBatches(items: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const hashRows = z.array(z.object({ sha256: z.string() }));

/** Which of some contents a release that is not emptied has, other than one; and of every one its manifest. */
async function neededBeside(releaseId: string | null, files: readonly string[]): Promise<Set<string>> {
  const rows = await db().$queryRaw`
    SELECT encode(c."hash", 'hex') AS "sha256"
      FROM (SELECT decode(h, 'hex') AS "hash" FROM unnest(${[...files]}::text[]) h) c
     WHERE EXISTS (SELECT 1 FROM "ReleaseFile" f JOIN "DatasetRelease" r ON r."id" = f."releaseId"
                    WHERE f."sha256" = c."hash" AND r."id" IS DISTINCT FROM ${releaseId}::uuid
                      AND (r."emptiedAt" IS NULL OR f."path" = ${manifestName}))
        OR EXISTS (SELECT 1 FROM "DatasetRelease" r
                    WHERE r."recordsSha256" = c."hash" AND r."emptiedAt" IS NULL AND r."id" IS DISTINCT FROM ${releaseId}::uuid)`;
  return new Set(hashRows.parse(rows).map(({ sha256 }) => sha256));
}

/**
 * Deletes stored contents that no release names and drafts that nobody writes any more, each older than a day (or than
 * `ageMs`): what a server left behind that was killed between writing and noting. Answers how many of both.
 */
export async function sweepStorage(
  store: Storage = storage(),
  ageMs = ORPHAN_AFTER_MS,
): Promise<{ contents: number; drafts: number }> {
  return alone({ contents: 0, drafts: 0 }, async () => {
    const before = Date.now() - ageMs;
    let contents = 0;
    async function* names() {
      for await (const { sha256 } of store.listBefore(before)) yield sha256;
    }
    for await (const files of inBatches(names())) {
      const needed = await neededBeside(null, files);
      for (const sha256 of files)
        if (!needed.has(sha256)) {
          await store.remove({ sha256 });
          contents += 1;
        }
    }
    return { contents, drafts: await store.dropDrafts(before) };
  });
}

const lockRows = z.tuple([z.object({ ok: z.boolean() })]);

/** Does something while no release is built anywhere; answers `otherwise` where one is. */
async function alone<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
  // A lock of a session: behind a pooler of transactions it needs the direct address.
  const direct = createPool(env().DATABASE_URL_DIRECT ?? env().DATABASE_URL, 1);
  direct.on("error", () => undefined);
  const client = await direct.connect();
  try {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1, $2) AS ok", [...SWEEP_LOCK]);
    return lockRows.parse(rows)[0].ok ? await work() : otherwise;
  } finally {
    client.release(true);
    await direct.end();
  }
}
