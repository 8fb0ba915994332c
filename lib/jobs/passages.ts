import "server-only";
import { repeat } from "@/lib/jobs/repeat";
import { indexPassages } from "@/lib/passages/index-articles";

/** Starts the reading of passages: every second the articles that came in or changed are filed and paired. */
export function startPassages(): void {
  repeat(indexPassages, { failing: "reading passages failed", everyMs: 1_000 });
}
