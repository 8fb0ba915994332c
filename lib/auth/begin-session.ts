import "server-only";
import { cookies, headers } from "next/headers";
import { clientInfo } from "@/lib/auth/client-info";
import { encodeSessionToken, sessionCookie } from "@/lib/auth/session-cookie";
import { startSession } from "@/lib/sessions/commands";
import { sessionSeconds } from "@/lib/sessions/schema";

/** Signs this browser in as a user whose identity has just been proved, in a fresh session (never a reused one). */
export async function beginSession(userId: string): Promise<void> {
  const sessionId = await startSession(userId, clientInfo(await headers()));
  const { name, options } = sessionCookie();
  (await cookies()).set(name, await encodeSessionToken(sessionId), { ...options, maxAge: sessionSeconds });
}
