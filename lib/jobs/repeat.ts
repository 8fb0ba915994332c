import "server-only";
import { log } from "@/lib/log";
import { stopping } from "@/lib/stopping";

/**
 * Does a piece of background work again and again: `everyMs` after it ended the next begins, the first `firstAfterMs` from
 * now; it keeps no process alive. When it fails (the database may be restarting, and what is to do stands in it) that is
 * logged as `failing` and the next turn tries again. Once the process is told to stop nothing begins any more, and what is
 * cut off is no failure.
 */
export function repeat(
  work: () => Promise<unknown>,
  { failing, everyMs, firstAfterMs = everyMs }: { failing: string; everyMs: number; firstAfterMs?: number },
): void {
  const tick = async () => {
    if (stopping().aborted) return;
    try {
      await work();
    } catch (error) {
      warnOf(failing, error);
    }
    setTimeout(tick, everyMs).unref();
  };
  setTimeout(tick, firstAfterMs).unref();
}

/** Logs that background work failed, unless the process is stopping; the error's name alone, for its message may hold article text. */
export function warnOf(failing: string, error: unknown): void {
  if (stopping().aborted) return;
  log().warn({ error: error instanceof Error ? error.name : "unknown" }, failing);
}
