import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { closeDb } from "@/lib/db";
import { runTrial } from "@/lib/releases/run-trial";

// The inside of a worker thread: carries out one trial with connections of its own, tells its parent, and ends.

const { trialId, folder } = z.object({ trialId: z.string(), folder: z.string() }).parse(workerData);
// On Linux process 0 means the calling thread, which is the one that computes; saves find the processor free.
setPriority(0, constants.priority.PRIORITY_LOW);

runTrial(trialId, folder)
  .then(() => closeDb().then(() => parentPort?.postMessage({ isDone: true })))
  .catch((error: unknown) => {
    // Thrown again outside of the promise, so that the parent hears of it as the thread's error.
    setImmediate(() => {
      throw error;
    });
  });
