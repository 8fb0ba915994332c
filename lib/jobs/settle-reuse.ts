import "server-only";
import { repeat } from "@/lib/jobs/repeat";
import { settleProjectInThread } from "@/lib/reuse/in-thread";
import { settleReuse } from "@/lib/reuse/settle";

/**
 * Starts the keeping of reuse clusters: every second those touched by finished or withdrawn articles are formed again,
 * many links of them in a thread.
 */
export function startReuseSettler(): void {
  repeat(() => settleReuse(settleProjectInThread), { failing: "settling reuse failed", everyMs: 1_000 });
}
