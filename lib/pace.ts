import "server-only";
import { setTimeout as delay } from "node:timers/promises";

/** Work that is over by then goes at full speed (milliseconds). */
const shortMs = 1_000;
/** Work this long is followed by a rest as long (milliseconds). */
const stretchMs = 20;

/**
 * A rhythm for long work in bulk: the caller awaits the returned function between steps, and after the first second it
 * rests as long as the steps took, so that saves and pages meanwhile find processor and disk free half of the time.
 */
export function startPace(): () => Promise<void> {
  const begun = performance.now();
  let since = begun;
  return async function rest() {
    const now = performance.now();
    const worked = now - since;
    if (worked < stretchMs) return;
    if (now - begun > shortMs) await delay(worked);
    since = performance.now();
  };
}
