import { createReadStream } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { readStoredEntries } from "@/lib/formats/sourcebench-jsonl";
import { splitOptions } from "@/lib/splits/schema";
import { splitRecords } from "@/lib/splits/split-records";

// The inside of a worker thread: splits one file of the complete format, tells its parent, and ends.

const { file, options } = z.object({ file: z.string(), options: splitOptions }).parse(workerData);

splitRecords(
  () => readStoredEntries(createReadStream(file)),
  options,
  (done) => parentPort?.postMessage({ done }),
).then(
  (split) => parentPort?.postMessage({ split }),
  (error: unknown) => {
    if (error instanceof AppError) {
      const { code, message, details } = error;
      parentPort?.postMessage({ refused: { code, message, details } });
      return;
    }
    // Thrown again outside of the promise, so that the parent hears of it as the thread's error.
    setImmediate(() => {
      throw error;
    });
  },
);
