import "server-only";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { type StagedBatch, type StageInput, stageBatch } from "@/lib/imports/stage";
import { readUpload, type Upload } from "@/lib/imports/upload";
import { intakeProblemSchema } from "@/lib/intake/draft";
import type { Actor } from "@/lib/policy";
import { endWithServer } from "@/lib/stopping";

type Job =
  | { kind: "stage"; slug: string; actor: Actor; input: StageInput; upload: Upload }
  | { kind: "commit"; slug: string; actor: Actor; batchId: string }
  | {
      kind: "dataset-read";
      slug: string;
      actor: Actor;
      batchId: string;
      body: Uint8Array;
      contentType: string;
    }
  | { kind: "dataset-commit"; slug: string; actor: Actor; batchId: string };

/** Plain text up to this many bytes is read in less time than a thread takes to start; web pages never are. */
const smallBytes = 100_000;

const outcome = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("staged"),
    staged: z.object({
      batchId: z.string(),
      total: z.number(),
      duplicates: z.number(),
      newer: z.number(),
      withdrawn: z.number(),
      skipped: z.array(intakeProblemSchema),
    }),
  }),
  z.object({ kind: z.literal("committed") }),
  z.object({
    kind: z.literal("refused"),
    status: z.number(),
    code: z.string(),
    message: z.string(),
    details: z.unknown(),
  }),
]);
export type ThreadOutcome = z.infer<typeof outcome>;

/**
 * Reads an upload into a batch: in a worker thread, so that no other request waits, or at once for a little plain text.
 * Throws what stageBatch throws.
 */
export async function stageUpload(
  actor: Actor,
  slug: string,
  input: StageInput,
  upload: Upload,
): Promise<StagedBatch> {
  if (isSmall(upload)) return stageBatch(actor, slug, input, readUpload(upload));
  const done = await runThread({ kind: "stage", actor, slug, input, upload });
  if (done.kind !== "staged") throw new Error("The thread staged nothing.");
  return done.staged;
}

/** Runs the import of a batch in a worker thread with connections of its own; throws what runCommit throws. */
export async function commitInThread(actor: Actor, slug: string, batchId: string): Promise<void> {
  await runThread({ kind: "commit", actor, slug, batchId });
}

function isSmall(upload: Upload): boolean {
  if (upload.kind === "pages") return false;
  if (upload.kind === "paste") return upload.bytes.length <= smallBytes;
  const size = upload.files.reduce((sum, file) => sum + file.bytes.length, 0);
  return size <= smallBytes && !upload.files.some((file) => /\.html?$/i.test(file.name));
}

/** Runs the dry run of a dataset's upload, or the import of one, in a thread; throws what the work throws. */
export async function runDatasetThread(
  job: Extract<Job, { kind: "dataset-read" | "dataset-commit" }>,
): Promise<void> {
  await runThread(job);
}

/**
 * The thread runs the sources through tsx, as the command line does: the server's bundle has no file of its own for
 * it. The application runs in the checkout's folder (bin/serve.mjs).
 */
async function runThread(job: Job): Promise<ThreadOutcome> {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "imports", "thread-start.mjs");
  const bytes = job.kind === "dataset-read" ? job.body.buffer : null;
  // Handed over, not copied, where nothing else lies in the same memory.
  const isWhole =
    bytes instanceof ArrayBuffer && job.kind === "dataset-read" && bytes.byteLength === job.body.byteLength;
  const transferList = bytes && isWhole ? [bytes] : [];
  const execArgv = ["--conditions=react-server"];
  const worker = new Worker(file, { workerData: job, transferList, execArgv });
  // What it has not committed is undone, and its batch can be imported again.
  endWithServer(worker);
  const said = await new Promise<unknown>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The thread ended without a word.")));
  });
  const done = outcome.parse(said);
  if (done.kind !== "refused") return done;
  throw new AppError(done.status, done.code, done.message, done.details);
}
