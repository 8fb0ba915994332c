/** Calls `work` once the browser has nothing better to do; answers what `forgetIdle` takes. */
export function whenIdle(work: () => void): number {
  // Safari has no idle callbacks.
  return typeof requestIdleCallback === "function" ? requestIdleCallback(work) : window.setTimeout(work, 50);
}

/** Gives up what waits for an idle moment. */
export function forgetIdle(handle: number): void {
  if (typeof cancelIdleCallback === "function") cancelIdleCallback(handle);
  else window.clearTimeout(handle);
}
