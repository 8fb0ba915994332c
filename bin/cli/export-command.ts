import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { parseArgs } from "node:util";
import { z } from "zod";
import { counted } from "@/lib/counted";
import { closeDb } from "@/lib/db";
import { exportItems, type ItemChoice } from "@/lib/exports/dataset-items";
import { previewExport, startExport } from "@/lib/exports/queries";
import { type ExportFilter, exportFilter } from "@/lib/exports/schema";
import { formatNames } from "@/lib/formats/carries";
import { tagSchemes } from "@/lib/formats/conversion";
import { formats } from "@/lib/formats/formats";
import type { Inexact } from "@/lib/formats/raw-offsets";
import type { Actor } from "@/lib/policy";
import { findActor } from "@/lib/users/find-actor";
import {
  exitCodeLines,
  exitCodes,
  inLines,
  readValues,
  readWords,
  runCommand,
  unseenProject,
  wrongUse,
} from "./command";
import { exportInFormat } from "./export-format";
import { startProgress } from "./progress";

const help = `Usage: node bin/sourcebench.mjs export --project P [-o FILE] [OPTIONS]

Writes the project with the address P (the last part of /projects/P) as JSON Lines, an article a
line (or in another format), with all that was made on it: layers, marks, links, review.
docs/formats/jsonl.md names every key; "import" reads the file again. People are pseudonyms, others
in every export. Whoever still annotates an article gets only their own layer of it, and whoever
exports others' layers has looked at them and is not given those articles to annotate.

  --project P      the project's address
  -o, --output F   the file to write; - (the default) is standard output
  --format F       ${inLines(`jsonl (the default), or ${formatNames.filter((name) => name !== "jsonl" && formats[name].write).join(", ")}; what it cannot carry is counted and named on standard error`, 19)}
  --scheme S       conll: iob2 (the default), iob1 or bioes
  --licence L      huggingface: the licence on the dataset card, as the Hub names it
  --force          with --format: write over what is there
  --state S        only articles in this state: open, review, reviewing, done; may be repeated
  --layer K        layers to take: adjudicated, person, shared, imported, gold, surplus; may be
                   repeated; adjudicated and person unless given
  --unfinished     also layers that are open or returned
  --since DAY      articles that came in on this day (UTC, 2026-05-31) or later
  --until DAY      articles that came in on this day or earlier
  --offsets KIND   stored (the default: offsets in the text as annotated) or raw (the original's)
  --raw-bytes      with the imported bytes, in base64
  --cards          with the claim cards: mentions, origins, judgements, evidence
  --ratings        with ratings of the sources that the articles use; persons are left out
  --person-ratings with ratings of persons too
  --as EMAIL       who exports; the oldest site administrator unless given

  node bin/sourcebench.mjs export --project brannik-dam -o brannik-dam.jsonl
  node bin/sourcebench.mjs export --project brannik-dam --format huggingface -o brannik-dam/
  node bin/sourcebench.mjs export --project brannik-dam --state done --layer adjudicated | wc -l

${exitCodeLines("all is written", "something was refused or could not be written")}`;

const options = {
  project: { type: "string" },
  output: { type: "string", short: "o", default: "-" },
  state: { type: "string", multiple: true },
  layer: { type: "string", multiple: true },
  unfinished: { type: "boolean", default: false },
  since: { type: "string" },
  until: { type: "string" },
  offsets: { type: "string" },
  "raw-bytes": { type: "boolean", default: false },
  format: { type: "string", default: "jsonl" },
  scheme: { type: "string", default: "iob2" },
  licence: { type: "string" },
  force: { type: "boolean", default: false },
  cards: { type: "boolean", default: false },
  ratings: { type: "boolean", default: false },
  "person-ratings": { type: "boolean", default: false },
  as: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const inFormat = z.object({ format: z.enum(formatNames), scheme: z.enum(tagSchemes) });

/** The most spans that are named one by one where raw offsets cannot say them. */
const MOST_NAMED = 20;

type Request = {
  slug: string;
  output: string;
  filter: ExportFilter;
  items: ItemChoice;
};

async function run(words: string[]): Promise<number> {
  const { values } = readWords({ args: words, options });
  if (!values.project) throw wrongUse("Name the project: --project P.");
  const filter = readFilter(values);
  const { format, scheme } = readValues(inFormat, values);
  const actor = await findActor(values.as);
  const request: Request = {
    slug: values.project,
    output: values.output,
    filter,
    items: {
      cards: values.cards,
      ratings: values.ratings || values["person-ratings"],
      personRatings: values["person-ratings"],
    },
  };
  if (format !== "jsonl")
    return exportInFormat(actor, {
      ...request,
      ...{ format, scheme, licence: values.licence, isForced: values.force },
    });
  return write(actor, request);
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

function readFilter(values: Values): ExportFilter {
  const parsed = exportFilter.safeParse({
    states: values.state,
    layers: values.layer,
    unfinished: values.unfinished,
    since: values.since,
    until: values.until,
    offsets: values.offsets,
    rawBytes: values["raw-bytes"],
  });
  if (parsed.success) return parsed.data;
  const names: Record<string, string> = { states: "state", layers: "layer", rawBytes: "raw-bytes" };
  const wrong = parsed.error.issues.map(({ path: [name = ""], message }) => {
    return `--${names[String(name)] ?? String(name)}: ${message}`;
  });
  throw wrongUse(wrong.join("\n"));
}

async function write(actor: Actor, { slug, output, filter, items }: Request): Promise<number> {
  const { articles } = await previewExport(actor, slug, filter);
  const progress = startProgress("Exporting", "articles");
  const report = makeReport();
  const exported = await startExport(actor, slug, filter, {
    onProgress: (counts) => progress.show(counts.articles, articles),
    onInexact: report.add,
    items: (key) => exportItems(actor, slug, key, items),
  });
  try {
    if (output === "-") await pipeline(exported.lines, process.stdout, { end: false });
    else await writeFile(output, exported.lines);
  } finally {
    progress.end();
  }
  report.end();
  const { counts } = exported;
  const size = `${counted(counts.articles, "article")}, ${counted(counts.layers, "layer")}, ${counted(counts.annotations, "mark")}`;
  console.error(`Exported ${size} from ${slug}${output === "-" ? "" : ` to ${output}`}.`);
  return exitCodes.done;
}

/** Under another name until it is whole, so that half a file is never taken for the export. */
async function writeFile(output: string, lines: AsyncIterable<string>): Promise<void> {
  const file = path.resolve(process.env.SOURCEBENCH_CWD ?? process.cwd(), output);
  const draft = `${file}.part`;
  try {
    await pipeline(lines, createWriteStream(draft));
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Names spans that raw offsets cannot say exactly, the first of them one by one. */
function makeReport(): { add: (inexact: Inexact) => void; end: () => void } {
  let count = 0;
  return {
    add({ article, annotation, start, end }) {
      count += 1;
      if (count <= MOST_NAMED)
        console.error(`Not exact in raw offsets: ${start}–${end} of mark ${annotation}, article ${article}.`);
    },
    end() {
      if (count > MOST_NAMED) console.error(`… and ${count - MOST_NAMED} more spans that are not exact.`);
    },
  };
}

/** Runs `sourcebench export` with its words and answers the exit code; what people can act on is said in a sentence. */
export function exportCommand(words: string[]): Promise<number> {
  return runCommand({ help, run, unseen: unseenProject, close: closeDb }, words);
}
