import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { changedRules } from "@/lib/guidelines/changed-rules";
import {
  type GuidelineDraft,
  type GuidelineVersionDto,
  type GuidelineVersionSummary,
  guidelineAnchor,
  guidelineDocument,
} from "@/lib/guidelines/schema";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";

/** The draft of a project's guideline, for whoever may edit it; throws notFound, forbidden. */
export async function getGuidelineDraft(actor: Actor, slug: string, tx: Tx = db()): Promise<GuidelineDraft> {
  const { projectId } = await requireProject(actor, slug, "guideline.edit", tx);
  return readDraft(tx, projectId);
}

/** The draft of a project whose access has been checked; `isPublished` when the newest version says the same. */
export async function readDraft(tx: Tx, projectId: string): Promise<GuidelineDraft> {
  const project = await tx.project.findUnique({
    where: { id: projectId },
    select: {
      guidelineDraft: true,
      revision: true,
      guidelines: { orderBy: { number: "desc" }, take: 1, select: { content: true } },
    },
  });
  if (!project) throw notFound();
  const content = guidelineDocument.parse(project.guidelineDraft);
  const newest = guidelineDocument.safeParse(project.guidelines[0]?.content);
  const isPublished = newest.success && JSON.stringify(newest.data) === JSON.stringify(content);
  const changed = changedRules(newest.success ? newest.data : null, content);
  return { content, revision: project.revision, isPublished, changed };
}

const versionSelect = { id: true, number: true, note: true, publishedById: true, publishedAt: true } as const;
const anchorList = z.array(guidelineAnchor);
const sortKey = z.int32().min(1);

/** The published versions of a project's guideline, newest first, for every member; throws notFound, `bad-cursor`. */
export async function listGuidelineVersions(
  actor: Actor,
  filter: { slug: string; cursor?: string | null },
  tx: Tx = db(),
): Promise<Page<GuidelineVersionSummary>> {
  const { projectId } = await requireProject(actor, filter.slug, "project.view", tx);
  const cursor = decodeCursor(sortKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  const beyond = cursor ? { number: { [isBackward ? "gt" : "lt"]: cursor.key } } : {};
  const rows = await tx.guidelineVersion.findMany({
    where: { projectId, ...beyond },
    orderBy: { number: isBackward ? "asc" : "desc" },
    take: pageSize + 1,
    select: versionSelect,
  });
  const page = makePage(rows, cursor, (row) => row.number);
  const names = await namesOf(tx, page.items);
  return { ...page, items: page.items.map((row) => summaryOf(row, names)) };
}

/** A published version with its text, the newest where no number is given; throws notFound where there is none. */
export async function getGuideline(
  actor: Actor,
  filter: { slug: string; number?: number },
  tx: Tx = db(),
): Promise<GuidelineVersionDto> {
  const { projectId } = await requireProject(actor, filter.slug, "project.view", tx);
  const row = await tx.guidelineVersion.findFirst({
    where: { projectId, number: filter.number },
    orderBy: { number: "desc" },
    select: { ...versionSelect, content: true, changed: true },
  });
  if (!row) throw notFound();
  const previous = await tx.guidelineVersion.findUnique({
    where: { projectId_number: { projectId, number: row.number - 1 } },
    select: { id: true },
  });
  return {
    ...summaryOf(row, await namesOf(tx, [row])),
    content: guidelineDocument.parse(row.content),
    changed: anchorList.parse(row.changed),
    previousId: previous?.id ?? null,
  };
}

type Row = { id: string; number: number; note: string; publishedById: string; publishedAt: Date };

async function namesOf(tx: Tx, rows: readonly Row[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map((row) => row.publishedById))];
  const users = await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map((user) => [user.id, user.name]));
}

function summaryOf(row: Row, names: ReadonlyMap<string, string>): GuidelineVersionSummary {
  const { id, number, note } = row;
  const publishedBy = names.get(row.publishedById) ?? "";
  return { id, number, note, publishedBy, publishedAt: row.publishedAt.toISOString() };
}
