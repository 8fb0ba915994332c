import "server-only";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import type { SavedViewDto, ViewPlace } from "@/lib/views/schema";

const MOST = 100;

/** The saved filters of a list that the actor can use: own ones and those shared in the project, by name; at most 100. */
export async function listViews(
  actor: Actor,
  slug: string,
  place: ViewPlace,
  tx: Tx = db(),
): Promise<SavedViewDto[]> {
  const { projectId } = await requireProject(actor, slug, "project.view", tx);
  const views = await tx.savedView.findMany({
    where: { projectId, place, deletedAt: null, OR: [{ ownerId: actor.userId }, { isShared: true }] },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST,
    select: {
      id: true,
      name: true,
      query: true,
      isShared: true,
      ownerId: true,
      owner: { select: { name: true } },
    },
  });
  return views.map(({ ownerId, owner, ...view }) => ({
    ...view,
    isOwn: ownerId === actor.userId,
    owner: owner.name,
  }));
}
