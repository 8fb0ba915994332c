import "server-only";
import { warnOf } from "@/lib/jobs/repeat";
import { backfillOutcomes } from "@/lib/review/backfill-outcomes";

const BETWEEN_MS = 500;

/** Counts, once a process and a few at a time, the outcomes of articles that were finished before outcomes were stored. */
export function startOutcomeBackfill(): void {
  const goOn = (after: bigint) => {
    setTimeout(async () => {
      try {
        const next = await backfillOutcomes(after);
        if (next !== null) goOn(next);
      } catch (error) {
        // The next start tries again: nothing depends on it but what people read about work of long ago.
        warnOf("counting old outcomes failed", error);
      }
    }, BETWEEN_MS).unref();
  };
  goOn(0n);
}
