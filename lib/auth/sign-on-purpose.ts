import "server-only";
import { cookies } from "next/headers";
import { z } from "zod";
import { sessionCookie } from "@/lib/auth/session-cookie";

const name = "sign-on-purpose";
const minutes = 15;

const purpose = z.union([
  z.object({ kind: z.literal("invitation"), token: z.string().max(200) }),
  z.object({ kind: z.literal("link"), sessionId: z.uuid() }),
]);

/** Why somebody goes to the sign-on provider: to accept an invitation, or to link the login to their account. */
export type SignOnPurpose = z.output<typeof purpose>;

/** Keeps in this browser, for 15 minutes, why it is sent to the provider. */
export async function keepSignOnPurpose(value: SignOnPurpose): Promise<void> {
  const { options } = sessionCookie();
  (await cookies()).set(name, JSON.stringify(value), { ...options, maxAge: minutes * 60 });
}

/** What was kept, once: null for nothing, too old or unreadable. */
export async function takeSignOnPurpose(): Promise<SignOnPurpose | null> {
  const store = await cookies();
  const text = store.get(name)?.value;
  if (!text) return null;
  store.set(name, "", { ...sessionCookie().options, maxAge: 0 });
  try {
    return purpose.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
