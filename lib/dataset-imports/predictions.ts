import "server-only";
import { placeOf } from "@/lib/dataset-imports/place";
import type { DatasetReport } from "@/lib/dataset-imports/schema";
import { type Tally, tallyFault, tallyRecord } from "@/lib/dataset-imports/tally";
import type { Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import type { IncomingRecord } from "@/lib/exports/import-records";
import type { LossLog, Problem } from "@/lib/formats/losses";
import { startFreshPlans } from "@/lib/fresh-plans";
import type { Actor } from "@/lib/policy";
import type { Producer } from "@/lib/suggestions/schema";
import { startTrial, suggestRecord, turnOf } from "@/lib/suggestions/suggest-record";

/** Where suggestions of a batch go. */
type Place = { actor: Actor; slug: string; projectId: string };

/** Refuses a version that has suggestions: an import is a run of its own, undone as one. Throws conflict `version-taken`. */
export async function requireFreshVersion(
  tx: Tx,
  projectId: string,
  { producer, version }: Producer,
): Promise<void> {
  const taken = await tx.suggestionRun.count({ where: { projectId, producer, version, withdrawnAt: null } });
  if (taken > 0) throw versionTaken({ producer, version });
}

function versionTaken({ producer, version }: Producer) {
  return conflict(
    "version-taken",
    `${producer} ${version} has suggestions here already. Give another version, or withdraw those first.`,
  );
}

/**
 * A look at each record of a dry run: counts what it would suggest and tells the tally what is not right. Answers false
 * for an article that the project lacks, which suggestions cannot come to.
 */
export async function startLooking(
  tx: Tx,
  place: Place,
  producer: Producer,
  tally: Tally,
  lose: LossLog["add"],
): Promise<(read: IncomingRecord) => Promise<boolean>> {
  const turn = await turnOf(tx, place.projectId, producer);
  const trial = await startTrial(tx, place.projectId, producer);
  return async ({ file, line, record }) => {
    const said = await suggestRecord(tx, place, record, { ...producer, turn }, trial);
    for (const fault of said.faults) tallyFault(tally, { file, line, ...fault });
    if (!said.isHere) return false;
    tallyRecord(tally, record);
    tally.counts.suggestions += said.stored;
    const article = record.article.title;
    if (said.twins > 0)
      lose({ what: "links to twins", why: "people look for twins", article, count: said.twins });
    return true;
  };
}

/**
 * Stores what was staged as suggestions of a run that this batch begins. Throws conflict `version-taken`, badInput
 * `nothing-to-import`, and `bad-lines` where something is not right that the dry run could not know and the plan does not
 * leave it out.
 */
export async function storePredictions(
  tx: Tx,
  place: Place,
  batchId: string,
  report: DatasetReport & { producer: Producer },
  incoming: AsyncIterable<IncomingRecord>,
  note: (done: number) => Promise<void>,
): Promise<{ outcome: Partial<NonNullable<DatasetReport["outcome"]>>; faults: DatasetReport["faults"] }> {
  const { producer, version } = report.producer;
  const turn = await turnOf(tx, place.projectId, { producer, version });
  const begun = await tx.$executeRaw`
    INSERT INTO "SuggestionRun" ("id", "projectId", "producer", "version", "createdById", "batchId")
    SELECT gen_random_uuid(), ${place.projectId}::uuid, ${producer}, ${version}, ${place.actor.userId}::uuid, ${batchId}::uuid
    ON CONFLICT ("projectId", "producer", "version") WHERE "withdrawnAt" IS NULL DO NOTHING`;
  if (begun === 0) throw versionTaken({ producer, version });
  const outcome = { suggestions: 0, suggestedOn: 0, alreadyHere: 0 };
  const faults: Problem[] = [];
  const refresh = startFreshPlans(tx);
  let done = 0;
  for await (const { file, line, record } of incoming) {
    const said = await suggestRecord(tx, place, record, { producer, version, turn });
    outcome.suggestions += said.stored;
    outcome.suggestedOn += said.stored > 0 ? 1 : 0;
    outcome.alreadyHere += said.present;
    for (const fault of said.faults) faults.push({ file, line, ...fault });
    done += 1;
    await note(done);
    await refresh();
  }
  const [first] = faults;
  if (first && !report.plan.leavesBad)
    throw badInput(
      "bad-lines",
      `Something is not right, so nothing came in. ${placeOf(first)}: ${first.message} Agree to leave it out, or mend the file.`,
    );
  if (outcome.suggestions === 0)
    throw badInput("nothing-to-import", "Nothing in these files can be suggested.");
  return { outcome, faults: faults.filter((fault) => !isKnown(report.faults, fault)) };
}

function isKnown(faults: DatasetReport["faults"], { file, line, message }: Problem): boolean {
  return faults.some((one) => one.file === file && one.line === line && one.message === message);
}
