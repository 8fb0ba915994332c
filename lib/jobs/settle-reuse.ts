import "server-only";
import { log } from "@/lib/log";
import { settleProjectInThread } from "@/lib/reuse/in-thread";
import { settleReuse } from "@/lib/reuse/settle";

const EVERY_MS = 1_000;

/**
 * Starts the keeping of reuse clusters: every second those touched by finished or withdrawn articles are formed again,
 * many links of them in a thread.
 */
export function startReuseSettler(): void {
  const tick = async () => {
    try {
      await settleReuse(settleProjectInThread);
    } catch (error) {
      // The database may be restarting; what is to do stands in it, and the next tick tries again.
      log().warn({ error: error instanceof Error ? error.name : "unknown" }, "settling reuse failed");
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, EVERY_MS).unref();
}
