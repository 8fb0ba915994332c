import "server-only";
import { db, type Tx } from "@/lib/db";

/** What the pages before signing in say: whether anybody can sign in yet, and whether demo logins are open. */
export async function getInstallation(tx: Tx = db()): Promise<{ hasUsers: boolean; hasDemo: boolean }> {
  const [someone, demo] = await Promise.all([
    tx.user.findFirst({ select: { id: true } }),
    tx.user.findFirst({ where: { isDemo: true, disabledAt: null }, select: { id: true } }),
  ]);
  return { hasUsers: someone !== null, hasDemo: demo !== null };
}
