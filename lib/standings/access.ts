import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";

/** The advisory lock that makes this work, in however many processes, one at a time. */
const STANDINGS_LOCK = 7_270_736_903n;

/**
 * The reader in whose name stored figures are computed: nobody. The database lets it see what a viewer of every project
 * sees, final layers alone; no user can have its id.
 */
export const houseReader: Actor = {
  userId: "00000000-0000-0000-0000-000000000000",
  name: "Sourcebench",
  isAdmin: false,
  sessionId: null,
};

/** Takes the lock for the rest of a transaction; false where another process holds it. */
export async function lockStandings(tx: Tx): Promise<boolean> {
  const rows = z
    .array(z.object({ ok: z.boolean() }))
    .parse(await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(${STANDINGS_LOCK}) AS ok`);
  return rows[0]?.ok ?? false;
}
