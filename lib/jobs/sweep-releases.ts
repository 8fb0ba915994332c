import "server-only";
import { log } from "@/lib/log";
import { emptyWithdrawn, sweepStorage } from "@/lib/releases/sweep";

const EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 60 * 60 * 1_000;

/**
 * Starts this process's look for files that are to be deleted: every five seconds those of releases with an article
 * withdrawn for good, every hour what no release names.
 */
export function startReleaseSweeper(): void {
  let sweptAt = performance.now();
  const tick = async () => {
    try {
      await emptyWithdrawn();
      if (performance.now() - sweptAt > SWEEP_EVERY_MS) {
        sweptAt = performance.now();
        await sweepStorage();
      }
    } catch (error) {
      // The database or the disk may be away for a while; what is to be deleted is found again at the next tick.
      log().warn({ error: error instanceof Error ? error.name : "unknown" }, "deleting release files failed");
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, EVERY_MS).unref();
}
