import "server-only";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { forbidden, notFound } from "@/lib/errors";
import { type Actor, can } from "@/lib/policy";
import type { DeleteViewInput, SaveViewInput } from "@/lib/views/schema";

/** Parts of an address that are no filter: a place in the list, and what just happened there. */
const passing = new Set(["at", "cursor", "finished", "done"]);

/**
 * Saves filters under a name, in place of the actor's own ones of that name. Sharing them with the project is for
 * managers. Throws notFound, forbidden.
 */
export function saveView(
  actor: Actor,
  input: SaveViewInput,
  tx?: Tx,
): Promise<{ id: string; query: string }> {
  return inTransaction(tx, async (t) => {
    const { projectId, role } = await requireProject(actor, input.slug, "project.view", t);
    if (input.isShared && !can(role, "project.settings"))
      throw forbidden("Only a manager shares filters with the project.");
    const query = new URLSearchParams(
      [...new URLSearchParams(input.query)].filter(([name, value]) => value !== "" && !passing.has(name)),
    ).toString();
    const owned = { projectId, place: input.place, ownerId: actor.userId };
    await t.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${actor.userId}::uuid FOR NO KEY UPDATE`;
    const before = await t.savedView.findFirst({
      where: { ...owned, deletedAt: null, name: { equals: input.name, mode: "insensitive" } },
      select: { id: true },
    });
    const data = { name: input.name, query, isShared: input.isShared };
    const view = before
      ? await t.savedView.update({ where: { id: before.id }, data, select: { id: true } })
      : await t.savedView.create({ data: { ...owned, ...data }, select: { id: true } });
    await recordEvents(t, [
      {
        type: "view.saved",
        actorId: actor.userId,
        projectId,
        subjectId: view.id,
        payload: { place: input.place, isShared: input.isShared },
      },
    ]);
    return { id: view.id, query };
  });
}

/** Takes saved filters away: one's own, or as a manager shared ones. Throws notFound. */
export function deleteView(actor: Actor, input: DeleteViewInput, tx?: Tx): Promise<{ id: string }> {
  return inTransaction(tx, async (t) => {
    const { projectId, role } = await requireProject(actor, input.slug, "project.view", t);
    const view = await t.savedView.findFirst({ where: { id: input.id, projectId, deletedAt: null } });
    const mayDelete =
      view && (view.ownerId === actor.userId || (view.isShared && can(role, "project.settings")));
    if (!mayDelete) throw notFound();
    await t.savedView.update({ where: { id: view.id }, data: { deletedAt: new Date() } });
    await recordEvents(t, [{ type: "view.deleted", actorId: actor.userId, projectId, subjectId: view.id }]);
    return { id: view.id };
  });
}
