import "server-only";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { readBundle, readPastedBytes } from "@/lib/imports/read-bundle";
import type { IntakeItem } from "@/lib/intake/draft";
import type { Actor } from "@/lib/policy";

/** What a person sent: files, or the bytes of a pasted text. */
export type Upload =
  | { kind: "files"; files: { name: string; bytes: Uint8Array }[] }
  | { kind: "paste"; bytes: Uint8Array };
type Job = Upload | { kind: "commit"; slug: string; batchId: string; actor: Actor };

/** Plain text up to this many bytes is read in less time than a thread takes to start; web pages never are. */
const smallBytes = 100_000;

/**
 * The articles of an upload as they are read: in a worker thread, so that no other request waits, or at once for a
 * little plain text. The texts of a whole upload may be in memory at the same time.
 */
export async function* readUpload(upload: Upload): AsyncGenerator<IntakeItem> {
  if (!isSmall(upload)) {
    yield* readInThread(upload);
    return;
  }
  if (upload.kind === "paste") yield readPastedBytes(upload.bytes);
  else yield* readBundle(upload.files.map((file) => ({ name: file.name, read: () => [file.bytes] })));
}

/** Runs the import of a batch in a worker thread with connections of its own; throws what it throws. */
export async function commitInThread(actor: Actor, slug: string, batchId: string): Promise<void> {
  const worker = startThread({ kind: "commit", actor, slug, batchId });
  await new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
}

function isSmall(upload: Upload): boolean {
  if (upload.kind === "paste") return upload.bytes.length <= smallBytes;
  const size = upload.files.reduce((sum, file) => sum + file.bytes.length, 0);
  return size <= smallBytes && !upload.files.some((file) => /\.html?$/i.test(file.name));
}

async function* readInThread(upload: Upload): AsyncGenerator<IntakeItem> {
  const worker = startThread(upload);
  const waiting: IntakeItem[] = [];
  let isOver = false;
  let failure: unknown;
  let wake: () => void = () => undefined;
  worker.on("message", (item: IntakeItem) => {
    waiting.push(item);
    wake();
  });
  worker.once("error", (error) => {
    failure = error;
  });
  worker.once("exit", () => {
    isOver = true;
    wake();
  });
  try {
    while (!isOver || waiting.length > 0) {
      const item = waiting.shift();
      if (item) yield item;
      else if (!isOver)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    if (failure) throw failure;
  } finally {
    await worker.terminate();
  }
}

/**
 * The thread runs the sources through tsx, as the command line does: the server's bundle has no file of its own for
 * it. The application runs in the checkout's folder (bin/serve.mjs).
 */
function startThread(job: Job): Worker {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib", "imports", "thread-start.mjs");
  return new Worker(file, {
    workerData: job,
    execArgv: ["--conditions=react-server"],
  });
}
