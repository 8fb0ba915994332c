import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, notFound } from "@/lib/errors";
import type {
  AddMemberInput,
  ChangeRoleInput,
  MemberLimitsInput,
  RemoveMemberInput,
} from "@/lib/members/schema";
import type { Actor, ProjectRoleName } from "@/lib/policy";
import { settleArticle } from "@/lib/slots/settle";

/** What a change of membership leaves: the role, or null for somebody who is no member now. */
export type Membership = { userId: string; name: string; role: ProjectRoleName | null };

/**
 * Adds somebody who has an account here, by e-mail address. A manager may learn that there is no such account (badInput
 * `no-such-user`; nobody else gets that far). Throws notFound, forbidden, conflict `already-member`.
 */
export function addMember(actor: Actor, input: AddMemberInput, tx?: Tx): Promise<Membership> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "project.members", t);
    const user = await t.user.findFirst({
      where: { email: input.email, disabledAt: null, forgottenAt: null },
      select: { id: true, name: true },
    });
    if (!user)
      throw badInput(
        "no-such-user",
        "Nobody here signs in with this address. Send an invitation link instead.",
      );
    const { count } = await t.member.createMany({
      data: [{ projectId, userId: user.id, role: input.role }],
      skipDuplicates: true,
    });
    if (count === 0)
      throw conflict("already-member", `${user.name} is a member already. Change the role in the list.`);
    await recordEvents(t, [
      {
        type: "member.added",
        actorId: actor.userId,
        projectId,
        subjectId: user.id,
        payload: { role: input.role },
      },
    ]);
    return { userId: user.id, name: user.name, role: input.role };
  });
}

/** Sets a member's own limits and the languages they read. Throws notFound, forbidden. */
export function setMemberLimits(
  actor: Actor,
  input: MemberLimitsInput,
  tx?: Tx,
): Promise<{ userId: string; name: string }> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "project.members", t);
    const { mostOpen, mostPerWeek, languages } = input;
    const member = await t.member.findUnique({
      where: { projectId_userId: { projectId, userId: input.userId } },
      select: { user: { select: { name: true } } },
    });
    if (!member) throw notFound();
    await t.member.update({
      where: { projectId_userId: { projectId, userId: input.userId } },
      data: { mostOpen, mostPerWeek, languages },
    });
    await recordEvents(t, [
      {
        type: "member.limits-changed",
        actorId: actor.userId,
        projectId,
        subjectId: input.userId,
        payload: { mostOpen, mostPerWeek, languages },
      },
    ]);
    return { userId: input.userId, name: member.user.name };
  });
}

/** Gives a member another role. Throws notFound, forbidden, conflict `last-manager` when nobody would manage the project. */
export function changeRole(actor: Actor, input: ChangeRoleInput, tx?: Tx): Promise<Membership> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "project.members", t);
    const member = await lockMember(t, projectId, input.userId, input.role === "manager");
    if (member.role === input.role) return { ...member };
    const kept = await lockKeptArticles(t, projectId, input.userId);
    await t.member.update({
      where: { projectId_userId: { projectId, userId: input.userId } },
      data: { role: input.role },
    });
    await recordEvents(t, [
      {
        type: "member.role-changed",
        actorId: actor.userId,
        projectId,
        subjectId: input.userId,
        payload: { from: member.role, to: input.role },
      },
    ]);
    for (const articleId of kept) await settleArticle(t, articleId);
    return { ...member, role: input.role };
  });
}

/**
 * Takes somebody out of a project; what they made stays, and an article they had taken goes back when its time runs
 * out. Throws notFound, forbidden, conflict `last-manager`.
 */
export function removeMember(actor: Actor, input: RemoveMemberInput, tx?: Tx): Promise<Membership> {
  return inTransaction(tx, async (t) => {
    const { projectId } = await requireProject(actor, input.slug, "project.members", t);
    const member = await lockMember(t, projectId, input.userId, false);
    const kept = await lockKeptArticles(t, projectId, input.userId);
    await t.member.delete({ where: { projectId_userId: { projectId, userId: input.userId } } });
    await recordEvents(t, [
      {
        type: "member.removed",
        actorId: actor.userId,
        projectId,
        subjectId: input.userId,
        payload: { role: member.role },
      },
    ]);
    for (const articleId of kept) await settleArticle(t, articleId);
    return { ...member, role: null };
  });
}

const keptRows = z.array(z.object({ id: z.string() }));

/** Calibration articles that wait for somebody: once their place goes, they may have everything in. */
async function lockKeptArticles(t: Tx, projectId: string, userId: string): Promise<string[]> {
  const rows = await t.$queryRaw`
    SELECT a."id" FROM "Article" a
     WHERE a."id" IN (SELECT s."articleId" FROM "Slot" s WHERE s."reservedForId" = ${userId}::uuid AND s."projectId" = ${projectId}::uuid
                         AND s."state" = 'open' AND s."kind" = 'calibration')
     ORDER BY a."number" FOR NO KEY UPDATE`;
  return keptRows.parse(rows).map((row) => row.id);
}

const managerRows = z.array(z.object({ userId: z.string(), isActive: z.boolean() }));

/** The member, with the project's managers locked, so that two managers cannot each remove the other at once. */
async function lockMember(
  t: Tx,
  projectId: string,
  userId: string,
  staysManager: boolean,
): Promise<{ userId: string; name: string; role: ProjectRoleName }> {
  const managers = managerRows.parse(
    await t.$queryRaw`
      SELECT m."userId", u."disabledAt" IS NULL AS "isActive" FROM "Member" m JOIN "User" u ON u."id" = m."userId"
       WHERE m."projectId" = ${projectId}::uuid AND m."role" = 'manager' ORDER BY m."userId" FOR UPDATE OF m`,
  );
  const member = await t.member.findUnique({
    where: { projectId_userId: { projectId, userId } },
    select: { role: true, user: { select: { name: true } } },
  });
  if (!member) throw notFound();
  const others = managers.filter((manager) => manager.isActive && manager.userId !== userId);
  if (member.role === "manager" && !staysManager && others.length === 0)
    throw conflict(
      "last-manager",
      "A project keeps at least one manager. Make somebody else a manager first.",
    );
  return { userId, name: member.user.name, role: member.role };
}
