import { encodeSessionToken, sessionCookie } from "@/lib/auth/session-cookie";
import { startSession } from "@/lib/sessions/commands";

/** A signed-in browser of a user, without the sign-in form: the session's row and the cookie that names it. */
export async function logIn(
  userId: string,
  client = { address: "127.0.0.1", userAgent: "test" },
): Promise<{ sessionId: string; name: string; value: string; header: string }> {
  const sessionId = await startSession(userId, client);
  const value = await encodeSessionToken(sessionId);
  const { name } = sessionCookie();
  return { sessionId, name, value, header: `${name}=${value}` };
}
