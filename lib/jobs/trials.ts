import "server-only";
import { repeat } from "@/lib/jobs/repeat";
import { runNextTrial } from "@/lib/releases/trial-in-thread";

/** Starts this process's trials of releases, one at a time: somebody waits before a page for each. */
export function startTrials(): void {
  repeat(
    async () => {
      while (await runNextTrial());
    },
    { failing: "trials failed", everyMs: 700 },
  );
}
