import "server-only";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { z } from "zod";
import { authOptions } from "@/lib/auth/options";
import { db } from "@/lib/db";
import type { Actor } from "@/lib/policy";

const sessionShape = z.object({ sessionId: z.uuid() });

/** Who is signed in, read once a request from the session's row; null when revoked, expired, disabled or nobody. */
export const currentActor = cache(async function currentActor(): Promise<Actor | null> {
  const parsed = sessionShape.safeParse(await getServerSession(authOptions()));
  if (!parsed.success) return null;
  const session = await db().session.findFirst({
    where: {
      id: parsed.data.sessionId,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      user: { disabledAt: null },
    },
    select: { id: true, user: { select: { id: true, name: true, isAdmin: true } } },
  });
  if (!session) return null;
  return {
    userId: session.user.id,
    name: session.user.name,
    isAdmin: session.user.isAdmin,
    sessionId: session.id,
  };
});
