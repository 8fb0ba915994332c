import "server-only";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { endWithServer } from "@/lib/stopping";

/** Builds what is due in a worker thread with connections of its own, so that no request waits. */
export async function buildDueInThread(): Promise<void> {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "releases", "thread-start.mjs");
  const worker = new Worker(file, { execArgv: ["--conditions=react-server"] });
  // A server that is told to stop does not wait for it: a building that is cut off is begun anew.
  worker.unref();
  endWithServer(worker);
  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The thread ended without a word.")));
  });
}
