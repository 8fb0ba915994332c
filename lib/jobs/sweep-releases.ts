import "server-only";
import { repeat } from "@/lib/jobs/repeat";
import { emptyWithdrawn, sweepStorage } from "@/lib/releases/sweep";

const EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 60 * 60 * 1_000;

/**
 * Starts this process's look for files that are to be deleted: every five seconds those of releases with an article
 * withdrawn for good, every hour what no release names.
 */
export function startReleaseSweeper(): void {
  let sweptAt = performance.now();
  repeat(
    async () => {
      await emptyWithdrawn();
      if (performance.now() - sweptAt <= SWEEP_EVERY_MS) return;
      sweptAt = performance.now();
      await sweepStorage();
    },
    { failing: "deleting release files failed", everyMs: EVERY_MS },
  );
}
