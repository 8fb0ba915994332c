import "server-only";
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

function releasePath(releaseId: string): string {
  return path.resolve(env().DATA_DIR, "releases", `${releaseId}.jsonl`);
}

/**
 * Writes a release's file line by line, readable by this installation's user alone, and returns its size and SHA-256
 * once it is safely on the disk. Nothing is left behind when a line cannot be made or written.
 */
export async function writeReleaseFile(
  releaseId: string,
  lines: AsyncIterable<string>,
): Promise<{ bytes: number; sha256: Uint8Array<ArrayBuffer> }> {
  const file = releasePath(releaseId);
  const draft = `${file}.part`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  try {
    const handle = await open(draft, "wx", 0o600);
    let bytes = 0;
    try {
      for await (const line of lines) {
        const piece = Buffer.from(line, "utf8");
        hash.update(piece);
        bytes += piece.length;
        await handle.write(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    return { bytes, sha256: digestOf(hash) };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function digestOf(hash: Hash): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash.digest());
}

/** Takes away the file of a release that did not come to be. */
export async function removeReleaseFile(releaseId: string): Promise<void> {
  await rm(releasePath(releaseId), { force: true });
}

/** A release's file, read as it is taken; throws 410 `release-file-gone` where it is not there in its full length. */
export async function readReleaseFile(releaseId: string, bytes: number): Promise<AsyncIterable<Uint8Array>> {
  const file = releasePath(releaseId);
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  if (size !== bytes)
    throw new AppError(
      410,
      "release-file-gone",
      "This release's file is not in the data folder as it was written. Restore the folder releases from a back-up.",
    );
  return createReadStream(file, { highWaterMark: 256 * 1024 });
}
