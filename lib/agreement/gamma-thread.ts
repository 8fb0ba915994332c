import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { gammaOf } from "@/lib/agreement/gamma";

// The inside of a worker thread: computes one γ, tells its parent, and ends.

const job = z.object({
  continuum: z.array(z.array(z.object({ start: z.number(), end: z.number(), category: z.string() }))),
  options: z.object({
    seed: z.number(),
    samples: z.number().optional(),
    parameters: z.object({ alpha: z.number(), beta: z.number(), deltaEmpty: z.number() }).optional(),
  }),
});

const { continuum, options } = job.parse(workerData);
gammaOf(continuum, options)
  .then((found) => parentPort?.postMessage(found))
  .catch((error: unknown) => {
    // Thrown again outside of the promise, so that the parent hears of it as the thread's error.
    setImmediate(() => {
      throw error;
    });
  });
