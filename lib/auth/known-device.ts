import "server-only";
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { cookies } from "next/headers";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { env } from "@/lib/env";
import { normaliseEmail } from "@/lib/users/schema";

const name = "known-device";
const year = 365 * 24 * 60 * 60;

/**
 * The id of this browser if an account was signed in to from it before, else null. Such a browser has failures of its
 * own: whoever tries passwords from the same address (an office, a proxy) does not slow down the account's owner.
 */
export async function knownDevice(account: string): Promise<string | null> {
  const [id, proof] = ((await cookies()).get(name)?.value ?? "").split(".");
  if (!id || !proof) return null;
  const given = Buffer.from(proof, "base64url");
  const right = proofOf(id, account);
  return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}

/** Remembers in this browser that an account was signed in to from it. */
export async function rememberDevice(account: string): Promise<void> {
  if (await knownDevice(account)) return;
  const id = randomUUID();
  const value = `${id}.${proofOf(id, account).toString("base64url")}`;
  (await cookies()).set(name, value, { ...sessionCookie().options, maxAge: year });
}

function proofOf(id: string, account: string): Buffer {
  return createHmac("sha256", env().AUTH_SECRET)
    .update(`device ${id} ${normaliseEmail(account)}`)
    .digest();
}
