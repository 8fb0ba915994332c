import "server-only";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { AppError, conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { requireRelease } from "@/lib/releases/access";
import { readInputs } from "@/lib/releases/build";
import { deriveRelease } from "@/lib/releases/derive";
import { listAllFiles } from "@/lib/releases/files";
import { localStorage, type Storage, storage } from "@/lib/storage/storage";

/**
 * Makes a release's files once more from its recorded inputs, beside the ones that are kept, and names those that are not
 * the same bytes. Throws notFound, forbidden, conflict `release-not-done`, 410 where its records are gone.
 */
export async function rebuildRelease(
  actor: Actor,
  slug: string,
  releaseId: string,
): Promise<{ files: number; differing: string[] }> {
  const { release } = await requireRelease(actor, slug, releaseId);
  if (release.state !== "done" || release.recordsSha256 === null)
    throw conflict(
      "release-not-done",
      "Only a release that is built, from records that are kept, can be built again.",
    );
  if (release.emptiedAt !== null)
    throw new AppError(
      410,
      "article-withdrawn",
      "An article of this release was withdrawn for good, and its records were deleted with it.",
    );
  const inputs = await readInputs(release.id);
  const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-rebuild-"));
  try {
    const derived = await deriveRelease(inputs, readingFrom(storage(), localStorage(folder)));
    const again = new Map(derived.files.map((file) => [file.path, file.sha256]));
    const differing: string[] = [];
    for await (const file of listAllFiles(release.id)) {
      if (again.get(file.path) !== file.sha256) differing.push(file.path);
      again.delete(file.path);
    }
    return { files: derived.files.length, differing: [...differing, ...again.keys()] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads what is kept, writes elsewhere. */
function readingFrom(kept: Storage, other: Storage): Storage {
  return { ...other, open: kept.open, has: kept.has };
}
