import { parseArgs } from "node:util";
import { closeDb } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { findActor } from "@/lib/users/find-actor";
import { importArticles } from "./import-articles";
import { importDatasets, splitDatasets } from "./import-dataset";

const help = `Usage: node bin/sourcebench.mjs import --project P [--skip-bad] [--as EMAIL] FOLDER|FILE …

Puts articles into the project with the address P (the last part of /projects/P). Reads .txt and
.html (an article a file), .jsonl (an article a line) and .csv (an article a row, with a column
"text"). A file that "export" wrote is known by its first line and comes in with its layers and
marks. A folder is read with its subfolders and may hold a metadata.csv, keyed by its column
"file", with any of headline, byline, published, language, original language, url, publisher,
credit, translated and derivation. Files with other endings are passed over.

All is imported or nothing: a file or line that cannot be read stops it and is named. Texts that the
project has already are left out and named. Publishers that metadata name are registered as sources
where the register does not know them; none is ever made from a file's name.

  --project P   the project's address
  --skip-bad    leave out what cannot be read, and list line and reason
  --as EMAIL    who imports; the oldest site administrator unless given

  node bin/sourcebench.mjs import --project brannik-dam ./articles
  node bin/sourcebench.mjs import --project brannik-dam --skip-bad wire.jsonl
  node bin/sourcebench.mjs import --project brannik-dam --as manager@example.org a.txt b.html

Exit codes: 0 all is in, 1 something was refused, skipped or left out, 2 wrong use.`;

async function run(words: string[]): Promise<number> {
  const options = {
    project: { type: "string" },
    "skip-bad": { type: "boolean", default: false },
    as: { type: "string" },
    help: { type: "boolean", short: "h" },
  } as const;
  const parsed = readArguments(() => parseArgs({ args: words, allowPositionals: true, options }));
  if (parsed?.values.help) {
    console.log(help);
    return 0;
  }
  const slug = parsed?.values.project;
  if (!parsed || !slug || parsed.positionals.length === 0) {
    console.error(help);
    return 2;
  }
  const { values, positionals } = parsed;
  const actor = await findActor(values.as);
  const request = { slug, skipBad: values["skip-bad"], from: process.env.SOURCEBENCH_CWD ?? process.cwd() };
  const { datasets, others } = await splitDatasets(positionals, request.from);
  const code = await importDatasets(actor, { ...request, paths: datasets });
  return others.length > 0
    ? Math.max(code, await importArticles(actor, { ...request, paths: others }))
    : code;
}

function readArguments<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : "Wrong use."}\n`);
    return null;
  }
}

/** Runs `sourcebench import` with its words and answers the exit code; what people can act on is said in a sentence. */
export async function importCommand(words: string[]): Promise<number> {
  try {
    return await run(words);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isUnseen = error.status === 404;
    console.error(isUnseen ? "There is no such project, or this account may not see it." : error.message);
    return 1;
  } finally {
    await closeDb();
  }
}
