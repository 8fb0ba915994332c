import "server-only";
import { recordEvents } from "@/lib/audit";
import { inTransaction, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { type ClientInfo, sessionSeconds } from "@/lib/sessions/schema";

/** Starts a session of a user whose identity has just been proved, and returns its id; the caller mints the cookie. */
export function startSession(userId: string, client: ClientInfo, tx?: Tx): Promise<string> {
  return inTransaction(tx, async (tx) => {
    const session = await tx.session.create({
      data: {
        userId,
        userAgent: client.userAgent.slice(0, 400),
        address: client.address.slice(0, 64),
        expiresAt: new Date(Date.now() + sessionSeconds * 1000),
      },
      select: { id: true },
    });
    await recordEvents(tx, [{ type: "session.started", actorId: userId, subjectId: session.id }]);
    return session.id;
  });
}

/** Ends one of the actor's own sessions at once; a repeat changes nothing. Throws notFound for anybody else's. */
export function revokeSession(actor: Actor, sessionId: string, tx?: Tx): Promise<void> {
  return inTransaction(tx, async (tx) => {
    const own = await tx.session.findFirst({ where: { id: sessionId, userId: actor.userId } });
    if (!own) throw notFound();
    await revoke(tx, actor.userId, actor.userId, { id: sessionId });
  });
}

/** Ends the session of a cookie that was just proved genuine; one that is not there or has ended changes nothing. */
export function endSession(sessionId: string, tx?: Tx): Promise<void> {
  return inTransaction(tx, async (tx) => {
    const session = await tx.session.findUnique({ where: { id: sessionId }, select: { userId: true } });
    if (session) await revoke(tx, session.userId, session.userId, { id: sessionId });
  });
}

/** Ends all of the actor's sessions but the one in use (all of them without one), and returns how many. */
export function revokeOtherSessions(actor: Actor, tx?: Tx): Promise<number> {
  const others = actor.sessionId ? { id: { not: actor.sessionId } } : {};
  return inTransaction(tx, (tx) => revoke(tx, actor.userId, actor.userId, others));
}

/** Ends all of the actor's sessions, the one in use too, and returns how many. */
export function revokeAllSessions(actor: Actor, tx?: Tx): Promise<number> {
  return inTransaction(tx, (tx) => revoke(tx, actor.userId, actor.userId, {}));
}

/** Ends all sessions of a user in the caller's transaction, on behalf of `actorId`, and returns how many. */
export function revokeSessionsOf(userId: string, actorId: string, tx: Tx): Promise<number> {
  return revoke(tx, userId, actorId, {});
}

async function revoke(
  tx: Tx,
  userId: string,
  actorId: string,
  which: { id?: string | { not: string } },
): Promise<number> {
  const ended = await tx.session.updateManyAndReturn({
    where: { ...which, userId, revokedAt: null },
    data: { revokedAt: new Date() },
    select: { id: true },
  });
  await recordEvents(
    tx,
    ended.map(({ id }) => ({ type: "session.revoked", actorId, subjectId: id })),
  );
  return ended.length;
}
