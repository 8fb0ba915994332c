import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { AppError, forbidden, unauthenticated } from "@/lib/errors";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import type { AccountDto, UserDto } from "@/lib/users/schema";
import type { User } from "@/prisma/generated/client";

/** The actor's own account; throws unauthenticated when it has gone meanwhile. */
export async function getAccount(actor: Actor, tx: Tx = db()): Promise<AccountDto> {
  const user = await tx.user.findUnique({
    where: { id: actor.userId },
    select: { name: true, email: true, passwordHash: true, _count: { select: { oidcAccounts: true } } },
  });
  if (!user) throw unauthenticated();
  return {
    name: user.name,
    email: user.email,
    hasPassword: user.passwordHash !== null,
    hasSignOn: user._count.oidcAccounts > 0,
  };
}

/** Who has an e-mail address here; site administrators only. Throws forbidden, notFound `no-such-user`. */
export async function findUser(actor: Actor, email: string, tx: Tx = db()): Promise<UserDto> {
  if (!actor.isAdmin) throw forbidden();
  const user = await tx.user.findFirst({ where: { email, forgottenAt: null } });
  if (!user) throw new AppError(404, "no-such-user", `Nobody here has the address ${email}.`);
  return toUser(user);
}

const sortKey = z.uuid();

/** Everybody who was not forgotten, newest first; site administrators only, throws forbidden. */
export async function listUsers(
  actor: Actor,
  filter: { cursor?: string | null },
  tx: Tx = db(),
): Promise<Page<UserDto>> {
  if (!actor.isAdmin) throw forbidden();
  const cursor = decodeCursor(sortKey, filter.cursor);
  const isBackward = cursor?.side === "before";
  // Ids of version 7 rise with time.
  const rows = await tx.user.findMany({
    where: { forgottenAt: null, ...(cursor ? { id: { [isBackward ? "gt" : "lt"]: cursor.key } } : {}) },
    orderBy: { id: isBackward ? "asc" : "desc" },
    take: pageSize + 1,
  });
  const page = makePage(rows, cursor, (row) => row.id);
  return {
    ...page,
    items: page.items.map(toUser),
  };
}

function toUser(user: User): UserDto {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    isAdmin: user.isAdmin,
    isDisabled: user.disabledAt !== null,
    createdAt: user.createdAt.toISOString(),
  };
}
