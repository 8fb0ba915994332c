import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { closeDb } from "@/lib/db";
import { recomputeCard } from "@/lib/standings/card-standing";

// The inside of a worker thread: computes one card with connections of its own, tells its parent, and ends.

const { cardId } = z.object({ cardId: z.uuid() }).parse(workerData);

recomputeCard(cardId)
  .then((isDone) => closeDb().then(() => parentPort?.postMessage({ isDone })))
  .catch((error: unknown) => {
    // Thrown again outside of the promise, so that the parent hears of it as the thread's error.
    setImmediate(() => {
      throw error;
    });
  });
