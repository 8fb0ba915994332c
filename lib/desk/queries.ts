import "server-only";
import { z } from "zod";
import { highestRole } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { unauthenticated } from "@/lib/errors";
import { countNotifications } from "@/lib/notifications/queries";
import { type Actor, can, canOnRegister, type ProjectRoleName, projectRoles } from "@/lib/policy";
import { countWaiting, type Waiting } from "@/lib/review/feedback-queries";

/** The most projects that the switcher lists; all of them stand on the page of projects. */
const switcherLimit = 12;

/** What the frame around every page says: who is signed in, and projects to switch to, by name. */
export type Desk = {
  user: { id: string; name: string; email: string };
  projects: { slug: string; name: string; role: ProjectRoleName }[];
  /** What waits for the reader in the project that the frame stands around. */
  waiting: Waiting;
  /** How many notifications the reader has not read; 99 stands for more. */
  notifications: number;
  /** Whether the register of sources and its rounds are open to the reader; for the frame around no project. */
  seesRegister: boolean;
  /** Whether that project lets annotators see how they agree. */
  showsAgreement: boolean;
};

const projectRows = z.array(z.object({ slug: z.string(), name: z.string(), role: z.enum(projectRoles) }));

/** The frame's facts for the actor; throws unauthenticated when the account has gone meanwhile. */
export async function getDesk(
  actor: Actor,
  project?: { projectId: string; role: string },
  tx: Tx = db(),
): Promise<Desk> {
  const user = await tx.user.findUnique({ where: { id: actor.userId }, select: { name: true, email: true } });
  if (!user) throw unauthenticated();
  const rows = await tx.$queryRaw`
    SELECT p."slug", p."name", project_role(${actor.userId}::uuid, p."id") AS role
      FROM seen_projects(${actor.userId}::uuid) p
     WHERE p."archivedAt" IS NULL ORDER BY p."name", p."id" LIMIT ${switcherLimit}`;
  const waiting = project
    ? await countWaiting(actor, project.projectId, can(project.role, "review.decide"))
    : { news: 0, review: 0 };
  const shown = project && { id: project.projectId, showsAgreement: true };
  const showsAgreement = shown ? (await tx.project.count({ where: shown })) > 0 : false;
  const seesRegister = project !== undefined || canOnRegister(await highestRole(actor, tx), "source.view");
  return {
    waiting,
    seesRegister,
    notifications: await countNotifications(actor, tx),
    showsAgreement,
    user: { id: actor.userId, name: user.name, email: user.email ?? "" },
    projects: projectRows.parse(rows),
  };
}
