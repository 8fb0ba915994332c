import "server-only";
import { sweepAnswers } from "@/lib/api/repeats";
import { log } from "@/lib/log";

const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 60 * 60 * 1_000;

/** Starts this process's hourly look for kept answers of the API that have outlived their time, whoever they were for. */
export function startAnswerSweeper(): void {
  const tick = async () => {
    try {
      await sweepAnswers();
    } catch (error) {
      // The database may be restarting; what is old still is at the next tick.
      log().warn({ error: error instanceof Error ? error.name : "unknown" }, "sweeping kept answers failed");
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, FIRST_AFTER_MS).unref();
}
