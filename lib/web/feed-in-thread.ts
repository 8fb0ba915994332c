import "server-only";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { AppError, badInput } from "@/lib/errors";
import { beginningOfFeed, type FeedBytes, type FeedEntries } from "@/lib/web/feed";

/** Feeds up to this many bytes are read in less time than a thread takes to start. */
const smallBytes = 100_000;
/** Milliseconds that reading one feed may take. */
const patience = 30_000;

const outcome = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("read"),
    title: z.string(),
    entries: z.array(
      z.object({
        address: z.string(),
        title: z.string(),
        publishedAt: z.string().nullable(),
        publishedHasZone: z.boolean(),
      }),
    ),
    count: z.number(),
  }),
  z.object({ kind: z.literal("refused"), status: z.number(), code: z.string(), message: z.string() }),
]);

/**
 * Reads the bytes of a feed, its first `most` entries: a large one in a worker thread, so that no other request waits.
 * Throws badInput `not-a-feed`, also for one that takes longer than half a minute, and what ends `signal`.
 */
export async function readFeedBytes(
  feed: FeedBytes,
  most: number,
  signal?: AbortSignal,
): Promise<FeedEntries> {
  if (feed.bytes.length <= smallBytes) return beginningOfFeed(feed, most);
  signal?.throwIfAborted();
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "web", "feed-thread-start.mjs");
  const worker = new Worker(file, { workerData: { ...feed, most } });
  const limit = AbortSignal.timeout(patience);
  const stopped = signal ? AbortSignal.any([signal, limit]) : limit;
  const stop = () => void worker.terminate();
  stopped.addEventListener("abort", stop);
  try {
    const said = await new Promise<unknown>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => {
        if (limit.aborted && !signal?.aborted)
          reject(badInput("not-a-feed", "This feed takes too long to read."));
        else reject(signal?.reason ?? new Error("The thread ended without a word."));
      });
    });
    const done = outcome.parse(said);
    if (done.kind === "refused") throw new AppError(done.status, done.code, done.message);
    const { title, entries, count } = done;
    return { title, entries, count };
  } finally {
    stopped.removeEventListener("abort", stop);
  }
}
