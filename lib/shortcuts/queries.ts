import "server-only";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { type KeyPreference, keysAsDelivered, ownKeys } from "@/lib/shortcuts/schema";

/** The actor's own keys; those everybody has where they never chose any. */
export async function getKeyPreference(actor: Actor, tx: Tx = db()): Promise<KeyPreference> {
  const row = await tx.userPreference.findUnique({ where: { userId: actor.userId } });
  if (!row) return keysAsDelivered;
  return { own: ownKeys.parse(row.shortcuts), hasSingleKeys: row.hasSingleKeys };
}
