import "server-only";
import { db, type Tx } from "@/lib/db";
import { badInput } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { normaliseEmail } from "@/lib/users/schema";

/**
 * Who acts on the command line, where nobody is signed in: the account of an e-mail address, or else the oldest site
 * administrator. What they may do is asked as everywhere. Throws badInput `no-such-user`, `no-administrator`.
 */
export async function findActor(email: string | undefined, tx: Tx = db()): Promise<Actor> {
  const user = await tx.user.findFirst({
    where: {
      disabledAt: null,
      forgottenAt: null,
      ...(email === undefined ? { isAdmin: true } : { email: normaliseEmail(email) }),
    },
    orderBy: { createdAt: "asc" },
    select: { id: true, name: true, isAdmin: true },
  });
  if (user) return { userId: user.id, name: user.name, isAdmin: user.isAdmin, sessionId: null };
  throw email === undefined
    ? badInput("no-administrator", "There is no site administrator: name an account with --as EMAIL.")
    : badInput("no-such-user", `Nobody signs in with ${email}: name another account with --as EMAIL.`);
}
