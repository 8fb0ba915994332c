import { z } from "zod";
import { counted } from "@/lib/counted";
import { placeOf } from "@/lib/dataset-imports/place";
import type { DatasetFormat } from "@/lib/dataset-imports/schema";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { type ImportedSuggestions, importSuggestions } from "@/lib/suggestions/import-file";
import type { Producer } from "@/lib/suggestions/schema";
import { filesOf, readMap } from "./import-dataset";
import { startProgress } from "./progress";

export type PredictionsCommand = Producer & {
  slug: string;
  from: string;
  format: DatasetFormat | null;
  skipBad: boolean;
  isDryRun: boolean;
  /** What unknown labels mean, as LABEL=MEANING. */
  map: readonly string[];
  leavesUnknown: boolean;
};

const problemsShape = z.object({
  problems: z.array(z.object({ file: z.string(), line: z.number().nullable(), message: z.string() })),
  count: z.number(),
});

/**
 * Stores the marks of files as suggestions, each path all or nothing, and says on the terminal what became of them.
 * Answers the exit code: 0 when everything is in, 1 when anything was refused or left out.
 */
export async function importPredictions(
  actor: Actor,
  paths: readonly string[],
  { slug, from, map, ...given }: PredictionsCommand,
): Promise<number> {
  const input = { ...given, labels: readMap(map) };
  let code = 0;
  for (const one of paths) {
    const progress = startProgress("Reading", "bytes");
    try {
      const files = await filesOf(one, from);
      const done = await importSuggestions(actor, slug, { ...input, files, onRead: progress.show });
      progress.end();
      code = Math.max(code, tell(slug, done, input));
    } catch (error) {
      progress.end();
      const details = error instanceof AppError ? problemsShape.safeParse(error.details) : undefined;
      if (!details?.success) throw error;
      for (const problem of details.data.problems) console.error(`${placeOf(problem)}: ${problem.message}`);
      console.error("Nothing is stored. Mend the file, or leave out what is bad with --skip-bad.");
      code = 1;
    }
  }
  return code;
}

function tell(
  slug: string,
  done: ImportedSuggestions,
  { producer, version, isDryRun }: Producer & { isDryRun: boolean },
): number {
  for (const fault of done.faults)
    console.error(`${isDryRun ? "" : "Skipped "}${placeOf(fault)}: ${fault.message}`);
  const where = `${counted(done.articles, "article")} of ${slug}`;
  const does = isDryRun ? "would suggest" : "suggests";
  console.log(`${producer} ${version} ${does} ${counted(done.stored, "mark")} on ${where}.`);
  if (isDryRun) console.log("Nothing is stored: this was a dry run.");
  if (done.present > 0) console.log(`${counted(done.present, "suggestion")} were here already.`);
  if (done.twins > 0) console.log(`Left out: ${counted(done.twins, "twin")}, which people look for.`);
  return done.faults.length > 0 ? 1 : 0;
}
