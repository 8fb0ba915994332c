import "server-only";
import { sweepAnswers } from "@/lib/api/repeats";
import { repeat } from "@/lib/jobs/repeat";

/** Starts this process's hourly look for kept answers of the API and of forms that have outlived their time, whoever they were for. */
export function startAnswerSweeper(): void {
  repeat(sweepAnswers, {
    failing: "sweeping kept answers failed",
    everyMs: 60 * 60 * 1_000,
    firstAfterMs: 60_000,
  });
}
