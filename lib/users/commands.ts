import "server-only";
import { z } from "zod";
import { recordEvents } from "@/lib/audit";
import { hashPassword, verifyPassword } from "@/lib/auth/password";
import { db, inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict, forbidden, notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { revokeOtherSessions, revokeSessionsOf } from "@/lib/sessions/commands";
import type { changePasswordInput, NewUserInput, UserDto } from "@/lib/users/schema";

type NewUser = {
  name: string;
  email: string | null;
  passwordHash: string | null;
  isAdmin?: boolean;
  isDemo?: boolean;
};

const uuid = z.uuid();

/**
 * Writes a user and its event in the caller's transaction, on the word of `actorId` (their own where null), and
 * returns the id. Throws conflict `email-taken` for an address that somebody has.
 */
export async function insertUser(tx: Tx, user: NewUser, actorId: string | null = null): Promise<string> {
  if (user.email && (await tx.user.findUnique({ where: { email: user.email }, select: { id: true } })))
    throw conflict("email-taken", "Somebody with this e-mail address is here already. Sign in instead.");
  const { id } = await tx.user.create({ data: user, select: { id: true } });
  await recordEvents(tx, [
    {
      type: "user.created",
      actorId: actorId ?? id,
      subjectId: id,
      payload: { isAdmin: user.isAdmin ?? false },
    },
  ]);
  return id;
}

/** Makes a user with a password at once; site administrators only. Throws forbidden, conflict `email-taken`. */
export async function createUser(
  actor: Actor,
  input: NewUserInput & { isAdmin?: boolean },
  tx?: Tx,
): Promise<UserDto> {
  if (!actor.isAdmin) throw forbidden();
  const { password, ...rest } = input;
  const passwordHash = await hashPassword(password);
  return inTransaction(tx, async (tx) => {
    const id = await insertUser(tx, { ...rest, passwordHash }, actor.userId);
    return readUser(tx, id);
  });
}

/** Gives the actor another name to be shown by. */
export function changeName(actor: Actor, input: { name: string }, tx?: Tx): Promise<UserDto> {
  return inTransaction(tx, async (tx) => {
    await tx.user.update({ where: { id: actor.userId }, data: { name: input.name } });
    await recordEvents(tx, [{ type: "user.renamed", actorId: actor.userId, subjectId: actor.userId }]);
    return readUser(tx, actor.userId);
  });
}

/**
 * Gives the actor a new password after the current one (an account that has none yet needs none) and ends all their
 * other sessions, whose number it returns. Throws badInput `wrong-password`; conflict `password-is-new` where the new one is
 * theirs already (a change whose answer was lost), `password-changed` when it was changed meanwhile.
 */
export async function changePassword(
  actor: Actor,
  input: Pick<z.output<typeof changePasswordInput>, "current" | "password">,
  tx?: Tx,
): Promise<{ revoked: number }> {
  const user = await (tx ?? db()).user.findUnique({
    where: { id: actor.userId },
    select: { passwordHash: true },
  });
  if (!user) throw notFound();
  if (user.passwordHash && !(await verifyPassword(input.current, user.passwordHash))) {
    if (await verifyPassword(input.password, user.passwordHash))
      throw conflict(
        "password-is-new",
        "The new password is yours already: what you sent before had arrived. There is nothing more to do.",
      );
    throw badInput("wrong-password", "The current password is not right. Nothing was changed.");
  }
  const passwordHash = await hashPassword(input.password);
  return inTransaction(tx, async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: actor.userId, passwordHash: user.passwordHash },
      data: { passwordHash },
    });
    if (count === 0)
      throw conflict("password-changed", "The password was changed elsewhere meanwhile. Sign in again.");
    await recordEvents(tx, [
      { type: "user.password-changed", actorId: actor.userId, subjectId: actor.userId },
    ]);
    return { revoked: await revokeOtherSessions(actor, tx) };
  });
}

/**
 * Stops a user from signing in (`isDisabled`) and ends their sessions, or lets them in again; site administrators
 * only, and never themselves. What the person made stays. Throws forbidden, notFound.
 */
export function setUserDisabled(
  actor: Actor,
  input: { userId: string; isDisabled: boolean },
  tx?: Tx,
): Promise<UserDto> {
  return inTransaction(tx, async (tx) => {
    if (!actor.isAdmin) throw forbidden();
    if (input.userId === actor.userId)
      throw badInput("own-account", "You cannot disable your own account; another administrator can.");
    if (!uuid.safeParse(input.userId).success) throw notFound();
    const { count } = await tx.user.updateMany({
      where: { id: input.userId, forgottenAt: null, disabledAt: input.isDisabled ? null : { not: null } },
      data: { disabledAt: input.isDisabled ? new Date() : null },
    });
    if (count > 0) {
      const type = input.isDisabled ? "user.disabled" : "user.enabled";
      await recordEvents(tx, [{ type, actorId: actor.userId, subjectId: input.userId }]);
      if (input.isDisabled) await revokeSessionsOf(input.userId, actor.userId, tx);
    }
    return readUser(tx, input.userId);
  });
}

/**
 * Makes a user a site administrator, or one like any other; site administrators only, and nobody takes the rights from
 * themselves or gives them to somebody disabled. Throws forbidden, notFound, badInput `own-account`, `user-disabled`.
 */
export function setUserAdmin(
  actor: Actor,
  input: { userId: string; isAdmin: boolean },
  tx?: Tx,
): Promise<UserDto> {
  return inTransaction(tx, async (tx) => {
    if (!actor.isAdmin) throw forbidden();
    if (!uuid.safeParse(input.userId).success) throw notFound();
    const user = await readUser(tx, input.userId);
    if (input.userId === actor.userId && !input.isAdmin)
      throw badInput("own-account", "You cannot take your own rights away; another administrator can.");
    if (user.isDisabled && input.isAdmin)
      throw badInput("user-disabled", "This account is disabled. Let the person in again first.");
    const { count } = await tx.user.updateMany({
      where: { id: input.userId, forgottenAt: null, isAdmin: !input.isAdmin },
      data: { isAdmin: input.isAdmin },
    });
    if (count > 0) {
      const type = input.isAdmin ? "user.made-administrator" : "user.no-administrator";
      await recordEvents(tx, [{ type, actorId: actor.userId, subjectId: input.userId }]);
    }
    return readUser(tx, input.userId);
  });
}

async function readUser(tx: Tx, id: string): Promise<UserDto> {
  const user = await tx.user.findUnique({ where: { id } });
  if (!user) throw notFound();
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    isAdmin: user.isAdmin,
    isDisabled: user.disabledAt !== null,
    createdAt: user.createdAt.toISOString(),
  };
}
