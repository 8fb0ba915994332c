import "server-only";
import { repeat } from "@/lib/jobs/repeat";
import { workOffAgreementInThread } from "@/lib/project-agreement/in-thread";
import { isAgreementDue } from "@/lib/project-agreement/work";

/** Starts this process's comparing of layers: every two seconds it looks whether something is due, and does it in a thread. */
export function startAgreement(): void {
  repeat(
    async () => {
      if (await isAgreementDue()) await workOffAgreementInThread();
    },
    { failing: "computing agreement failed", everyMs: 2_000 },
  );
}
