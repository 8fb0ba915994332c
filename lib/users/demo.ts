import "server-only";
import { recordEvents } from "@/lib/audit";
import { hashPassword, verifyPassword } from "@/lib/auth/password";
import { db, inTransaction } from "@/lib/db";
import { conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { insertUser } from "@/lib/users/commands";

export type DemoUserInput = { email: string; name: string; password: string; isAdmin: boolean };

/**
 * Makes sure that a demo account is there and has this password, and returns it as an actor; for the seed alone. Throws
 * conflict `email-taken` when the address belongs to an account that is no demo.
 */
export async function ensureDemoUser(input: DemoUserInput): Promise<Actor> {
  const { email, name, password, isAdmin } = input;
  const found = await db().user.findUnique({ where: { email } });
  if (found && !found.isDemo) throw conflict("email-taken", `${email} belongs to somebody already.`);
  const isRight = found?.passwordHash ? await verifyPassword(password, found.passwordHash) : false;
  if (found && isRight)
    return { userId: found.id, name: found.name, isAdmin: found.isAdmin, sessionId: null };
  const passwordHash = await hashPassword(password);
  const userId = await inTransaction(undefined, async (tx) => {
    if (!found) return insertUser(tx, { email, name, passwordHash, isAdmin, isDemo: true });
    await tx.user.update({ where: { id: found.id }, data: { passwordHash } });
    await recordEvents(tx, [{ type: "user.password-changed", actorId: found.id, subjectId: found.id }]);
    return found.id;
  });
  return { userId, name: found?.name ?? name, isAdmin: found?.isAdmin ?? isAdmin, sessionId: null };
}
