import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { badInput } from "@/lib/errors";
import { type SplitOptions, type SplitResult, splitResult } from "@/lib/splits/schema";

const said = z.union([
  z.object({ done: z.number() }),
  z.object({ split: splitResult }),
  z.object({ refused: z.object({ code: z.string(), message: z.string(), details: z.unknown() }) }),
]);

/**
 * Splits a file of the complete format (as `splitRecords`) in a worker thread, so that no request waits: dividing a text
 * into words is the most of it. Throws what `splitRecords` does, and `bad-line` where a line is not of the format.
 */
export async function splitFileInThread(
  file: string,
  options: SplitOptions,
  onProgress: (done: number) => void = () => {},
): Promise<SplitResult> {
  const start = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "splits", "thread-start.mjs");
  const worker = new Worker(start, {
    workerData: { file, options },
    execArgv: ["--conditions=react-server"],
  });
  // A server that is told to stop does not wait for it.
  worker.unref();
  try {
    return await new Promise<SplitResult>((resolve, reject) => {
      worker.on("message", (message: unknown) => {
        const heard = said.parse(message);
        if ("done" in heard) onProgress(heard.done);
        else if ("split" in heard) resolve(heard.split);
        else reject(badInput(heard.refused.code, heard.refused.message, heard.refused.details));
      });
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("The thread ended without a word.")));
    });
  } finally {
    await worker.terminate();
  }
}
