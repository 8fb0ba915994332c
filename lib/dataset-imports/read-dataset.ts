import { z } from "zod";
import { type DatasetFormat, datasetFormats } from "@/lib/dataset-imports/schema";
import { articleProblem } from "@/lib/exports/import-article";
import type { IncomingRecord } from "@/lib/exports/import-records";
import { checkRecord } from "@/lib/formats/check-record";
import type { InputFile, ReadContext } from "@/lib/formats/conversion";
import type { DatasetItem } from "@/lib/formats/dataset-items";
import { formats } from "@/lib/formats/formats";
import type { LossLog, Problem } from "@/lib/formats/losses";
import { readEntries } from "@/lib/formats/sourcebench-jsonl";

/** An annotated article, or a claim card or rating that stands behind the articles, with its place. */
export type ReadRecord = IncomingRecord | { file: string; line: number; item: DatasetItem };

/** How offsets of a format are counted, in words. */
export function offsetsOf(format: DatasetFormat): string {
  if (format === "webanno-tsv" || format === "cas-json")
    return "UTF-16 units of the file's text, turned into code points";
  if (format === "conll") return "tokens; their places in the text are put together from them";
  if (format === "csv-ratings") return "none: ratings have no place in a text";
  if (format === "jsonl") return "code points, of the stored or the original text as each line says";
  return "code points of the file's text";
}

/**
 * The annotated articles of the files one by one, with file and line where the format has lines of articles. What is not
 * right, and records that contradict themselves, go to `problem` and are passed over; spans of labels that are none of
 * ours come as unmapped marks; everything else without a place is counted among the losses.
 */
export async function* readDataset(
  format: Exclude<DatasetFormat, "csv-ratings">,
  files: readonly InputFile[],
  context: { at: string; problem: (problem: Problem) => void; lose: LossLog["add"] },
): AsyncGenerator<ReadRecord> {
  if (format === "jsonl") {
    yield* readLines(files, context.problem);
    return;
  }
  const reader = formats[format].read;
  if (!reader) return;
  const wanted = files.filter(({ path }) =>
    formats[format].endings.some((ending) => path.toLowerCase().endsWith(ending)),
  );
  const reading: ReadContext = { ...context, key: format, keepsUnknown: true };
  for await (const record of reader(wanted, reading)) {
    const problem = checkRecord(record) ?? articleProblem(record);
    const file = record.article.title;
    if (problem)
      context.problem({ file, line: null, message: `The article contradicts itself: ${problem}.` });
    else yield { file, line: null, record };
  }
}

async function* readLines(
  files: readonly InputFile[],
  complain: (problem: Problem) => void,
): AsyncGenerator<ReadRecord> {
  for (const file of files) {
    try {
      for await (const read of readEntries(file.pieces())) {
        const { line } = read;
        if ("item" in read) {
          yield { file: file.path, line, item: read.item };
          continue;
        }
        const message = "problem" in read ? read.problem : articleProblem(read.record);
        if (message !== null)
          complain({ file: file.path, line, message, isQuote: /^annotation .*the quote of/.test(message) });
        else if ("record" in read) yield { file: file.path, line, record: read.record };
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      complain({ file: file.path, line: null, message: `${error.message} Not read from there on.` });
    }
  }
}

/** A format's name as somebody gave it; null for none. */
export function parseFormat(name: string | null | undefined): DatasetFormat | null {
  return z.enum(datasetFormats).safeParse(name).data ?? null;
}
