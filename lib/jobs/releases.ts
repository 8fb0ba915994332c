import "server-only";
import { log } from "@/lib/log";
import { listDueReleases } from "@/lib/releases/build";
import { buildDueInThread } from "@/lib/releases/in-thread";

const EVERY_MS = 1_000;

/** Starts this process's building of releases: every second it looks whether one waits or was cut off, and builds it in a thread. */
export function startReleases(): void {
  const tick = async () => {
    try {
      if ((await listDueReleases()).length > 0) await buildDueInThread();
    } catch (error) {
      // The database may be restarting; what waits stands in it, and the next tick tries again.
      log().warn({ error: error instanceof Error ? error.name : "unknown" }, "building releases failed");
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, EVERY_MS).unref();
}
