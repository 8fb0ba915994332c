import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { beginCommit, runCommit } from "@/lib/imports/commit";
import { commitInThread } from "@/lib/imports/in-thread";
import { getBatchProgress } from "@/lib/imports/queries";
import type { BatchProgress } from "@/lib/imports/schema";
import { log } from "@/lib/log";
import type { Actor } from "@/lib/policy";
import { stopping } from "@/lib/stopping";

/** Up to this many bytes of text are imported here; more would keep other requests waiting and goes to a thread. */
const smallBytes = 200_000;
/** Most imports are over by then, and their page need not ask again (milliseconds). */
const patience = 1_500;

/**
 * Starts the import of a batch and says how far it is after a moment; it goes on after the answer. What fails later is
 * told by the batch itself. Throws what beginCommit throws.
 */
export async function startCommit(actor: Actor, slug: string, batchId: string): Promise<BatchProgress> {
  const { bytes } = await beginCommit(actor, slug, batchId);
  const work = bytes <= smallBytes ? runCommit(actor, slug, batchId) : commitInThread(actor, slug, batchId);
  await waitAwhile(batchId, work);
  return getBatchProgress(actor, slug, batchId);
}

/** Waits a moment for the work on a batch, which goes on behind the answer; what fails unforeseen is logged, unless the process is stopping. */
export async function waitAwhile(batchId: string, work: Promise<unknown>): Promise<void> {
  const ended = work.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof AppError || stopping().aborted) return;
      const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: "" };
      const at = (stack ?? "").split("\n").filter((line) => line.trim().startsWith("at "));
      log().error({ errorId: randomUUID(), batchId, error: name, at }, "import failed");
    },
  );
  await Promise.race([ended, delay(patience, undefined, { ref: false })]);
}
