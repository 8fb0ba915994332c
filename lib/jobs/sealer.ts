import "server-only";
import { repeat } from "@/lib/jobs/repeat";
import { alignPositions, sealAll } from "@/lib/seals/commands";

/** Starts this process's sealer: every second it seals what is settled, one sealer at a time over all processes. */
export async function startSealer(): Promise<void> {
  await alignPositions();
  repeat(sealAll, { failing: "sealing failed", everyMs: 1_000 });
}
