import "server-only";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";

/** Computes a card in a worker thread with connections of its own, so that no request waits; as recomputeCard otherwise. */
export async function recomputeCardInThread(cardId: string): Promise<boolean> {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "standings", "thread-start.mjs");
  const worker = new Worker(file, { workerData: { cardId }, execArgv: ["--conditions=react-server"] });
  // A server that is told to stop does not wait for it: what it has not committed is noted still.
  worker.unref();
  const said = await new Promise<unknown>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The thread ended without a word.")));
  });
  return z.object({ isDone: z.boolean() }).parse(said).isDone;
}
