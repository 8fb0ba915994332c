import "server-only";
import { log } from "@/lib/log";
import { workOffAgreementInThread } from "@/lib/project-agreement/in-thread";
import { isAgreementDue } from "@/lib/project-agreement/work";

const EVERY_MS = 2_000;

/** Starts this process's comparing of layers: every two seconds it looks whether something is due, and does it in a thread. */
export function startAgreement(): void {
  const tick = async () => {
    try {
      if (await isAgreementDue()) await workOffAgreementInThread();
    } catch (error) {
      // The database may be restarting; what is to do stands in it, and the next tick tries again.
      log().warn({ error: error instanceof Error ? error.name : "unknown" }, "computing agreement failed");
    }
    setTimeout(tick, EVERY_MS).unref();
  };
  setTimeout(tick, EVERY_MS).unref();
}
