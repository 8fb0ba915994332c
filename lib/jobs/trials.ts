import "server-only";
import { log } from "@/lib/log";
import { runNextTrial } from "@/lib/releases/trial-in-thread";

const EVERY_MS = 700;

/** Starts this process's trials of releases, one at a time: somebody waits before a page for each. */
export function startTrials(): void {
  const tick = async () => {
    try {
      while (await runNextTrial());
    } catch (error) {
      // The database may be restarting; what waits stands in it, and the next tick tries again.
      log().warn({ error: error instanceof Error ? error.name : "unknown" }, "trials failed");
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, EVERY_MS).unref();
}
