import "server-only";
import { log } from "@/lib/log";
import { indexPassages } from "@/lib/passages/index-articles";

const EVERY_MS = 1_000;

/** Starts the reading of passages: every second the articles that came in or changed are filed and paired. */
export function startPassages(): void {
  const tick = async () => {
    try {
      await indexPassages();
    } catch (error) {
      // The database may be restarting; what is to do stands in it, and the next tick tries again.
      log().warn({ error: error instanceof Error ? error.name : "unknown" }, "reading passages failed");
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, EVERY_MS).unref();
}
