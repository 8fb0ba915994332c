import "server-only";
import { z } from "zod";
import { readAttributes } from "@/lib/attributes/queries";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { recordEvents } from "@/lib/audit";
import { requireDataset, requireWaiting, takeBatchLock } from "@/lib/dataset-imports/access";
import { recordFailure } from "@/lib/dataset-imports/failure";
import { importRatings } from "@/lib/dataset-imports/import-ratings";
import { type Leaving, leaveOut, leftOutForGood, nothingToImport } from "@/lib/dataset-imports/leave-out";
import { meansOf } from "@/lib/dataset-imports/meanings";
import { storePredictions } from "@/lib/dataset-imports/predictions";
import { countPresent } from "@/lib/dataset-imports/present";
import {
  countWaiting,
  type DatasetReport,
  datasetReportSchema,
  type ImportPlanInput,
  saidOf,
  withdrawnWords,
} from "@/lib/dataset-imports/schema";
import { readStaged } from "@/lib/dataset-imports/staged";
import { inLongTransaction, inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import { importPairs } from "@/lib/exports/import-pairs";
import { importRecords } from "@/lib/exports/import-records";
import { setDone, startNotes } from "@/lib/imports/progress";
import type { Actor } from "@/lib/policy";

export type DatasetOutcome = NonNullable<DatasetReport["outcome"]>;

/**
 * Says what is to be done with a batch and that it is being imported, so that nobody changes it meanwhile; runDataset
 * does the work. Meanings of labels are remembered for the project and format. Throws notFound, forbidden, conflict
 * `batch-not-open`, badInput `nothing-to-import` (details: what is known before and left out), `labels-open` (details: `labels`), `present-open`, `faults-open`,
 * `no-such-meaning`.
 */
export async function beginDatasetCommit(
  actor: Actor,
  slug: string,
  batchId: string,
  plan: ImportPlanInput,
): Promise<{ characters: number }> {
  return inTransaction(undefined, async (tx) => {
    const { project, batch } = await requireDataset(actor, slug, batchId, tx, true);
    const report = requireWaiting(batch);
    const { projectId } = project;
    // Suggestions come to texts that are here, whatever layers these have.
    const present = report.producer ? { articles: 0, layers: 0, all: 0 } : await countPresent(tx, batchId);
    const counts = { ...report.counts, articlesHere: present.articles, layersHere: present.layers };
    const leaving = await leaveOut(tx, batchId, { ...report, plan });
    requirePlan(report, present, plan, leaving);
    requireMeanings(plan, await readAttributes(tx, projectId));
    const { error: _error, ...kept } = report;
    const labels = Object.fromEntries(
      report.labels.map(({ label }) => [label, saidOf(plan.labels, label) ?? "leave-out"]),
    );
    await tx.importBatch.update({
      where: { id: batchId },
      data: {
        state: "committing",
        total: countWaiting(report) - leaving.count,
        report: {
          ...{ ...kept, counts },
          known: leaving.known,
          plan: { ...plan, labels },
          startedAt: new Date().toISOString(),
        },
      },
    });
    await setDone(tx, batchId, 0);
    await rememberMeanings(tx, actor, { projectId, format: report.format ?? "jsonl" }, labels);
    await recordEvents(tx, [
      {
        type: "import.commit-begun",
        actorId: actor.userId,
        projectId,
        subjectId: batchId,
        payload: { ...plan, labels },
      },
    ]);
    const sizes = await tx.$queryRaw`
      SELECT coalesce(sum(char_length("content")), 0)::float8 AS characters FROM "ImportRecord" WHERE "batchId" = ${batchId}::uuid`;
    return z.tuple([z.object({ characters: z.number() })]).parse(sizes)[0];
  });
}

/** Every meaning is one that the project has; throws badInput `no-such-meaning`. */
function requireMeanings(plan: ImportPlanInput, definitions: readonly AttributeDefinition[]): void {
  for (const [label, code] of Object.entries(plan.labels))
    if (meansOf(code, definitions) === undefined)
      throw badInput("no-such-meaning", `This project has no “${code}” that “${label}” could mean.`);
}

function requirePlan(
  report: DatasetReport,
  present: { layers: number; all: number },
  plan: ImportPlanInput,
  leaving: Leaving,
): void {
  if (countWaiting(report) === 0)
    throw badInput("nothing-to-import", withdrawnWords(report) ?? "Nothing in these files can be imported.");
  if (countWaiting(report) <= leaving.count)
    throw nothingToImport("Everything in these files is known from before and left out.", leaving);
  const open = report.labels
    .filter(({ label }) => saidOf(plan.labels, label) === undefined)
    .map(({ label }) => label);
  if (open.length > 0)
    throw badInput(
      "labels-open",
      `Say what ${open.length === 1 ? "a label means" : `${open.length} labels mean`}: ${open.slice(0, 5).join(", ")}.`,
      {
        labels: open,
      },
    );
  if (plan.present === null && present.all > present.layers)
    throw badInput(
      "present-open",
      "The project has some of these articles already. Say whether their layers are to be attached or left out.",
    );
  if (!plan.leavesBad && report.faultCount > 0)
    throw badInput(
      "faults-open",
      "Some places in the files are not right. Agree to leave them out, or mend the files.",
    );
}

async function rememberMeanings(
  tx: Tx,
  actor: Actor,
  { projectId, format }: { projectId: string; format: string },
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const rows = Object.entries(labels).map(([label, meaning]) => ({ label, meaning }));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "LabelMeaning" ("projectId", "format", "label", "meaning", "decidedById")
    SELECT ${projectId}::uuid, ${format}, w."label", to_jsonb(w."meaning"), ${actor.userId}::uuid
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS w("label" text, "meaning" text) ORDER BY w."label"
    ON CONFLICT ("projectId", "format", "label") DO UPDATE
       SET "meaning" = EXCLUDED."meaning", "decidedById" = EXCLUDED."decidedById", "decidedAt" = now()`;
}

/**
 * Imports what beginDatasetCommit announced, in one transaction: all or nothing, also when the process is killed. `done`
 * of the batch rises meanwhile. When it fails the batch is `failed`, keeps what was read, and can be tried again; the
 * error is thrown on: badInput `bad-record`, conflict `batch-not-open`, `texts-came-meanwhile`.
 */
export async function runDatasetCommit(
  actor: Actor,
  slug: string,
  batchId: string,
  onProgress?: (done: number, total: number) => void,
): Promise<DatasetOutcome> {
  try {
    return await inLongTransaction((tx) => commitIn(tx, actor, slug, batchId, onProgress));
  } catch (error) {
    await recordFailure(actor, slug, batchId, error);
    throw error;
  }
}

async function commitIn(
  tx: Tx,
  actor: Actor,
  slug: string,
  batchId: string,
  onProgress?: (done: number, total: number) => void,
): Promise<DatasetOutcome> {
  const isMine = await takeBatchLock(tx, batchId);
  const { project, batch } = await requireDataset(actor, slug, batchId, tx);
  if (!isMine || batch.state !== "committing")
    throw conflict("batch-not-open", "This import is being done by another process.");
  const { report, total } = batch;
  const { projectId } = project;
  const note = startNotes(batchId, (done) => onProgress?.(done, total));
  const leaving = await leaveOut(tx, batchId, report);
  let outcome = datasetReportSchema.shape.outcome.unwrap().unwrap().parse({});
  let became: ReadonlyMap<string, string> = new Map();
  const { producer } = report;
  let { faults, faultCount } = report;
  if (producer) {
    const incoming = readStaged(tx, batchId, report, await readAttributes(tx, projectId));
    const place = { actor, slug, projectId };
    const done = await storePredictions(tx, place, batchId, { ...report, producer }, incoming, note);
    outcome = { ...outcome, ...done.outcome };
    faults = [...faults, ...done.faults];
    faultCount += done.faults.length;
  } else if (report.counts.records > 0) {
    const target = { projectId, batchId, present: report.plan.present ?? ("ask" as const) };
    const incoming = readStaged(tx, batchId, report, await readAttributes(tx, projectId));
    const { newSources, versions, ...counts } = await importRecords(tx, actor, target, incoming, note);
    outcome = { ...outcome, ...counts, sources: newSources.length };
    became = versions;
  }
  if (report.counts.ratings > 0) {
    const done = (ratings: number) => note(report.counts.records + ratings);
    const { ratings, sources, alreadyHere } = await importRatings(tx, actor, { projectId, batchId }, done);
    outcome = {
      ...outcome,
      ratings,
      sources: outcome.sources + sources,
      alreadyHere: outcome.alreadyHere + alreadyHere,
    };
  }
  if (!producer && report.counts.pairs > 0) {
    const done = (pairs: number) => note(report.counts.records + report.counts.ratings + pairs);
    const { pairsHere, ...counts } = await importPairs(tx, actor, { projectId, batchId }, became, done);
    outcome = { ...outcome, ...counts, alreadyHere: outcome.alreadyHere + pairsHere };
  }
  if (!producer && outcome.articles + outcome.layers + outcome.ratings + outcome.pairs === 0)
    throw nothingToImport(
      outcome.alreadyHere > 0
        ? `Everything in this file is here already${leaving.count > 0 ? ", or known from before and left out" : ""}.`
        : (withdrawnWords(report) ?? "This file has no layers to take, and its texts are here already."),
      leaving,
    );
  const again = report.plan.takesWithdrawn ? leaving.known.withdrawn : 0;
  await tx.$queryRaw`SELECT 1 FROM "ImportRecord" WHERE "batchId" = ${batchId}::uuid ORDER BY "id" FOR UPDATE`;
  // Read anew and kept: a withdrawal may have written into the report since.
  const { withdrawn } = (await requireDataset(actor, slug, batchId, tx, true)).batch.report;
  const leftOut = await leftOutForGood(tx, { projectId, batchId }, report);
  await tx.$executeRaw`DELETE FROM "ImportRecord" WHERE "batchId" = ${batchId}::uuid`;
  outcome = { ...outcome, withdrawn: withdrawn.records + withdrawn.pairs, leftOut: leaving.count, again };
  await tx.importBatch.update({
    where: { id: batchId },
    data: {
      state: "committed",
      committedAt: new Date(),
      report: {
        ...{ ...report, faults, faultCount, withdrawn, outcome },
        ...{ known: leaving.known, leftOut },
      },
    },
  });
  await setDone(tx, batchId, total);
  await recordEvents(tx, [
    { type: "import.committed", actorId: actor.userId, projectId, subjectId: batchId, payload: outcome },
  ]);
  return outcome;
}
