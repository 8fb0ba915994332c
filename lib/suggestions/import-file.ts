import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { readDataset } from "@/lib/dataset-imports/read-dataset";
import type { DatasetFormat } from "@/lib/dataset-imports/schema";
import { createObserved, observe, openArchives, type SourceFile } from "@/lib/dataset-imports/source-files";
import { recogniseDataset } from "@/lib/dataset-imports/stage";
import { inLongTransaction, type Tx } from "@/lib/db";
import { badInput } from "@/lib/errors";
import type { Problem } from "@/lib/formats/losses";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";
import { suggestionsOf } from "@/lib/suggestions/from-record";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import type { Producer } from "@/lib/suggestions/schema";

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

const versionRows = z.array(z.object({ id: z.string() }));

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
    // What was withdrawn keeps its ids; the same file may come again after it.
    const turn = await t.suggestionRun.count({
      where: { projectId, producer, version, withdrawnAt: { not: null } },
    });
    const rest = startPace();
    for await (const read of readDataset(format, inputs, context)) {
      if (!("record" in read)) continue;
      const { record, ...place } = read;
      const tell = (message: string, isQuote = false) => done.faults.push({ ...place, message, isQuote });
      await storeRecord(t, { actor, slug, projectId }, record, { producer, version, turn }, done, tell);
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

async function storeRecord(
  t: Tx,
  { actor, slug, projectId }: { actor: Actor; slug: string; projectId: string },
  record: ExportRecord,
  { producer, version, turn }: Producer & { turn: number },
  done: ImportedSuggestions,
  tell: (message: string, isQuote?: boolean) => void,
): Promise<void> {
  const hash = Buffer.from(record.articleVersion.sha256, "hex");
  const [known] = versionRows.parse(
    await t.$queryRaw`
      SELECT v."id" FROM "ArticleVersion" v JOIN seen_articles(${actor.userId}::uuid) a ON a."id" = v."articleId"
       WHERE v."projectId" = ${projectId}::uuid AND v."textSha256" = ${hash} AND v."redactedBy" IS NULL
       ORDER BY v."id" LIMIT 1`,
  );
  if (!known) return tell("The project has no article with this text: import it first.");
  const { items, left } = suggestionsOf(record, known.id, { producer, version, turn });
  done.twins += left.reuseLinks;
  for (const label of new Set(left.unknownLabels)) tell(`Nothing is known of the label ${label}.`);
  if (items.length === 0) return;
  const result = await receiveSuggestions(actor, slug, { producer, version, items, skipBad: true }, t);
  done.articles += 1;
  done.stored += result.stored;
  done.present += result.present;
  for (const { code, message } of result.skipped) tell(message, code === "quote-mismatch");
}
