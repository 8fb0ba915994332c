import { CsvError, type Info, type Parser, parse } from "csv-parse";
import { z } from "zod";
import { AppError, badInput } from "@/lib/errors";
import { completeDraft, maxArticleBytes } from "@/lib/intake/complete";
import { assertCleanText, type ByteChunks, decodeChunks } from "@/lib/intake/decode";
import type { ArticleDraft, ArticleFacts, IntakeItem } from "@/lib/intake/draft";
import { withHeadline } from "@/lib/intake/headline";
import { type FieldName, fieldOf, knownFields, readFacts } from "@/lib/intake/record";

/** A row under its columns' names; `line` is the 1-based line of the file on which the row begins. */
export type CsvRow = { line: number; cells: Record<string, string> };
export type CsvItem = { kind: "row"; row: CsvRow } | { kind: "fault"; fault: AppError; line: number | null };

/**
 * Reads a CSV of articles, one a row, as the bytes come. It needs a `text` column; commas, semicolons and tabs
 * are told apart by the first line, and quoted cells may hold line ends. A row that cannot be read yields a problem
 * with its line; a fault of the quoting ends the reading, since no later row can be trusted. `given` facts go before the rows' own.
 */
export async function* readCsv(
  fileName: string,
  chunks: ByteChunks,
  given: ArticleFacts = {},
): AsyncGenerator<IntakeItem> {
  for await (const item of readCsvRows(chunks, "text")) {
    try {
      if (item.kind === "fault") throw item.fault;
      yield { kind: "draft", draft: readRow(fileName, item.row, given) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const line = item.kind === "fault" ? item.line : item.row.line;
      yield { kind: "problem", problem: { fileName, line, code: error.code, message: error.message } };
    }
  }
}

/**
 * The rows of a CSV whose first line names its columns. Without a column for `required` the one item is the fault
 * `missing-column`.
 */
export async function* readCsvRows(chunks: ByteChunks, required: FieldName): AsyncGenerator<CsvItem> {
  let columns: string[] | null = null;
  let reached = 1;
  try {
    for await (const { record, line, nextLine } of parseRecords(chunks)) {
      const cells = record.map((cell) => cell.trim());
      if (columns === null) {
        columns = cells;
        if (!columns.some((column) => fieldOf(column) === required)) throw missingColumn(required, columns);
      } else if (record.length !== columns.length) {
        const fault = badInput(
          "column-count",
          `The row on line ${line} has ${record.length} cells, the first line names ${columns.length} columns.`,
          { line },
        );
        yield { kind: "fault", fault, line };
      } else {
        const pairs = columns.map((column, index): [string, string] => [column, record[index] ?? ""]);
        yield { kind: "row", row: { line, cells: Object.fromEntries(pairs) } };
      }
      reached = nextLine;
    }
    if (columns === null) throw missingColumn(required, []);
  } catch (error) {
    const fault = faultOf(error, reached);
    yield {
      kind: "fault",
      fault,
      line: z.object({ line: z.number() }).safeParse(fault.details).data?.line ?? null,
    };
  }
}

type Parsed = { record: string[]; line: number; nextLine: number };

async function* parseRecords(chunks: ByteChunks): AsyncGenerator<Parsed> {
  const { delimiter, texts } = await withDelimiter(decodeChunks(chunks));
  const parsed: Parsed[] = [];
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxArticleBytes * 2,
    on_record: (record: string[], info: Info) => {
      const lineEnds = record.join("").match(/\r\n?|\n/g)?.length ?? 0;
      parsed.push({ record, line: info.lines - lineEnds, nextLine: info.lines + 1 });
      // Nothing goes through the stream's own buffer, which an error would empty unread.
      return null;
    },
  });
  parser.on("error", () => {});
  let fault: unknown = null;
  try {
    for await (const text of texts) {
      fault = await feed(parser, text);
      yield* parsed.splice(0);
      if (fault) throw fault;
    }
  } catch (error) {
    fault = error;
  }
  // The parser holds the last rows back until it knows that they have ended, also when the text broke off.
  const unfinished = await feed(parser, null);
  yield* parsed.splice(0);
  if (fault ?? unfinished) throw fault ?? unfinished;
}

/** Gives the parser a piece of text, or its end for null, and waits until it has been parsed. */
function feed(parser: Parser, text: string | null): Promise<Error | null> {
  return new Promise((resolve) => {
    const done = (error?: Error | null) => resolve(error ?? null);
    if (text === null) parser.end(done);
    else parser.write(text, done);
  });
}

/** Reads until the first line is whole, then hands on everything, that line included. */
async function withDelimiter(texts: AsyncGenerator<string>) {
  const first = await texts.next();
  const head = first.done ? "" : first.value;
  const names = head.split(/[\r\n]/, 1)[0] ?? "";
  const delimiter = [",", ";", "\t"].reduce((best, one) =>
    names.split(one).length > names.split(best).length ? one : best,
  );
  async function* all() {
    yield head;
    yield* texts;
  }
  return { delimiter, texts: all() };
}

function faultOf(error: unknown, line: number): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof CsvError)) throw error;
  if (error.code === "CSV_QUOTE_NOT_CLOSED") {
    return badInput(
      "cut-line",
      `The row that begins on line ${line} opens a quotation mark that is never closed: the file is cut off, or a mark is missing.`,
      { line },
    );
  }
  if (error.code === "CSV_MAX_RECORD_SIZE") {
    return badInput("too-large", `The row that begins on line ${line} is larger than one article may be.`, {
      line,
    });
  }
  return badInput("invalid-csv", `Line ${line} is not valid CSV: ${error.message}`, { line });
}

function missingColumn(column: FieldName, found: readonly string[]): AppError {
  const names = found.filter((name) => name !== "").join(", ");
  return badInput(
    "missing-column",
    `The column “${column}” is missing. ${names ? `The first line names: ${names}.` : "The file is empty."}`,
    { column, found, line: 1 },
  );
}

function readRow(fileName: string, { line, cells }: CsvRow, given: ArticleFacts): ArticleDraft {
  const known = knownFields(cells);
  const text = z.string().catch("").parse(known.get("text"));
  assertCleanText(text, { line, field: "text" });
  const own = readFacts(known, line);
  const facts = { ...own.facts, ...given };
  const whole = withHeadline(text, facts.headline, line);
  return completeDraft({
    fileName,
    sourceFormat: "csv",
    extractor: "csv/1",
    line,
    rawText: whole.text,
    facts,
    warnings: [...own.warnings, ...whole.warnings],
  });
}
