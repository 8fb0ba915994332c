import "server-only";
import { repeat } from "@/lib/jobs/repeat";
import { listDueReleases } from "@/lib/releases/build";
import { buildDueInThread } from "@/lib/releases/in-thread";

/** Starts this process's building of releases: every second it looks whether one waits or was cut off, and builds it in a thread. */
export function startReleases(): void {
  repeat(
    async () => {
      if ((await listDueReleases()).length > 0) await buildDueInThread();
    },
    { failing: "building releases failed", everyMs: 1_000 },
  );
}
