import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { beginningOfFeed } from "@/lib/web/feed";

// The inside of a worker thread: reads one feed, tells its parent, and ends.

const job = z.object({
  bytes: z.instanceof(Uint8Array),
  charset: z.string().nullable(),
  base: z.string(),
  most: z.number(),
});

function read(): unknown {
  const { most, ...feed } = job.parse(workerData);
  try {
    return { kind: "read", ...beginningOfFeed(feed, most) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: "refused", status: error.status, code: error.code, message: error.message };
  }
}

parentPort?.postMessage(read());
