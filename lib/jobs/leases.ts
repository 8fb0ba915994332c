import "server-only";
import { log } from "@/lib/log";
import { sweepExpired } from "@/lib/slots/expire";

const EVERY_MS = 15_000;

/**
 * Starts this process's look for leases that have run out, every fifteen seconds: what nobody began is free again, what
 * holds work is stalled, whether or not somebody asks for an article.
 */
export function startLeaseSweeper(): void {
  const tick = async () => {
    try {
      await sweepExpired();
    } catch (error) {
      // The database may be restarting; a lease that ran out still has at the next tick.
      log().warn({ error: error instanceof Error ? error.name : "unknown" }, "sweeping leases failed");
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, EVERY_MS).unref();
}
