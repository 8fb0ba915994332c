import "server-only";
import { requireProject } from "@/lib/access";
import { readAttributes } from "@/lib/attributes/queries";
import { meansOf } from "@/lib/dataset-imports/meanings";
import { readDataset } from "@/lib/dataset-imports/read-dataset";
import { type DatasetFormat, saidOf } from "@/lib/dataset-imports/schema";
import { createObserved, observe, openArchives, type SourceFile } from "@/lib/dataset-imports/source-files";
import { recogniseDataset } from "@/lib/dataset-imports/stage";
import { inLongTransaction } from "@/lib/db";
import { badInput } from "@/lib/errors";
import type { Problem } from "@/lib/formats/losses";
import { applyMeanings, unmappedLabel } from "@/lib/formats/unmapped";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";
import { whyNotSuggested } from "@/lib/suggestions/from-record";
import type { Producer } from "@/lib/suggestions/schema";
import { startTrial, suggestRecord, turnOf } from "@/lib/suggestions/suggest-record";

export type SuggestionFiles = Producer & {
  files: readonly SourceFile[];
  format: DatasetFormat | null;
  skipBad: boolean;
  /** Only tells what would be stored. */
  isDryRun?: boolean;
  /** Meanings of labels that are none of ours, by label; `leavesUnknown` leaves out the others without a word. */
  labels?: Readonly<Record<string, string>>;
  leavesUnknown?: boolean;
  onRead?: (done: number) => void;
};

/** What a file brought: articles that it has suggestions for, and what of it was left out by its nature or as not right. */
export type ImportedSuggestions = {
  articles: number;
  stored: number;
  present: number;
  /** Twins, which are not suggested. */
  twins: number;
  faults: Problem[];
};

/**
 * Reads annotated articles of any format that comes in, and stores their marks as what a program suggests for the texts
 * that the project has; no article and no layer is made. All or nothing unless `skipBad`; with `isDryRun` nothing, and what
 * is not right is told and not thrown. Throws notFound, forbidden,
 * badInput `unknown-format`, `no-suggestions`, `bad-lines` (details: `problems`, `count`).
 */
export async function importSuggestions(
  actor: Actor,
  slug: string,
  input: SuggestionFiles,
): Promise<ImportedSuggestions> {
  const { projectId } = await requireProject(actor, slug, "suggestion.push");
  const files = await openArchives(input.files);
  const format = input.format ?? (await recogniseDataset(files));
  if (format === "csv-ratings") throw badInput("no-suggestions", "A table of ratings holds no marks.");
  const observed = createObserved();
  const inputs = files.map((file) => observe(file, observed));
  return inLongTransaction(async (t) => {
    const done: ImportedSuggestions = { articles: 0, stored: 0, present: 0, twins: 0, faults: [] };
    const context = {
      at: new Date().toISOString(),
      problem: (problem: Problem) => void done.faults.push(problem),
      lose: () => undefined,
    };
    const { producer, version } = input;
    const turn = await turnOf(t, projectId, { producer, version });
    const definitions = await readAttributes(t, projectId);
    const { labels = {}, leavesUnknown = false, isDryRun = false } = input;
    const meaning = (label: string) => meansOf(saidOf(labels, label), definitions);
    const trial = isDryRun ? await startTrial(t, projectId, { producer, version }) : null;
    const rest = startPace();
    for await (const read of readDataset(format, inputs, context)) {
      if ("item" in read) {
        const { item, ...place } = read;
        done.faults.push({ ...place, message: whyNotSuggested(item) });
        continue;
      }
      const { record, ...place } = read;
      const where = { actor, slug, projectId };
      const unknown = new Set(
        record.layers.flatMap(({ annotations }) => annotations.map((mark) => unmappedLabel(mark))),
      );
      for (const label of unknown)
        if (label !== null && !leavesUnknown && meaning(label) === undefined)
          done.faults.push({ ...place, message: `Nothing is known of the label ${label}.` });
      const known = applyMeanings(record, (label) => meaning(label) ?? null);
      const producerTurn = { producer, version, turn };
      const { faults, ...said } = await suggestRecord(t, where, known, producerTurn, trial);
      done.articles += said.stored + said.present > 0 ? 1 : 0;
      done.stored += said.stored;
      done.present += said.present;
      done.twins += said.twins;
      for (const fault of faults) done.faults.push({ ...place, ...fault });
      input.onRead?.(observed.read);
      await rest();
    }
    if (done.faults.length > 0 && !input.skipBad && !isDryRun)
      throw badInput("bad-lines", `${done.faults.length} places are not right, so nothing was stored.`, {
        problems: done.faults.slice(0, 200),
        count: done.faults.length,
      });
    return done;
  });
}
