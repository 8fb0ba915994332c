import "server-only";
import { databaseTrouble } from "@/lib/database-trouble";
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

declare global {
  var sourcebenchWarned: Map<string, number> | undefined;
}

/** What goes on failing, as all does while the database is away, is said again this often. */
const SAY_AGAIN_MS = 60_000;

/**
 * Logs that background work failed, at most once a minute each and not while the process is stopping; by the error's name
 * and code alone, for its message may hold article text.
 */
export function warnOf(failing: string, error: unknown): void {
  if (stopping().aborted) return;
  globalThis.sourcebenchWarned ??= new Map();
  const said = globalThis.sourcebenchWarned;
  const now = performance.now();
  if (now - (said.get(failing) ?? Number.NEGATIVE_INFINITY) < SAY_AGAIN_MS) return;
  said.set(failing, now);
  const code = databaseTrouble(error)?.code;
  log().warn({ error: error instanceof Error ? error.name : "unknown", ...(code && { code }) }, failing);
}
