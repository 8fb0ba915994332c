import "server-only";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { holdOpenRelease, type ReleaseRecord, refuseRedacted } from "@/lib/releases/access";
import { storage } from "@/lib/storage/storage";
import { writeTar } from "@/lib/storage/tar";

/** A file to send, as it is read from the disk. */
export type OpenFile = {
  fileName: string;
  bytes: number;
  sha256: string;
  content: AsyncIterable<Uint8Array>;
};

/** One file of a release by its path. Whoever takes it has looked at the release's layers. Throws notFound, 403, 409, 410. */
export function openReleaseFile(
  actor: Actor,
  slug: string,
  releaseId: string,
  file: string,
  tx?: Tx,
): Promise<OpenFile> {
  return inTransaction(tx, (t) => openFile(t, actor, slug, releaseId, file));
}

async function openFile(
  tx: Tx,
  actor: Actor,
  slug: string,
  releaseId: string,
  file: string,
): Promise<OpenFile> {
  const { release } = await holdOpenRelease(tx, actor, slug, releaseId, file);
  const found = await tx.releaseFile.findUnique({
    where: { releaseId_path: { releaseId: release.id, path: file } },
  });
  if (!found) throw notFound();
  const stored = { sha256: Buffer.from(found.sha256).toString("hex"), bytes: Number(found.bytes) };
  if (release.emptiedAt !== null && !(await storage().has(stored)))
    throw new AppError(
      410,
      "article-withdrawn",
      "This manifest named articles by their titles, and was deleted with the release's other files.",
    );
  const content = await openContent(release.id, stored);
  await noteTaken(tx, actor, release, { file });
  return { fileName: path.posix.basename(file), ...stored, content };
}

/**
 * A whole release as one tar archive, by path; equal releases are equal archives. It breaks off where an article of it is
 * withdrawn for good meanwhile. Throws notFound, 403, 409, 410.
 */
export function openReleaseArchive(
  actor: Actor,
  slug: string,
  releaseId: string,
  tx?: Tx,
): Promise<{ fileName: string; content: AsyncIterable<Uint8Array> }> {
  return inTransaction(tx, async (t) => {
    const { access, release } = await holdOpenRelease(t, actor, slug, releaseId);
    const folder = `${access.slug}-${fileWords(release.name)}-${release.version}`;
    await noteTaken(t, actor, release, {});
    return { fileName: `${folder}.tar`, content: writeTar(members(release, folder)) };
  });
}

async function* members(release: ReleaseRecord, folder: string) {
  for await (const { path: file, ...stored } of listAllFiles(release.id))
    yield {
      path: `${folder}/${file}`,
      bytes: stored.bytes,
      content: async () => {
        await refuseRedacted(release);
        return openContent(release.id, stored);
      },
    };
}

/** Every file of a release, in pages, by path in the order of code units. */
export async function* listAllFiles(
  releaseId: string,
): AsyncGenerator<{ path: string; bytes: number; sha256: string }> {
  let after = "";
  for (;;) {
    const page = await db().releaseFile.findMany({
      where: { releaseId, path: { gt: after } },
      orderBy: { path: "asc" },
      take: 500,
    });
    for (const { path: file, bytes, sha256 } of page)
      yield { path: file, bytes: Number(bytes), sha256: Buffer.from(sha256).toString("hex") };
    const last = page.at(-1);
    if (!last) return;
    after = last.path;
  }
}

async function openContent(
  releaseId: string,
  stored: { sha256: string; bytes: number },
): Promise<AsyncIterable<Uint8Array>> {
  const store = storage();
  if (await store.has(stored)) return store.open(stored);
  // Releases of the time when each was one file stand under their own id.
  const old = path.resolve(env().DATA_DIR, "releases", `${releaseId}.jsonl`);
  const size = await stat(old).then(
    (found) => found.size,
    () => null,
  );
  return size === stored.bytes ? createReadStream(old) : store.open(stored);
}

async function noteTaken(tx: Tx, actor: Actor, release: ReleaseRecord, payload: object): Promise<void> {
  await recordEvents(tx, [
    {
      ...{ type: "release.downloaded", actorId: actor.userId, projectId: release.projectId },
      ...{ subjectId: release.id, payload },
    },
  ]);
}

/** A name as part of a file's name: letters and digits of ASCII, joined by hyphens. */
export function fileWords(name: string): string {
  const plain = name.normalize("NFKD").replace(/[^a-zA-Z0-9]+/g, "-");
  return plain.replace(/^-+|-+$/g, "").toLowerCase() || "release";
}
