import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { runDatasetCommit } from "@/lib/dataset-imports/commit";
import { filesOfForm } from "@/lib/dataset-imports/receive";
import { readIntoBatch } from "@/lib/dataset-imports/stage";
import { closeDb } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { runCommit } from "@/lib/imports/commit";
import type { ThreadOutcome } from "@/lib/imports/in-thread";
import { fetchedPage } from "@/lib/imports/read-pages";
import { stageBatch } from "@/lib/imports/stage";
import { readUpload } from "@/lib/imports/upload";

// The inside of a worker thread: does one job with connections of its own, tells its parent the outcome, and ends.

const bytes = z.instanceof(Uint8Array);
const place = {
  slug: z.string(),
  actor: z.object({
    userId: z.string(),
    name: z.string(),
    isAdmin: z.boolean(),
    sessionId: z.string().nullable(),
  }),
};
const job = z.discriminatedUnion("kind", [
  z.object({
    ...place,
    kind: z.literal("stage"),
    input: z.object({
      label: z.string(),
      files: z.array(z.string()),
      skipBad: z.boolean(),
      again: z.boolean().optional(),
    }),
    upload: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("files"), files: z.array(z.object({ name: z.string(), bytes })) }),
      z.object({ kind: z.literal("paste"), bytes }),
      z.object({ kind: z.literal("pages"), pages: z.array(fetchedPage) }),
    ]),
  }),
  z.object({ ...place, kind: z.literal("commit"), batchId: z.string() }),
  z.object({
    ...place,
    kind: z.literal("dataset-read"),
    batchId: z.string(),
    body: bytes,
    contentType: z.string(),
  }),
  z.object({ ...place, kind: z.literal("dataset-commit"), batchId: z.string() }),
]);

async function run(): Promise<ThreadOutcome> {
  const wanted = job.parse(workerData);
  if (wanted.kind === "commit") {
    await runCommit(wanted.actor, wanted.slug, wanted.batchId);
    return { kind: "committed" };
  }
  if (wanted.kind === "dataset-read") {
    const { actor, slug, batchId, body, contentType } = wanted;
    await readIntoBatch(actor, slug, batchId, () => filesOfForm(body, contentType));
    return { kind: "committed" };
  }
  if (wanted.kind === "dataset-commit") {
    await runDatasetCommit(wanted.actor, wanted.slug, wanted.batchId);
    return { kind: "committed" };
  }
  const { actor, slug, input, upload } = wanted;
  return { kind: "staged", staged: await stageBatch(actor, slug, input, readUpload(upload)) };
}

function refusal(error: unknown): ThreadOutcome {
  if (!(error instanceof AppError)) throw error;
  const { status, code, message, details } = error;
  return { kind: "refused", status, code, message, details };
}

run()
  .catch(refusal)
  .then((outcome) => closeDb().then(() => parentPort?.postMessage(outcome)))
  .catch((error: unknown) => {
    // Thrown again outside of the promise, so that the parent hears of it as the thread's error.
    setImmediate(() => {
      throw error;
    });
  });
