import "server-only";
import type { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import { readDraft } from "@/lib/guidelines/queries";
import {
  type GuidelineDraft,
  isGuidelineEmpty,
  type publishInput,
  type saveDraftInput,
} from "@/lib/guidelines/schema";
import type { Actor } from "@/lib/policy";

/** Saves the draft; nobody annotates by it before it is published. Throws notFound, forbidden, `stale-revision`. */
export function saveGuidelineDraft(
  actor: Actor,
  input: z.output<typeof saveDraftInput> & { slug: string },
  tx?: Tx,
): Promise<GuidelineDraft> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "guideline.edit", t);
    const { count } = await t.project.updateMany({
      where: { id: projectId, revision: input.revision },
      data: { guidelineDraft: input.content, revision: { increment: 1 } },
    });
    if (count === 0) throw stale();
    await recordEvents(t, [
      { type: "guideline.draft-saved", actorId: actor.userId, projectId, subjectId: projectId },
    ]);
    return readDraft(t, projectId);
  });
}

/**
 * Publishes the draft as the next version, which never changes; work taken from now on names it, work that has begun
 * keeps its own. Throws notFound, forbidden, conflict `stale-revision` and `nothing-new`, badInput `empty-guideline`.
 */
export function publishGuideline(
  actor: Actor,
  input: z.output<typeof publishInput> & { slug: string },
  tx?: Tx,
): Promise<{ number: number }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "guideline.edit", t);
    await t.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR UPDATE`;
    const draft = await readDraft(t, projectId);
    if (draft.revision !== input.revision) throw stale();
    if (isGuidelineEmpty(draft.content))
      throw badInput("empty-guideline", "Write something before you publish.");
    if (draft.isPublished)
      throw conflict(
        "nothing-new",
        "The draft says what the newest version says; there is nothing to publish.",
      );
    const newest = await t.guidelineVersion.findFirst({
      where: { projectId },
      orderBy: { number: "desc" },
      select: { number: true },
    });
    const version = await t.guidelineVersion.create({
      data: {
        projectId,
        number: (newest?.number ?? 0) + 1,
        content: draft.content,
        note: input.note,
        changed: input.changed ?? draft.changed,
        publishedById: actor.userId,
      },
      select: { id: true, number: true },
    });
    await recordEvents(t, [
      {
        type: "guideline.published",
        actorId: actor.userId,
        projectId,
        subjectId: version.id,
        payload: { number: version.number, changed: input.changed ?? draft.changed },
      },
    ]);
    return { number: version.number };
  });
}

function stale() {
  return conflict(
    "stale-revision",
    "Somebody changed this project since you opened the page. Copy what you wrote, load the page again and put it in.",
  );
}
