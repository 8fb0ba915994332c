import "server-only";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { db } from "@/lib/db";
import { log } from "@/lib/log";

/** A trial without a sign for this long belongs to a process that ended. */
const LOST_AFTER_SECONDS = 20;
const BEAT_EVERY_MS = 500;
const MOST_ATTEMPTS = 3;

const claimed = z.array(z.object({ id: z.string(), attempts: z.number() }));

/** Carries out the next trial that waits, or whose process ended, in a worker thread; false where there is none. */
export async function runNextTrial(): Promise<boolean> {
  const [trial] = claimed.parse(
    await db().$queryRaw`
      UPDATE "ReleaseTrial" SET "state" = 'running', "attempts" = "attempts" + 1, "beatAt" = now()
       WHERE "id" = (SELECT t."id" FROM "ReleaseTrial" t
                      WHERE t."state" = 'queued'
                         OR (t."state" = 'running' AND t."beatAt" < now() - make_interval(secs => ${LOST_AFTER_SECONDS}))
                      ORDER BY t."createdAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING "id", "attempts"`,
  );
  if (!trial) return false;
  try {
    if (trial.attempts > MOST_ATTEMPTS) throw new Error(`The process ended ${MOST_ATTEMPTS} times.`);
    await runInThread(trial.id);
  } catch (error) {
    log().error(
      { trialId: trial.id, error: error instanceof Error ? error.stack : "unknown" },
      "a trial failed",
    );
    await db().releaseTrial.updateMany({
      where: { id: trial.id, state: "running" },
      data: { state: "failed", stage: "", finishedAt: new Date() },
    });
  }
  return true;
}

async function runInThread(trialId: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-trial-"));
  const file = path.join(
    /* turbopackIgnore: true */ process.cwd(),
    "lib",
    "releases",
    "trial-thread-start.mjs",
  );
  const worker = new Worker(file, {
    workerData: { trialId, folder },
    execArgv: ["--conditions=react-server"],
  });
  // A server that is told to stop does not wait for it.
  worker.unref();
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once("message", () => resolve());
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("The thread ended without a word.")));
      const beat = async () => {
        try {
          // One that was cancelled, or begun anew elsewhere, ends here even in the midst of computing.
          if (!(await isStillWanted(trialId))) return resolve();
        } catch {
          // The database may be restarting: the next beat asks again.
        }
        timer = setTimeout(beat, BEAT_EVERY_MS).unref();
      };
      timer = setTimeout(beat, BEAT_EVERY_MS).unref();
    });
  } finally {
    clearTimeout(timer);
    worker.removeAllListeners();
    await worker.terminate();
    await rm(folder, { recursive: true, force: true });
  }
}

async function isStillWanted(trialId: string): Promise<boolean> {
  const { count } = await db().releaseTrial.updateMany({
    where: { id: trialId, state: "running" },
    data: { beatAt: new Date() },
  });
  return count > 0;
}
