import "server-only";
import { log } from "@/lib/log";
import { alignPositions, sealAll } from "@/lib/seals/commands";

const EVERY_MS = 1_000;

/** Starts this process's sealer: every second it seals what is settled, one sealer at a time over all processes. */
export async function startSealer(): Promise<void> {
  await alignPositions();
  const tick = async () => {
    try {
      await sealAll();
    } catch (error) {
      // The database may be restarting; the next tick tries again.
      log().warn({ error: error instanceof Error ? error.name : "unknown" }, "sealing failed");
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, EVERY_MS).unref();
}
