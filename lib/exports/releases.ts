import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { db } from "@/lib/db";
import { forbidden, notFound } from "@/lib/errors";
import { noteLayerViews } from "@/lib/exports/queries";
import { readReleaseFile } from "@/lib/exports/release-files";
import { exportFilter, type ReleaseDto } from "@/lib/exports/schema";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import type { DatasetRelease } from "@/prisma/generated/client";

/** A project's releases, newest first. Throws notFound, forbidden, badInput `bad-cursor`. */
export async function listReleases(
  actor: Actor,
  slug: string,
  cursorText: string | null = null,
): Promise<Page<ReleaseDto>> {
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  const cursor = decodeCursor(z.string().regex(/^\d{1,18}$/), cursorText);
  const isBackward = cursor?.side === "before";
  const rows = await db().datasetRelease.findMany({
    where: {
      projectId,
      ...(cursor && { number: { [isBackward ? "gt" : "lt"]: BigInt(cursor.key) } }),
    },
    orderBy: { number: isBackward ? "asc" : "desc" },
    take: pageSize + 1,
  });
  const page = makePage(rows, cursor, (row) => row.number.toString());
  const people = await db().user.findMany({
    where: { id: { in: page.items.map((row) => row.createdById) } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return { ...page, items: page.items.map((row) => toDto(row, names.get(row.createdById) ?? "Somebody")) };
}

/** A release's file to send, as it is read from the disk. */
export type OpenRelease = {
  fileName: string;
  bytes: number;
  sha256: string;
  content: AsyncIterable<Uint8Array>;
};

/**
 * A release's file for whoever may export. Blindness holds here too: refused (403 `unsubmitted-work`) to someone who
 * still annotates one of its articles, and whoever takes it has looked at its layers. Throws notFound, forbidden, 410.
 */
export async function openRelease(actor: Actor, slug: string, releaseId: string): Promise<OpenRelease> {
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  if (!z.uuid().safeParse(releaseId).success) throw notFound();
  const release = await db().datasetRelease.findFirst({ where: { id: releaseId, projectId } });
  if (!release) throw notFound();
  const unsubmitted = await db().layer.count({
    where: {
      ownerId: actor.userId,
      kind: "person",
      state: { in: ["open", "returned"] },
      articleId: { in: release.shownIds },
    },
  });
  if (unsubmitted > 0)
    throw forbidden(
      "You are still annotating an article of this release, and it shows others' work on it. Submit yours first.",
      "unsubmitted-work",
    );
  const bytes = Number(release.bytes);
  const content = await readReleaseFile(release.id, bytes);
  await noteLayerViews(actor, release.shownIds);
  await recordEvents(db(), [
    { type: "release.downloaded", actorId: actor.userId, projectId, subjectId: release.id },
  ]);
  const fileName = `${slug}-${fileWords(release.name)}.jsonl`;
  return { fileName, bytes, sha256: hex(release.sha256) ?? "", content };
}

/** A name as part of a file's name: letters and digits of ASCII, joined by hyphens. */
export function fileWords(name: string): string {
  const plain = name.normalize("NFKD").replace(/[^a-zA-Z0-9]+/g, "-");
  return plain.replace(/^-+|-+$/g, "").toLowerCase() || "release";
}

function toDto(row: DatasetRelease, createdBy: string): ReleaseDto {
  return {
    id: row.id,
    name: row.name,
    filter: exportFilter.parse(row.filter),
    createdAt: row.createdAt.toISOString(),
    createdBy,
    articles: row.articles,
    layers: row.layers,
    annotations: row.annotations,
    people: row.people,
    bytes: Number(row.bytes),
    sha256: hex(row.sha256) ?? "",
    auditHead: hex(row.auditHead),
    pseudonymKey: row.pseudonymKey,
  };
}

function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString("hex");
}
