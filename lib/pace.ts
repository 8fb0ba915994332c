import "server-only";
import { setTimeout as delay } from "node:timers/promises";

/** Work that is over by then goes at full speed (milliseconds). */
const shortMs = 1_000;
/** Work this long is followed by a rest (milliseconds), `restShare` times as long. */
const stretchMs = 20;
const restShare = 1.5;

/**
 * A rhythm for long work in bulk: the caller awaits the returned function between steps, and after the first second it
 * rests half as long again as the steps took, so that saves and pages find processor and disk free most of the time.
 */
export function startPace(): () => Promise<void> {
  const begun = performance.now();
  let since = begun;
  return async function rest() {
    const now = performance.now();
    const worked = now - since;
    if (worked < stretchMs) return;
    if (now - begun > shortMs) await delay(worked * restShare);
    since = performance.now();
  };
}
