import "server-only";
import { randomUUID } from "node:crypto";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { db, inTransaction } from "@/lib/db";
import { conflict } from "@/lib/errors";
import { type ExportOptions, startExport } from "@/lib/exports/queries";
import { removeReleaseFile, writeReleaseFile } from "@/lib/exports/release-files";
import { exportFilter, type ReleaseDto, type ReleaseInput } from "@/lib/exports/schema";
import { formatName } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { sealAll } from "@/lib/seals/commands";
import { auditHead } from "@/lib/seals/queries";

/**
 * Publishes a release: writes the export's file into the data folder and, once it is whole, the record of it with its
 * SHA-256, its counts and the head of the chain of events. Neither ever changes. Throws notFound, forbidden, conflict
 * `release-name-taken`.
 */
export async function publishRelease(
  actor: Actor,
  slug: string,
  input: ReleaseInput,
  options: Pick<ExportOptions, "onProgress" | "onInexact"> = {},
): Promise<ReleaseDto> {
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  const { name, ...filter } = input;
  if (await db().datasetRelease.findFirst({ where: { projectId, name }, select: { id: true } }))
    throw conflict("release-name-taken", `There is a release named “${name}” already. Choose another name.`);
  const id = randomUUID();
  const exported = await startExport(actor, slug, filter, {
    ...options,
    pseudonymKey: randomUUID(),
    isRelease: true,
  });
  const { bytes, sha256 } = await writeReleaseFile(id, exported.lines);
  await sealAll();
  const { head } = await auditHead();
  try {
    return await inTransaction(undefined, async (tx) => {
      const release = await tx.datasetRelease.create({
        data: {
          id,
          projectId,
          name,
          format: formatName,
          filter,
          createdById: actor.userId,
          ...exported.counts,
          bytes,
          sha256,
          auditHead: head === null ? null : Buffer.from(head, "hex"),
          pseudonymKey: exported.pseudonymKey,
          shownIds: exported.shownIds,
        },
      });
      const hash = Buffer.from(sha256).toString("hex");
      await recordEvents(tx, [
        {
          type: "release.published",
          actorId: actor.userId,
          projectId,
          subjectId: id,
          payload: { name, filter, ...exported.counts, bytes, sha256: hash, auditHead: head },
        },
      ]);
      return {
        id,
        name,
        filter: exportFilter.parse(filter),
        ...exported.counts,
        createdAt: release.createdAt.toISOString(),
        createdBy: actor.name,
        bytes,
        sha256: hash,
        auditHead: head,
        pseudonymKey: exported.pseudonymKey,
      };
    });
  } catch (error) {
    await removeReleaseFile(id);
    throw error;
  }
}
