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

/** The session id within a cookie's value; null for one that is forged, expired or not ours. */
export async function decodeSessionToken(token: string | undefined): Promise<string | null> {
  if (!token) return null;
  try {
    return payload.parse(await decode({ token, secret: env().AUTH_SECRET })).sessionId;
  } catch {
    return null;
  }
}
