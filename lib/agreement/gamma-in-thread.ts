import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { GammaContinuum } from "@/lib/agreement/dissimilarity";
import type { Gamma, GammaOptions } from "@/lib/agreement/gamma";

const measuredSchema = z.union([
  z.object({ value: z.number(), undefinedBecause: z.null() }),
  z.object({ value: z.null(), undefinedBecause: z.string() }),
]);
const answer: z.ZodType<Gamma> = z.object({
  gamma: measuredSchema,
  observed: z.number().nullable(),
  expected: z.number().nullable(),
  isExact: z.boolean(),
  between: z.tuple([z.number(), z.number()]).nullable(),
  samples: z.number(),
});

/**
 * What gammaOf says, computed in a worker thread, so that nothing else waits for it. The thread runs the sources
 * through tsx: the server's bundle has no file of its own for it, and runs in the checkout's folder. Rejects with what
 * went wrong in the thread, and when `signal` ends it before time.
 */
export async function gammaInThread(
  continuum: GammaContinuum,
  options: GammaOptions,
  signal?: AbortSignal,
): Promise<Gamma> {
  signal?.throwIfAborted();
  const file = path.join(
    /* turbopackIgnore: true */ process.cwd(),
    "lib",
    "agreement",
    "gamma-thread-start.mjs",
  );
  const worker = new Worker(file, { workerData: { continuum, options } });
  const stop = () => worker.terminate();
  signal?.addEventListener("abort", stop);
  try {
    const said = await new Promise<unknown>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(signal?.reason ?? new Error("The thread ended without a word.")));
    });
    return answer.parse(said);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
