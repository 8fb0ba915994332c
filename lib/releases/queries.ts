import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db } from "@/lib/db";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { closedTo, type ReleaseRecord, requireRelease } from "@/lib/releases/access";
import { releaseInputs } from "@/lib/releases/inputs";
import { manifestFile } from "@/lib/releases/manifest";
import {
  type ReleaseDto,
  type ReleaseFacts,
  type ReleaseFileDto,
  type ReleaseRow,
  releaseOptions,
  releaseReport,
  releaseStates,
} from "@/lib/releases/schema";

const state = z.enum(releaseStates);

/** A project's releases, newest first. Throws notFound, forbidden, badInput `bad-cursor`. */
export async function listReleases(
  actor: Actor,
  slug: string,
  cursorText: string | null = null,
): Promise<Page<ReleaseRow>> {
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  const cursor = decodeCursor(z.string().regex(/^\d{1,18}$/), cursorText);
  const isBackward = cursor?.side === "before";
  const rows = await db().datasetRelease.findMany({
    where: { projectId, ...(cursor && { number: { [isBackward ? "gt" : "lt"]: BigInt(cursor.key) } }) },
    orderBy: { number: isBackward ? "asc" : "desc" },
    take: pageSize + 1,
    omit: { inputs: true, report: true, options: true, notes: true },
  });
  const page = makePage(rows, cursor, (row) => row.number.toString());
  const names = await namesOf(page.items.map((row) => row.createdById));
  return { ...page, items: page.items.map((row) => toRow(row, names)) };
}

/** How a release goes: what its page asks again and again while it is built. Throws notFound, forbidden. */
export async function getReleaseProgress(actor: Actor, slug: string, releaseId: string): Promise<ReleaseRow> {
  const { release } = await requireRelease(actor, slug, releaseId);
  return toRow(release, await namesOf([release.createdById]));
}

/** A release with all that is told of it. Throws notFound, forbidden. */
export async function getRelease(actor: Actor, slug: string, releaseId: string): Promise<ReleaseDto> {
  const { release } = await requireRelease(actor, slug, releaseId);
  const closed = await closedTo(actor, release);
  const large = await db().datasetRelease.findUniqueOrThrow({
    where: { id: release.id },
    select: { inputs: true, report: true },
  });
  const inputs = large.inputs === null ? null : releaseInputs.parse(large.inputs);
  const earlier = await db().datasetRelease.findMany({
    where: {
      ...{ projectId: release.projectId, state: "done", recordsSha256: { not: null } },
      number: { lt: release.number },
    },
    orderBy: { number: "desc" },
    take: 20,
    select: { id: true, name: true, version: true },
  });
  return {
    ...toRow(release, await namesOf([release.createdById])),
    versionReason: release.versionReason,
    options: releaseOptions.parse(release.options),
    notes: release.notes,
    sha256: hex(release.sha256),
    auditHead: hex(release.auditHead),
    pseudonymKey: release.pseudonymKey,
    takenAt: inputs?.takenAt ?? null,
    withdrawnAt: release.withdrawnAt?.toISOString() ?? null,
    withdrawnWhy: release.withdrawnWhy,
    closedBecause: closed?.message ?? null,
    report: closed || large.report === null ? null : releaseReport.parse(large.report),
    inputs: closed || !inputs ? null : factsOf(inputs),
    earlier:
      release.recordsSha256 === null
        ? []
        : earlier.map(({ id, name, version }) => ({ id, title: `${name} ${version}` })),
  };
}

function factsOf(inputs: z.output<typeof releaseInputs>): ReleaseFacts {
  const { guidelines, attributes, licences, agreement, hiddenArticles } = inputs;
  return { guidelines, attributes, licences, agreement, hiddenArticles };
}

const filesPage = 50;

/** The files of a release by path, keyset-paged. Throws notFound, forbidden, badInput `bad-cursor`. */
export async function listReleaseFiles(
  actor: Actor,
  slug: string,
  releaseId: string,
  cursorText: string | null = null,
): Promise<Page<ReleaseFileDto>> {
  const { release } = await requireRelease(actor, slug, releaseId);
  const cursor = decodeCursor(z.string().max(1_000), cursorText);
  const isBackward = cursor?.side === "before";
  const rows = await db().releaseFile.findMany({
    where: { releaseId: release.id, ...(cursor && { path: { [isBackward ? "lt" : "gt"]: cursor.key } }) },
    orderBy: { path: isBackward ? "desc" : "asc" },
    take: filesPage + 1,
  });
  const page = makePage(rows, cursor, (row) => row.path, filesPage);
  return {
    ...page,
    items: page.items.map(({ path, bytes, sha256, format, split }) =>
      manifestFile.parse({ path, bytes: Number(bytes), sha256: hex(sha256), format, split }),
    ),
  };
}

async function namesOf(ids: string[]): Promise<Map<string, string>> {
  const people = await db().user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(people.map(({ id, name }) => [id, name]));
}

function toRow(
  row: Omit<ReleaseRecord, "options" | "notes">,
  names: ReadonlyMap<string, string>,
): ReleaseRow {
  const { id, name, version, stage, done, total, failure, articles, layers, annotations, people, files } =
    row;
  return {
    ...{ id, name, version, stage, done, total, failure, articles, layers, annotations, people, files },
    state: state.parse(row.state),
    createdAt: row.createdAt.toISOString(),
    createdBy: names.get(row.createdById) ?? "Somebody",
    finishedAt: row.finishedAt?.toISOString() ?? null,
    bytes: Number(row.bytes),
    isWithdrawn: row.withdrawnAt !== null,
  };
}

function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString("hex");
}
