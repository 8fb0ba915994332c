import { constants, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { closeDb } from "@/lib/db";
import { buildRelease, listDueReleases } from "@/lib/releases/build";

// The inside of a worker thread: builds the releases that are due with connections of its own, tells its parent, and ends.

async function buildDue(): Promise<void> {
  // On Linux process 0 means the calling thread, which is the one that writes; saves find the processor free.
  setPriority(0, constants.priority.PRIORITY_LOW);
  for (const id of await listDueReleases()) await buildRelease(id);
}

buildDue()
  .then(() => closeDb().then(() => parentPort?.postMessage({ isDone: true })))
  .catch((error: unknown) => {
    // Thrown again outside of the promise, so that the parent hears of it as the thread's error.
    setImmediate(() => {
      throw error;
    });
  });
