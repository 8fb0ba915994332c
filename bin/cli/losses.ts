import type { LossSummary } from "@/lib/formats/losses";

/** Names on standard error what was left out, and why. */
export function printLosses(losses: readonly LossSummary[]): void {
  if (losses.length > 0) console.error("Left out:");
  for (const { what, why, count } of losses) console.error(`  ${count} × ${what}: ${why}`);
}
