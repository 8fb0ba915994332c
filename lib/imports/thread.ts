import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { closeDb } from "@/lib/db";
import { runCommit } from "@/lib/imports/commit";
import { readBundle, readPastedBytes } from "@/lib/imports/read-bundle";
import type { IntakeItem } from "@/lib/intake/draft";

// The inside of a worker thread: runs one job, tells its parent what comes of it, and ends. See in-thread.ts.

const bytes = z.instanceof(Uint8Array);
const job = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("files"), files: z.array(z.object({ name: z.string(), bytes })) }),
  z.object({ kind: z.literal("paste"), bytes }),
  z.object({
    kind: z.literal("commit"),
    slug: z.string(),
    batchId: z.string(),
    actor: z.object({
      userId: z.string(),
      name: z.string(),
      isAdmin: z.boolean(),
      sessionId: z.string().nullable(),
    }),
  }),
]);

async function run(): Promise<void> {
  const wanted = job.parse(workerData);
  if (wanted.kind === "commit") {
    await runCommit(wanted.actor, wanted.slug, wanted.batchId).finally(closeDb);
    return;
  }
  if (wanted.kind === "paste") return send(readPastedBytes(wanted.bytes));
  const files = wanted.files.map((file) => ({ name: file.name, read: () => [file.bytes] }));
  for await (const item of readBundle(files)) send(item);
}

function send(item: IntakeItem): void {
  parentPort?.postMessage(item);
}

run().catch((error: unknown) => {
  // Thrown again outside of the promise, so that the parent hears of it as the thread's error.
  setImmediate(() => {
    throw error;
  });
});
