import "server-only";
import { afterCommits } from "@/lib/db";
import { warnOf } from "@/lib/jobs/repeat";
import { log } from "@/lib/log";
import { recomputeCard } from "@/lib/standings/card-standing";
import { recomputeCardInThread } from "@/lib/standings/in-thread";
import { noteSourcesFallenDue, retryFailedCards, workOff } from "@/lib/standings/work";
import { stopping } from "@/lib/stopping";

const EVERY_MS = 1_000;
/** After a change of this process its figures follow at once; a burst of changes is worked off together. */
const AFTER_COMMIT_MS = 20;
const DUE_EVERY_MS = 60_000;

/**
 * Starts this process's counting of cards and sources: at once after each transaction here, every second for those of
 * other processes; one at a time over all of them. What is under way when the process ends stays noted.
 */
export async function startStandings(): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isWanted = false;
  let dueLookedAt = Number.NEGATIVE_INFINITY;
  const plan = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
    timer.unref();
  };
  const run = async () => {
    if (stopping().aborted) return;
    isRunning = true;
    isWanted = false;
    try {
      if (performance.now() - dueLookedAt > DUE_EVERY_MS) {
        await noteSourcesFallenDue();
        dueLookedAt = performance.now();
      }
      await workOff(
        ({ cardId, isLarge }) => (isLarge ? recomputeCardInThread(cardId) : recomputeCard(cardId)),
        (cardId, error) => {
          if (stopping().aborted) return;
          const stack = error instanceof Error ? error.stack : "unknown";
          log().error({ cardId, error: stack }, "a card cannot be counted");
        },
      );
    } catch (error) {
      // The database may be restarting; the next turn tries again.
      warnOf("counting failed", error);
    }
    isRunning = false;
    plan(isWanted ? AFTER_COMMIT_MS : EVERY_MS);
  };
  afterCommits(() => {
    if (isWanted) return;
    isWanted = true;
    if (!isRunning) plan(AFTER_COMMIT_MS);
  });
  await retryFailedCards().catch(() => undefined);
  plan(EVERY_MS);
}
