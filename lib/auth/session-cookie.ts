import "server-only";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { env } from "@/lib/env";
import { sessionSeconds } from "@/lib/sessions/schema";

const payload = z.object({ sessionId: z.uuid() });

/** The session cookie's name and options; over https it is marked secure and named so. */
export function sessionCookie() {
  const secure = (env().NEXTAUTH_URL ?? "").startsWith("https://");
  return {
    name: secure ? "__Secure-next-auth.session-token" : "next-auth.session-token",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure },
  } as const;
}

/** The cookie's value for a session: encrypted, and holding nothing but the id of the session's row. */
export function encodeSessionToken(sessionId: string): Promise<string> {
  return encode({ token: { sessionId }, secret: env().AUTH_SECRET, maxAge: sessionSeconds });
}

/** Cookie values read before: opening one takes longer than all else that a save does outside the database. */
const opened = new Map<string, string>();
const mostOpened = 5_000;

/**
 * The session id within a cookie's value; null for one that is forged, expired or not ours. Whether the session still
 * holds is for its row to say, which is asked on every request: a value that was good once needs opening only once.
 */
export async function decodeSessionToken(token: string | undefined): Promise<string | null> {
  if (!token) return null;
  const known = opened.get(token);
  if (known) return known;
  try {
    const { sessionId } = payload.parse(await decode({ token, secret: env().AUTH_SECRET }));
    if (opened.size >= mostOpened) opened.clear();
    opened.set(token, sessionId);
    return sessionId;
  } catch {
    return null;
  }
}
