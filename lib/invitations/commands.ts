import "server-only";
import { z } from "zod";
import { requireProjectById } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { hashPassword } from "@/lib/auth/password";
import { inTransaction, type Tx } from "@/lib/db";
import { AppError, conflict, forbidden, notFound } from "@/lib/errors";
import type {
  acceptAsNewInput,
  acceptNewPasswordInput,
  CreatedInvitation,
  projectInvitationInput,
  siteInvitationInput,
} from "@/lib/invitations/schema";
import { createInvitationToken, hashInvitationToken } from "@/lib/invitations/token";
import type { Actor } from "@/lib/policy";
import { revokeSessionsOf } from "@/lib/sessions/commands";
import { insertUser } from "@/lib/users/commands";

const uuid = z.uuid();
const dayMs = 24 * 60 * 60 * 1000;

/** Invites one person to a project with a role; throws notFound, forbidden. */
export function createProjectInvitation(
  actor: Actor,
  input: z.output<typeof projectInvitationInput> & { projectId: string },
  tx?: Tx,
): Promise<CreatedInvitation> {
  return inTransaction(tx, async (tx) => {
    await requireProjectById(actor, input.projectId, "project.members", tx);
    return insert(tx, actor, input);
  });
}

/**
 * Invites one person to the installation by e-mail address, without a project; where somebody here has that address,
 * the link gives them a new password. Site administrators only; throws forbidden.
 */
export function createSiteInvitation(
  actor: Actor,
  input: z.output<typeof siteInvitationInput>,
  tx?: Tx,
): Promise<CreatedInvitation> {
  return inTransaction(tx, async (tx) => {
    if (!actor.isAdmin) throw forbidden();
    return insert(tx, actor, input);
  });
}

async function insert(
  tx: Tx,
  actor: Actor,
  input: {
    projectId?: string;
    role?: z.output<typeof projectInvitationInput>["role"];
    email?: string;
    days: number;
  },
): Promise<CreatedInvitation> {
  const token = createInvitationToken();
  const row = await tx.invitation.create({
    data: {
      tokenHash: hashInvitationToken(token),
      projectId: input.projectId ?? null,
      role: input.role ?? null,
      email: input.email ?? null,
      createdById: actor.userId,
      expiresAt: new Date(Date.now() + input.days * dayMs),
    },
  });
  await recordEvents(tx, [
    {
      type: "invitation.created",
      actorId: actor.userId,
      projectId: row.projectId,
      subjectId: row.id,
      payload: { role: row.role },
    },
  ]);
  return { id: row.id, path: `/invite/${token}`, expiresAt: row.expiresAt.toISOString() };
}

/** Makes an open invitation's link worthless; one that is no longer open stays as it is. Throws notFound, forbidden. */
export function revokeInvitation(actor: Actor, invitationId: string, tx?: Tx): Promise<void> {
  return inTransaction(tx, async (tx) => {
    if (!uuid.safeParse(invitationId).success) throw notFound();
    const row = await tx.invitation.findUnique({ where: { id: invitationId } });
    if (!row) throw notFound();
    if (row.projectId) await requireProjectById(actor, row.projectId, "project.members", tx);
    else if (!actor.isAdmin) throw notFound();
    const { count } = await tx.invitation.updateMany({
      where: { id: row.id, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count > 0)
      await recordEvents(tx, [
        {
          type: "invitation.revoked",
          actorId: actor.userId,
          projectId: row.projectId,
          subjectId: row.id,
        },
      ]);
  });
}

/**
 * Accepts as the person who is signed in. Throws notFound for an unknown link, 410 `invitation-used`, `-revoked` or
 * `-expired`, and conflict `already-member` (the link stays good for somebody else).
 */
export function acceptInvitation(actor: Actor, token: string, tx?: Tx): Promise<{ slug: string | null }> {
  return inTransaction(tx, (tx) => join(tx, token, actor.userId));
}

/** Accepts with a new account, whose id is returned; throws what acceptInvitation does, and conflict `email-taken`. */
export async function acceptInvitationAsNew(
  input: z.output<typeof acceptAsNewInput>,
  tx?: Tx,
): Promise<{ userId: string; slug: string | null }> {
  const passwordHash = await hashPassword(input.password);
  return inTransaction(tx, async (tx) => {
    const row = await lockOpen(tx, input.token);
    const email = row.email ?? input.email;
    const userId = await insertUser(tx, { name: input.name, email, passwordHash });
    return { userId, ...(await join(tx, input.token, userId)) };
  });
}

/**
 * Gives the person an installation's invitation names (by e-mail address) a new password, ends all their sessions and
 * returns their id. Throws what acceptInvitation does, and notFound where the link is no such invitation.
 */
export async function acceptNewPassword(
  input: z.output<typeof acceptNewPasswordInput>,
  tx?: Tx,
): Promise<{ userId: string }> {
  const passwordHash = await hashPassword(input.password);
  return inTransaction(tx, async (tx) => {
    const row = await lockOpen(tx, input.token);
    if (row.projectId || !row.email) throw notFound();
    const user = await tx.user.findFirst({
      where: { email: row.email, disabledAt: null, forgottenAt: null },
      select: { id: true },
    });
    if (!user) throw notFound();
    await tx.user.update({ where: { id: user.id }, data: { passwordHash } });
    await recordEvents(tx, [
      {
        type: "user.password-changed",
        actorId: user.id,
        subjectId: user.id,
        payload: { by: row.createdById },
      },
    ]);
    await revokeSessionsOf(user.id, user.id, tx);
    await join(tx, input.token, user.id);
    return { userId: user.id };
  });
}

/**
 * Accepts for somebody whom a sign-on provider has just identified and who is new here; the new account has no
 * password and belongs to that issuer and subject. An address that somebody has here already is left out: it proves
 * nothing. Throws what acceptInvitation does.
 */
export function acceptInvitationBySignOn(
  input: { token: string; issuer: string; subject: string; name: string; email: string | null },
  tx?: Tx,
): Promise<{ userId: string; slug: string | null }> {
  return inTransaction(tx, async (tx) => {
    await lockOpen(tx, input.token);
    const { issuer, subject, name, email } = input;
    const isTaken = email !== null && (await tx.user.findUnique({ where: { email } })) !== null;
    const userId = await insertUser(tx, { name, email: isTaken ? null : email, passwordHash: null });
    await tx.oidcAccount.create({ data: { issuer, subject, userId } });
    await recordEvents(tx, [{ type: "user.sign-on-linked", actorId: userId, subjectId: userId }]);
    return { userId, ...(await join(tx, input.token, userId)) };
  });
}

/** The invitation of a link, locked against every other use of it until the transaction ends. */
async function lockOpen(tx: Tx, token: string) {
  const tokenHash = hashInvitationToken(token);
  await tx.$executeRaw`SELECT 1 FROM "Invitation" WHERE "tokenHash" = ${tokenHash} FOR UPDATE`;
  const row = await tx.invitation.findUnique({
    where: { tokenHash },
    include: { project: { select: { slug: true } }, createdBy: true },
  });
  if (!row) throw notFound();
  if (row.acceptedAt) throw gone("used");
  if (row.revokedAt) throw gone("revoked");
  if (row.expiresAt <= new Date()) throw gone("expired");
  // Whoever may no longer invite has no links that still work.
  const mayInvite = row.projectId
    ? await tx.$queryRaw`SELECT project_role(${row.createdById}::uuid, ${row.projectId}::uuid) AS role`
    : [{ role: row.createdBy.isAdmin && !row.createdBy.disabledAt ? "manager" : null }];
  if (!inviter.safeParse(mayInvite).success) throw gone("revoked");
  return row;
}

const inviter = z.tuple([z.object({ role: z.literal("manager") })]);

async function join(tx: Tx, token: string, userId: string): Promise<{ slug: string | null }> {
  const row = await lockOpen(tx, token);
  const { projectId, role } = row;
  if (projectId && role) {
    const added = await tx.member.createMany({ data: [{ projectId, userId, role }], skipDuplicates: true });
    if (added.count === 0)
      throw conflict("already-member", "You are a member of this project already; the link stays unused.");
  }
  await tx.invitation.update({
    where: { id: row.id },
    data: { acceptedAt: new Date(), acceptedById: userId },
  });
  const about = { actorId: userId, projectId };
  await recordEvents(tx, [{ ...about, type: "invitation.accepted", subjectId: row.id }]);
  if (projectId)
    await recordEvents(tx, [{ ...about, type: "member.added", subjectId: userId, payload: { role } }]);
  return { slug: row.project?.slug ?? null };
}

function gone(reason: "used" | "revoked" | "expired"): AppError {
  const messages = {
    used: "This invitation has been used. Ask for a new one.",
    revoked: "This invitation has been withdrawn. Ask for a new one.",
    expired: "This invitation has run out. Ask for a new one.",
  } as const;
  return new AppError(410, `invitation-${reason}`, messages[reason]);
}
