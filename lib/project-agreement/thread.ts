import { parentPort } from "node:worker_threads";
import { closeDb } from "@/lib/db";
import { workOffAgreement } from "@/lib/project-agreement/work";

// The inside of a worker thread: compares and computes what is due with connections of its own, tells its parent, and ends.

workOffAgreement({ isThread: true })
  .then(() => closeDb().then(() => parentPort?.postMessage({ isDone: true })))
  .catch((error: unknown) => {
    // Thrown again outside of the promise, so that the parent hears of it as the thread's error.
    setImmediate(() => {
      throw error;
    });
  });
