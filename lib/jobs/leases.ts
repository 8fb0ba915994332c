import "server-only";
import { repeat } from "@/lib/jobs/repeat";
import { sweepExpired } from "@/lib/slots/expire";

/**
 * Starts this process's look for leases that have run out, every fifteen seconds: what nobody began is free again, what
 * holds work is stalled, whether or not somebody asks for an article.
 */
export function startLeaseSweeper(): void {
  repeat(sweepExpired, { failing: "sweeping leases failed", everyMs: 15_000 });
}
