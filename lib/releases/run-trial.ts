import "server-only";
import { z } from "zod";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { readStoredEntries } from "@/lib/formats/sourcebench-jsonl";
import { summariseSplit } from "@/lib/releases/derive";
import { releaseOptions } from "@/lib/releases/schema";
import { takeSnapshot } from "@/lib/releases/snapshot";
import { type TrialResult, trialResult } from "@/lib/releases/trial-schema";
import { splitResult, splitSides } from "@/lib/splits/schema";
import { splitRecords } from "@/lib/splits/split-records";
import { localStorage } from "@/lib/storage/storage";
import { writeTextFree } from "@/lib/text-free/file";

const TELL_EVERY_MS = 300;
const details = z.object({
  groups: z.number().nullable().catch(null),
  side: z.enum(splitSides).nullable().catch(null),
  joinedBy: splitResult.shape.groups.shape.joinedBy.nullable().catch(null),
});

/**
 * Carries out a trial in a folder of its own, which its caller makes and deletes: a snapshot of the records as its asker sees
 * them, split and written without texts, of which nothing but figures is kept. Writes them only while it is still wanted.
 */
export async function runTrial(trialId: string, folder: string): Promise<void> {
  const trial = await db().releaseTrial.findUnique({
    where: { id: trialId },
    include: { project: { select: { slug: true, name: true } } },
  });
  if (trial?.state !== "running") return;
  const user = await db().user.findUniqueOrThrow({
    where: { id: trial.createdById },
    select: { id: true, name: true, isAdmin: true },
  });
  const actor = { userId: user.id, name: user.name, isAdmin: user.isAdmin, sessionId: null };
  const tell = teller(trialId);
  const options = releaseOptions.parse(trial.options);
  const store = localStorage(folder);
  const wanted = {
    ...{ id: trialId, projectId: trial.projectId, slug: trial.project.slug },
    ...{ projectName: trial.project.name, name: "Trial", version: "0.0.0", versionReason: "", notes: "" },
    ...{ options, pseudonymKey: trialId },
  };
  const { inputs } = await takeSnapshot(actor, wanted, store, (done) => tell("reading", done));
  const entries = () => storedEntries();
  async function* storedEntries() {
    yield* readStoredEntries(await store.open(inputs.records));
  }
  const result: TrialResult = {
    ...{ takenAt: inputs.takenAt, eventId: inputs.snapshot.eventId },
    ...{ articles: inputs.counts.articles, hiddenArticles: inputs.hiddenArticles },
    ...{ split: null, refusal: null, textFree: null },
  };
  if (options.split)
    try {
      const split = await splitRecords(entries, options.split, (done) => void tell("splitting", done));
      result.split = { ...summariseSplit(split), joinedBy: split.groups.joinedBy };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { code, message } = error;
      result.refusal = { code, message, ...details.parse(error.details ?? {}) };
    }
  if (options.textFree) {
    let done = 0;
    for await (const _line of writeTextFree(entries, options.textFree, (found) => {
      result.textFree = found;
    }))
      await tell("free", ++done);
  }

  await db().releaseTrial.updateMany({
    where: { id: trialId, state: "running" },
    data: { state: "done", stage: "", result: trialResult.parse(result), finishedAt: new Date() },
  });
}

function teller(trialId: string) {
  let last = performance.now();
  return async (stage: string, done: number) => {
    if (performance.now() - last < TELL_EVERY_MS) return;
    last = performance.now();
    await db().releaseTrial.updateMany({ where: { id: trialId, state: "running" }, data: { stage, done } });
  };
}
