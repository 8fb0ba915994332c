import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { ownReport, requireAgreement, wantReport } from "@/lib/project-agreement/access";

export const refreshInput = z.object({ slug: z.string() });
export const showingInput = z.object({
  slug: z.string(),
  shows: z.enum(["on", "off"]),
});

/** Has the figures that the actor reads computed again, soon. Throws notFound, forbidden. */
export async function refreshAgreement(actor: Actor, { slug }: z.output<typeof refreshInput>): Promise<void> {
  const access = await requireAgreement(actor, slug);
  await wantReport(access.projectId, await ownReport(actor, access));
}

/** Lets a project's annotators see the agreement of the pairs they belong to, or no longer. Throws notFound, forbidden. */
export async function setShowsAgreement(
  actor: Actor,
  { slug, shows }: z.output<typeof showingInput>,
  tx?: Tx,
): Promise<{ showsAgreement: boolean }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, slug, "project.settings", t);
    const showsAgreement = shows === "on";
    await t.project.update({ where: { id: projectId }, data: { showsAgreement } });
    await recordEvents(t, [
      {
        type: "project.agreement-shown",
        actorId: actor.userId,
        projectId,
        subjectId: projectId,
        payload: { showsAgreement },
      },
    ]);
    return { showsAgreement };
  });
}
