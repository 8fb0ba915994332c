import "server-only";
import type { z } from "zod";
import { requireProject } from "@/lib/access";
import { refuseSuccession } from "@/lib/attributes/changes";
import { newestAttributes, readAttributeDraft } from "@/lib/attributes/queries";
import type { AttributeDraft, publishAttributesInput, saveAttributesInput } from "@/lib/attributes/schema";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

/**
 * Saves the draft of a project's own attributes; nobody is asked them before they are published. Throws notFound,
 * forbidden, conflict `stale-revision`, badInput `attribute-gone`, `attribute-type-changed` and `choice-gone` where it
 * could not follow what is published.
 */
export function saveAttributeDraft(
  actor: Actor,
  input: z.output<typeof saveAttributesInput> & { slug: string },
  tx?: Tx,
): Promise<AttributeDraft> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "project.settings", t);
    const newest = await newestAttributes(t, projectId);
    const refusal = refuseSuccession(newest?.definitions ?? [], input.definitions);
    if (refusal) throw badInput(refusal.code, refusal.message);
    const { count } = await t.project.updateMany({
      where: { id: projectId, revision: input.revision },
      data: { attributeDraft: input.definitions, revision: { increment: 1 } },
    });
    if (count === 0) throw stale();
    await recordEvents(t, [
      { type: "attributes.draft-saved", actorId: actor.userId, projectId, subjectId: projectId },
    ]);
    return readAttributeDraft(t, projectId);
  });
}

/**
 * Publishes the draft as the next version, which never changes. Work begun from now on, and what is returned, is filled in
 * by it; work that has begun keeps its own. Throws notFound, forbidden, conflict `stale-revision` and `nothing-new`, and
 * as saveAttributeDraft.
 */
export function publishAttributes(
  actor: Actor,
  input: z.output<typeof publishAttributesInput> & { slug: string },
  tx?: Tx,
): Promise<AttributeDraft> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "project.settings", t);
    await t.$queryRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId}::uuid FOR UPDATE`;
    const draft = await readAttributeDraft(t, projectId);
    if (draft.revision !== input.revision) throw stale();
    if (draft.isPublished) throw conflict("nothing-new", "The draft says what the newest version says.");
    const refusal = refuseSuccession(draft.newest?.definitions ?? [], draft.definitions);
    if (refusal) throw badInput(refusal.code, refusal.message);
    const version = await t.attributeVersion.create({
      data: {
        projectId,
        number: (draft.newest?.number ?? 0) + 1,
        definitions: draft.definitions,
        note: input.note,
        publishedById: actor.userId,
      },
      select: { id: true, number: true },
    });
    await recordEvents(t, [
      {
        type: "attributes.published",
        actorId: actor.userId,
        projectId,
        subjectId: version.id,
        payload: { number: version.number },
      },
    ]);
    return readAttributeDraft(t, projectId);
  });
}

function stale() {
  return conflict(
    "stale-revision",
    "Somebody changed this project since you opened the page. Note what you changed, load the page again and put it in.",
  );
}
