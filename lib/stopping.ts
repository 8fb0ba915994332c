import "server-only";
import type { Worker } from "node:worker_threads";

declare global {
  var sourcebenchStopping: AbortController | undefined;
}

/** Aborted from the moment on in which this process was told to stop (bin/serve.mjs says so): what fails then has not failed, it was cut off. */
export function stopping(): AbortSignal {
  globalThis.sourcebenchStopping ??= new AbortController();
  return globalThis.sourcebenchStopping.signal;
}

/** Lets a thread end as soon as the process is told to stop; for work that is noted until it is committed. */
export function endWithServer(worker: Worker): void {
  const signal = stopping();
  const end = () => void worker.terminate();
  if (signal.aborted) end();
  signal.addEventListener("abort", end);
  worker.once("exit", () => signal.removeEventListener("abort", end));
}
