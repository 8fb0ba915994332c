import "server-only";
import { z } from "zod";
import { ask, db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { describeDevice } from "@/lib/sessions/device";
import type { SessionDto } from "@/lib/sessions/schema";
import { together } from "@/lib/together";
import { Prisma } from "@/prisma/generated/client";

/** The actor's sessions that are still good, the one in use first, then the most recently seen; at most 100. */
export async function listSessions(actor: Actor, tx: Tx = db()): Promise<SessionDto[]> {
  const rows = await tx.session.findMany({
    where: { userId: actor.userId, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
    take: 100,
  });
  const all = rows.map((row) => ({
    id: row.id,
    device: describeDevice(row.userAgent),
    address: row.address,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isCurrent: row.id === actor.sessionId,
  }));
  return [...all.filter((session) => session.isCurrent), ...all.filter((session) => !session.isCurrent)];
}

const actorRows = z.array(
  z.object({
    id: z.string(),
    userId: z.string(),
    name: z.string(),
    isAdmin: z.boolean(),
    isStale: z.boolean(),
  }),
);
type ActorRow = z.infer<typeof actorRows>[number];

/** Last-seen times are written at most this often, so that reading a page does not write. */
const seenEveryMs = 5 * 60 * 1000;

// Every request asks this first: those of a busy moment ask it together.
const readActor = together(readActors);

/** The user of a session that is neither revoked nor expired nor of a disabled user, noting now and then that it was seen. */
export async function findSessionActor(sessionId: string, tx?: Tx): Promise<Actor | null> {
  const row = tx ? (await readActors([sessionId], tx)).get(sessionId) : await readActor(sessionId);
  if (!row) return null;
  if (row.isStale)
    await (tx ?? db()).session.updateMany({ where: { id: sessionId }, data: { lastSeenAt: new Date() } });
  return { userId: row.userId, name: row.name, isAdmin: row.isAdmin, sessionId };
}

async function readActors(sessionIds: string[], tx?: Tx): Promise<Map<string, ActorRow>> {
  const rows = await ask(
    Prisma.sql`
    SELECT s."id", u."id" AS "userId", u."name", u."isAdmin",
           s."lastSeenAt" < now() - make_interval(secs => ${seenEveryMs / 1000}) AS "isStale"
      FROM "Session" s JOIN "User" u ON u."id" = s."userId"
     WHERE s."id" = ANY(${sessionIds}::uuid[]) AND s."revokedAt" IS NULL AND s."expiresAt" > now() AND u."disabledAt" IS NULL`,
    tx,
  );
  return new Map(actorRows.parse(rows).map((row) => [row.id, row]));
}
