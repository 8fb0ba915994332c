import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { decodeSessionToken, sessionCookie } from "@/lib/auth/session-cookie";
import type { Actor } from "@/lib/policy";
import { findSessionActor } from "@/lib/sessions/queries";

/** Who is signed in, read once a request from the session's row; null when revoked, expired, disabled or nobody. */
export const currentActor = cache(async function currentActor(): Promise<Actor | null> {
  const store = await cookies();
  const sessionId = await decodeSessionToken(store.get(sessionCookie().name)?.value);
  return sessionId ? findSessionActor(sessionId) : null;
});
