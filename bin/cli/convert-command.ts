import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { type AttributeColumn, columnsOf } from "@/lib/attributes/columns";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { counted } from "@/lib/counted";
import { carries, formatNames } from "@/lib/formats/carries";
import { checkRecord } from "@/lib/formats/check-record";
import {
  type DatasetEntry,
  type InputFile,
  isItem,
  type ReadContext,
  tagSchemes,
} from "@/lib/formats/conversion";
import { formats } from "@/lib/formats/formats";
import { createLossLog, type Problem } from "@/lib/formats/losses";
import { exitCodeLines, exitCodes, readValues, readWords, runCommand, wrongUse } from "./command";
import { fromHere, listInput, openTarget } from "./convert-files";
import { printLosses } from "./losses";
import { startProgress } from "./progress";

function listFormats(): string {
  const rows = formatNames.map((name) => {
    const format = formats[name];
    const ways = [format.read ? "reads" : "", format.write ? "writes" : ""].filter((way) => way !== "");
    return `  ${name.padEnd(15)} ${format.shape.padEnd(7)} ${ways.join(" and ").padEnd(17)} ${format.title}`;
  });
  return rows.join("\n");
}

const help = `Usage: node bin/sourcebench.mjs convert --from FORMAT --to FORMAT IN OUT [OPTIONS]

Converts annotated articles from one format to another, file to file, without a database. What the
target cannot carry is counted and named on standard error, never left out in silence; broken parts
of the input are named by file and line. docs/formats/README.md says what each format carries.

${listFormats()}

IN and OUT are a file or a folder, as the format needs; a folder may also be read where a format is
a file. - is standard input or output, for formats that are a file.

  --offsets KIND   brat: raw writes the original text and its offsets, stored (the default) the
                   text as annotated (Unicode NFC, \\n)
  --scheme S       conll: iob2 (the default), iob1 or bioes
  --at TIME        the time that stands for every time a file does not say (ISO 8601); now
                   unless given. With the same time the same input gives the same bytes
  --key NAME       under which the input's names of people hold; the format's name unless given
  --report FILE    writes what was left out and what was wrong as JSON too
  --strict         a broken part of the input is an error: exit 1, and nothing is written
  --force          write over what is there

  node bin/sourcebench.mjs convert --from brat --to jsonl corpus/ corpus.jsonl
  node bin/sourcebench.mjs convert --from jsonl --to brat --offsets raw corpus.jsonl corpus-again/
  node bin/sourcebench.mjs convert --from jsonl --to doccano - - < corpus.jsonl | head -1

${exitCodeLines("all that can be carried is written", "the input or the target was refused (nothing is written)")}`;

const options = {
  from: { type: "string" },
  to: { type: "string" },
  offsets: { type: "string", default: "stored" },
  scheme: { type: "string", default: "iob2" },
  at: { type: "string" },
  key: { type: "string" },
  report: { type: "string" },
  strict: { type: "boolean", default: false },
  force: { type: "boolean", default: false },
  help: { type: "boolean", short: "h" },
} as const;

const wanted = z.object({
  from: z.enum(formatNames),
  to: z.enum(formatNames),
  offsets: z.enum(["stored", "raw"]),
  scheme: z.enum(tagSchemes),
  at: z.iso.datetime().default(() => new Date().toISOString()),
  key: z.string().min(1).max(100).optional(),
  report: z.string().optional(),
  strict: z.boolean(),
  force: z.boolean(),
});
type Wanted = z.infer<typeof wanted>;

/** The most broken parts that are named one by one on standard error; the report names all. */
const MOST_NAMED = 20;

/** Runs `sourcebench convert` with its words and answers the exit code. */
export function convertCommand(words: string[]): Promise<number> {
  return runCommand({ help, run }, words);
}

async function run(words: string[]): Promise<number> {
  const { values: given, positionals } = readWords({ args: words, allowPositionals: true, options });
  const values = readValues(wanted, given);
  const [input, output, ...more] = positionals;
  const wrong = refusalOf(values, input, output, more);
  if (input === undefined || output === undefined || wrong !== null) throw wrongUse(wrong ?? "Wrong use.");
  return convert(values, input, output);
}

function refusalOf(values: Wanted, input?: string, output?: string, more: string[] = []): string | null {
  const [from, to] = [formats[values.from], formats[values.to]];
  if (!from?.read) return `${values.from} cannot be read.`;
  if (!to?.write) return `${values.to} cannot be written.`;
  if (input === undefined || output === undefined || more.length > 0) return "Name one IN and one OUT.";
  if (input === "-" && from.shape === "folder") return `${values.from} is a folder of files: IN cannot be -.`;
  if (output === "-" && to.shape === "folder") return `${values.to} is a folder of files: OUT cannot be -.`;
  return null;
}

async function convert(values: Wanted, input: string, output: string): Promise<number> {
  const [from, to] = [formats[values.from], formats[values.to]];
  if (!from?.read || !to?.write) return exitCodes.wrongUse;
  const losses = createLossLog();
  const problems: Problem[] = [];
  const counts: Counts = { articles: 0, layers: 0, annotations: 0, cards: 0, ratings: 0, pairs: 0 };
  const context = {
    at: new Date(values.at).toISOString(),
    key: values.key ?? values.from,
    offsets: values.offsets,
    scheme: values.scheme,
    problem: (problem: Problem) => void problems.push(problem),
    lose: losses.add,
  };
  const files = await listInput(input, from.endings);
  const target = await openTarget(output, to.shape, values.force, losses.add);
  const progress = startProgress("Converting", "articles");
  try {
    const read = from.readAll ?? from.read;
    const columns = await columnsIn(values, input, files, context);
    const entries = countEach(read(files, context), counts, context.problem, progress.show);
    for await (const piece of to.write(entries, { ...context, columns })) await target.write(piece);
    progress.end();
    const isEmpty = files.length === 0 || (counts.articles === 0 && problems.length > 0);
    const isRefused = isEmpty || (values.strict && problems.length > 0);
    if (isRefused) await target.drop();
    else await target.keep();
    await tell(values, { counts, problems, losses: losses.list(), files });
    return isRefused ? exitCodes.failed : exitCodes.done;
  } catch (error) {
    progress.end();
    await target.drop();
    throw error;
  }
}

/** Tables, which begin with the names of their columns. */
const tables: readonly string[] = ["csv", "huggingface"];

/**
 * The columns that attributes of a project's own get in a table. Only the complete format says what they are, layer by
 * layer, so that it is read once before; standard input is not, and keeps them in JSON alone.
 */
async function columnsIn(
  { from, to }: Wanted,
  input: string,
  files: readonly InputFile[],
  context: ReadContext,
): Promise<AttributeColumn[]> {
  const { read } = formats[from];
  if (from !== "jsonl" || !tables.includes(to) || input === "-" || !read) return [];
  const quiet = { ...context, problem: () => undefined, lose: () => undefined };
  const definitions = new Map<string, readonly AttributeDefinition[]>();
  for await (const { layers } of read(files, quiet))
    for (const { attributeVersion, origin } of layers)
      for (const version of [attributeVersion, origin?.attributeVersion])
        if (version) definitions.set(version.id, version.definitions);
  return columnsOf([...definitions.values()].flat());
}

type Counts = {
  articles: number;
  layers: number;
  annotations: number;
  cards: number;
  ratings: number;
  pairs: number;
};

/** What is right, counted; an article that contradicts itself is told and left out. */
async function* countEach(
  entries: AsyncIterable<DatasetEntry>,
  counts: Counts,
  complain: (problem: Problem) => void,
  show: (done: number) => void,
): AsyncGenerator<DatasetEntry> {
  for await (const record of entries) {
    if (isItem(record)) {
      counts[`${record.item}s` as const] += 1;
      yield record;
      continue;
    }
    const problem = checkRecord(record);
    if (problem) {
      complain({
        file: record.article.title,
        line: null,
        message: `The article contradicts itself: ${problem}.`,
      });
      continue;
    }
    counts.articles += 1;
    counts.layers += record.layers.length;
    for (const layer of record.layers) counts.annotations += layer.annotations.length;
    show(counts.articles);
    yield record;
  }
}

type Told = {
  counts: Counts;
  problems: Problem[];
  losses: ReturnType<ReturnType<typeof createLossLog>["list"]>;
  files: InputFile[];
};

async function tell(values: Wanted, { counts, problems, losses, files }: Told): Promise<void> {
  const { from, to } = values;
  if (files.length === 0 || counts.articles === 0) console.error("There is no article in the input.");
  for (const { file, line, message } of problems.slice(0, MOST_NAMED))
    console.error(`${file}${line === null ? "" : `:${line}`}: ${message}`);
  if (problems.length > MOST_NAMED) console.error(`… and ${problems.length - MOST_NAMED} more broken parts.`);
  printLosses(losses);
  const { articles, layers, annotations, cards, ratings, pairs } = counts;
  const beside =
    cards + ratings + pairs > 0
      ? `, ${counted(cards, "claim card")}, ${counted(ratings, "rating")}, ${counted(pairs, "judged pair")}`
      : "";
  const said = `${counted(articles, "article")}, ${counted(layers, "layer")}, ${counted(annotations, "mark")}${beside} from ${from} to ${to}`;
  console.error(`${said}; ${counted(problems.length, "broken part")}.`);
  if (values.report === undefined) return;
  const report = { from, to, ...counts, carries: [...carries[to]], problems, losses };
  await writeFile(fromHere(values.report), `${JSON.stringify(report, null, 2)}\n`);
}
