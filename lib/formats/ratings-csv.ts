import { parse } from "csv-parse/sync";
import { z } from "zod";
import { type InputFile, type ReadContext, readText } from "@/lib/formats/conversion";
import type { RatingItem } from "@/lib/formats/dataset-items";
import { findUnstorable } from "@/lib/text/unstorable";
import { reliabilityGrades, sourceKinds } from "@/lib/vocabulary";

/** A rating of a source's reliability as a table has it; what a column does not say is null or empty. */
export const fileRating = z.object({
  round: z.string(),
  sourceId: z.uuid().nullable(),
  sourceName: z.string().min(1),
  rater: z.string().min(1),
  grade: z.enum(reliabilityGrades),
  sawOthers: z.boolean().nullable(),
  reason: z.string(),
  ratedAt: z.iso.datetime().nullable(),
  sourceKind: z.enum(sourceKinds),
  /** What else the file says of it, by name. */
  details: z.record(z.string(), z.string()),
});
export type FileRating = z.infer<typeof fileRating>;

/** The columns of `ratings.csv` that are read; those behind the first three may be missing. */
export const ratingColumns = [
  "source_name",
  "rater",
  "grade",
  "source_id",
  "round",
  "saw_others",
  "reason",
  "rated_at",
  "source_kind",
] as const;
const detailColumns = [
  "role",
  "topic",
  "period_from",
  "period_to",
  "round_id",
  "rating",
  "scheme",
  "scheme_version",
] as const;

const yes = new Set(["true", "yes", "1"]);
const no = new Set(["false", "no", "0"]);

/**
 * The ratings of tables with a line of column names (RFC 4180, UTF-8), each with its file and line; a row that is not
 * right is told to `context.problem`. An apostrophe that our writer put before what a spreadsheet takes for a formula is
 * taken off. A table whose columns are missing is refused whole.
 */
export async function* readRatings(
  files: readonly InputFile[],
  context: ReadContext,
): AsyncGenerator<{ file: string; line: number; rating: FileRating }> {
  for (const file of files) {
    if (!file.path.toLowerCase().endsWith(".csv")) continue;
    const text = await readText(file, context);
    if (text === null) continue;
    for (const { line, cells } of rowsOf(text, file.path, context)) {
      const read = readRating(cells);
      if (typeof read === "string") context.problem({ file: file.path, line, message: read });
      else yield { file: file.path, line, rating: read };
    }
  }
}

const parsedRows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function rowsOf(
  text: string,
  file: string,
  context: ReadContext,
): { line: number; cells: ReadonlyMap<string, string> }[] {
  let rows: z.infer<typeof parsedRows>;
  try {
    rows = parsedRows.parse(parse(text, { info: true, relax_column_count: true, skip_empty_lines: true }));
  } catch (error) {
    const message = error instanceof Error ? error.message : "not a CSV";
    context.problem({ file, line: null, message: `The table cannot be read: ${message}.` });
    return [];
  }
  const names = rows[0]?.record.map((name) => name.trim().toLowerCase()) ?? [];
  const missing = ratingColumns.slice(0, 3).filter((name) => !names.includes(name));
  if (missing.length > 0) {
    context.problem({ file, line: 1, message: `The table has no column ${missing.join(", ")}: not read.` });
    return [];
  }
  return rows.slice(1).map(({ record, info }) => ({
    line: info.lines,
    cells: new Map(names.map((name, place) => [name, bare(record[place] ?? "")])),
  }));
}

function bare(cell: string): string {
  return cell.replace(/^'(?=\s*[=+\-@＝＋－＠]|[\t\r\n])/u, "").trim();
}

/** The rating of a row, or why it is none. */
function readRating(cells: ReadonlyMap<string, string>): FileRating | string {
  const of = (name: (typeof ratingColumns)[number] | (typeof detailColumns)[number]) => cells.get(name) ?? "";
  const unstorable = findUnstorable([...cells.values()]);
  if (unstorable) return `The row holds what cannot be stored (${unstorable}).`;
  if (of("source_name") === "") return "source_name is empty.";
  if (of("rater") === "") return "rater is empty.";
  const grade = z.enum(reliabilityGrades).safeParse(of("grade").toUpperCase());
  if (!grade.success) return `“${of("grade")}” is no grade from A to F.`;
  const saw = of("saw_others").toLowerCase();
  if (saw !== "" && !yes.has(saw) && !no.has(saw)) return `saw_others is “${saw}”: write true or false.`;
  const time = of("rated_at") === "" ? null : new Date(of("rated_at"));
  if (time && Number.isNaN(time.getTime())) return `rated_at is “${of("rated_at")}”, which is no time.`;
  const id = z.uuid().safeParse(of("source_id"));
  return {
    round: of("round"),
    sourceId: id.success ? id.data : null,
    sourceName: of("source_name").normalize("NFC"),
    rater: of("rater"),
    grade: grade.data,
    sawOthers: saw === "" ? null : yes.has(saw),
    reason: of("reason"),
    ratedAt: time?.toISOString() ?? null,
    sourceKind: z.enum(sourceKinds).catch("outlet").parse(of("source_kind")),
    details: Object.fromEntries(detailColumns.flatMap((name) => (of(name) === "" ? [] : [[name, of(name)]]))),
  };
}

/** The rating that a line of the complete format holds. */
export function ratingOfItem(item: RatingItem): FileRating {
  const { round, source, rater, grade, sawOthers, reason, ratedAt } = item;
  const details = {
    role: item.role,
    topic: item.topic,
    period_from: item.periodFrom ?? "",
    period_to: item.periodTo ?? "",
    round_id: round?.id ?? "",
    rating: item.id,
    scheme: item.scheme,
    scheme_version: item.schemeVersion,
    key: item.pseudonymKey,
  };
  return {
    ...{ rater, grade, sawOthers, reason, ratedAt },
    round: round?.name ?? "",
    sourceId: source.id,
    sourceName: source.name.normalize("NFC"),
    sourceKind: source.kind,
    details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== "")),
  };
}
