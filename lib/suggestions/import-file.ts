import "server-only";
import { requireProject } from "@/lib/access";
import { readDataset } from "@/lib/dataset-imports/read-dataset";
import type { DatasetFormat } from "@/lib/dataset-imports/schema";
import { createObserved, observe, openArchives, type SourceFile } from "@/lib/dataset-imports/source-files";
import { recogniseDataset } from "@/lib/dataset-imports/stage";
import { inLongTransaction } from "@/lib/db";
import { badInput } from "@/lib/errors";
import type { Problem } from "@/lib/formats/losses";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";
import type { Producer } from "@/lib/suggestions/schema";
import { suggestRecord, turnOf } from "@/lib/suggestions/suggest-record";

export type SuggestionFiles = Producer & {
  files: readonly SourceFile[];
  format: DatasetFormat | null;
  skipBad: boolean;
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
 * that the project has; no article and no layer is made. All or nothing unless `skipBad`. Throws notFound, forbidden,
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
    const rest = startPace();
    for await (const read of readDataset(format, inputs, context)) {
      if (!("record" in read)) continue;
      const { record, ...place } = read;
      const where = { actor, slug, projectId };
      const { faults, ...said } = await suggestRecord(t, where, record, { producer, version, turn });
      done.articles += said.stored + said.present > 0 ? 1 : 0;
      done.stored += said.stored;
      done.present += said.present;
      done.twins += said.twins;
      for (const fault of faults) done.faults.push({ ...place, ...fault });
      for (const label of said.unknownLabels)
        done.faults.push({ ...place, message: `Nothing is known of the label ${label}.` });
      input.onRead?.(observed.read);
      await rest();
    }
    if (done.faults.length > 0 && !input.skipBad)
      throw badInput("bad-lines", `${done.faults.length} places are not right, so nothing was stored.`, {
        problems: done.faults.slice(0, 200),
        count: done.faults.length,
      });
    return done;
  });
}
