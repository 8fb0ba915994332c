import "server-only";
import { cookies } from "next/headers";
import { currentActor } from "@/lib/auth/current-actor";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { revokeSession } from "@/lib/sessions/commands";

/** Ends the session of this browser: its row is revoked at once and its cookie dropped. */
export async function endCurrentSession(): Promise<void> {
  const actor = await currentActor();
  if (actor?.sessionId) await revokeSession(actor, actor.sessionId);
  await dropSessionCookie();
}

/** Makes this browser forget its session; the session's row is the caller's to revoke. */
export async function dropSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
