import "server-only";
import { inTransaction, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

/** Notes that one's own notification was read; reading it again changes nothing. Throws notFound. */
export function markNotificationRead(actor: Actor, notificationId: string, tx?: Tx): Promise<void> {
  return inTransaction(tx, async (t) => {
    const where = { id: notificationId, userId: actor.userId };
    if ((await t.notification.count({ where })) === 0) throw notFound();
    await t.notification.updateMany({ where: { ...where, readAt: null }, data: { readAt: new Date() } });
  });
}

/** Notes that all of one's own notifications that one sees now were read. */
export function markAllNotificationsRead(actor: Actor, tx?: Tx): Promise<void> {
  return inTransaction(tx, async (t) => {
    await t.$executeRaw`
      UPDATE "Notification" n SET "readAt" = now()
       WHERE n."userId" = ${actor.userId}::uuid AND n."readAt" IS NULL
         AND EXISTS (SELECT 1 FROM seen_comments(${actor.userId}::uuid) c WHERE c."id" = n."commentId")`;
  });
}
