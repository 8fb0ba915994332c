import "server-only";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { endWithServer } from "@/lib/stopping";

/** Settles a project's reuse in a worker thread with connections of its own, so that no request waits; as settleProject otherwise. */
export async function settleProjectInThread(projectId: string): Promise<number> {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "reuse", "thread-start.mjs");
  const worker = new Worker(file, { workerData: { projectId }, execArgv: ["--conditions=react-server"] });
  // A server that is told to stop does not wait for it: what it has not committed is still to do.
  worker.unref();
  endWithServer(worker);
  const said = await new Promise<unknown>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The thread ended without a word.")));
  });
  return z.object({ settled: z.number() }).parse(said).settled;
}
