import "server-only";
import { randomUUID } from "node:crypto";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import { previewExport } from "@/lib/exports/queries";
import type { Actor } from "@/lib/policy";
import { requireRelease } from "@/lib/releases/access";
import { makeNotes } from "@/lib/releases/notes";
import type { ReleaseNaming, ReleaseOptions } from "@/lib/releases/schema";
import { compareVersions, greatestVersion } from "@/lib/releases/semver";

/**
 * Asks for a release: from now on the name and version are its own, and a background job builds it. Throws notFound,
 * forbidden; badInput `nothing-to-release`, `version-not-greater` (say why, and it is taken); conflict `release-version-taken`.
 */
export async function createRelease(
  actor: Actor,
  slug: string,
  naming: ReleaseNaming,
  options: ReleaseOptions,
  tx?: Tx,
): Promise<{ id: string; name: string; version: string }> {
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  const preview = await previewExport(actor, slug, options.filter);
  if (preview.articles === 0)
    throw badInput("nothing-to-release", "No article matches: change what to take before building.");
  const project = await db().project.findUniqueOrThrow({ where: { id: projectId } });
  const notes = naming.notes.trim() === "" ? makeNotes(project, preview, options) : naming.notes;
  const { name, version, versionReason } = naming;
  const id = randomUUID();
  return inTransaction(tx, async (tx) => {
    // Two at once with one version, or each the greatest: the second waits here and then sees the first.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`release ${projectId}`}, 0))`;
    await requireVersion(tx, projectId, name, version, versionReason);
    await tx.datasetRelease.create({
      data: {
        ...{ id, projectId, name, version, versionReason, options, notes, createdById: actor.userId },
        pseudonymKey: randomUUID(),
      },
    });
    await recordEvents(tx, [
      {
        ...{ type: "release.requested", actorId: actor.userId, projectId, subjectId: id },
        payload: { name, version, versionReason, options },
      },
    ]);
    return { id, name, version };
  });
}

async function requireVersion(
  tx: Tx,
  projectId: string,
  name: string,
  version: string,
  reason: string,
): Promise<void> {
  const rows = await tx.datasetRelease.findMany({
    where: { projectId, name, state: { not: "failed" } },
    select: { version: true },
  });
  const versions = rows.map((row) => row.version);
  if (versions.includes(version))
    throw conflict(
      "release-version-taken",
      `There is a “${name}” ${version} already. Choose another version.`,
    );
  const greatest = greatestVersion(versions);
  if (greatest !== null && compareVersions(version, greatest) < 0 && reason === "")
    throw badInput(
      "version-not-greater",
      `“${name}” is at ${greatest} already. Choose a greater version, or say why this one comes after it.`,
    );
}

/** Puts a release that failed back to be built. Throws notFound, forbidden, conflict `release-not-failed`, `release-version-taken`. */
export async function retryRelease(actor: Actor, slug: string, releaseId: string): Promise<void> {
  const { access, release } = await requireRelease(actor, slug, releaseId);
  const { projectId } = access;
  await inTransaction(undefined, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`release ${projectId}`}, 0))`;
    if (release.state !== "failed") throw notFailed();
    await requireVersion(tx, projectId, release.name, release.version, "again");
    const { count } = await tx.datasetRelease.updateMany({
      where: { id: release.id, state: "failed" },
      data: { state: "queued", failure: null, attempts: 0, stage: "", done: 0, total: 0 },
    });
    if (count === 0) throw notFailed();
    await recordEvents(tx, [
      { type: "release.retried", actorId: actor.userId, projectId, subjectId: release.id },
    ]);
  });
}

function notFailed() {
  return conflict("release-not-failed", "This release has not failed.");
}

/**
 * Notes for good that a release is not to be used any more, and why; its files stay, for whoever has built on it. Throws
 * notFound, forbidden, conflict `release-not-done`.
 */
export async function withdrawRelease(
  actor: Actor,
  slug: string,
  releaseId: string,
  reason: string,
): Promise<void> {
  const { access, release } = await requireRelease(actor, slug, releaseId);
  await inTransaction(undefined, async (tx) => {
    const { count } = await tx.datasetRelease.updateMany({
      where: { id: release.id, state: "done", withdrawnAt: null },
      data: { withdrawnAt: new Date(), withdrawnById: actor.userId, withdrawnWhy: reason },
    });
    if (count === 0)
      throw conflict(
        "release-not-done",
        "Only a release that is built and not withdrawn yet can be withdrawn.",
      );
    await recordEvents(tx, [
      {
        ...{ type: "release.withdrawn", actorId: actor.userId, projectId: access.projectId },
        subjectId: release.id,
        payload: { reason },
      },
    ]);
  });
}
