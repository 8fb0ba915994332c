import "server-only";
import { verifyPassword } from "@/lib/auth/password";
import { forgetFailures, loginPair, takeTry } from "@/lib/auth/slow-down";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ClientInfo } from "@/lib/sessions/schema";
import { normaliseEmail } from "@/lib/users/schema";

/**
 * The id of the user whose e-mail address and password these are. The answer and the work are the same for an unknown
 * address, a wrong password, an account without one and a disabled account: 401 `wrong-login`. Throws 429 with the time
 * to wait after repeated failures of this account from this address; a browser that is known to belong to the account
 * (`deviceId`) counts by itself instead.
 */
export async function signInWithPassword(
  input: { email: string; password: string },
  client: ClientInfo,
  deviceId: string | null = null,
): Promise<string> {
  const email = normaliseEmail(input.email);
  const pair = loginPair(email, deviceId ? `device ${deviceId}` : client.address);
  await takeTry(pair);
  const user = await db().user.findUnique({
    where: { email },
    select: { id: true, passwordHash: true, disabledAt: true, forgottenAt: true },
  });
  const isRight = await verifyPassword(input.password, user?.passwordHash ?? null);
  if (!user || !isRight || user.disabledAt || user.forgottenAt)
    throw new AppError(401, "wrong-login", "This e-mail address and password do not go together.");
  await forgetFailures(pair);
  return user.id;
}
