import { z } from "zod";
import { datasetFormats } from "@/lib/dataset-imports/schema";
import { closeDb } from "@/lib/db";
import { producerInput } from "@/lib/suggestions/schema";
import { findActor } from "@/lib/users/find-actor";
import { exitCodeLines, readValues, readWords, runCommand, unseenProject, wrongUse } from "./command";
import { importArticles } from "./import-articles";
import { importDatasets, splitDatasets } from "./import-dataset";
import { importPredictions } from "./import-predictions";
import { undoImport } from "./import-undo";
import { importFromWeb } from "./import-web";

const help = `Usage: node bin/sourcebench.mjs import --project P [OPTIONS] FOLDER|FILE …
       node bin/sourcebench.mjs import --project P --url ADDRESS [--url ADDRESS …]
       node bin/sourcebench.mjs import --project P --feed ADDRESS
       node bin/sourcebench.mjs import --project P --undo BATCH
       node bin/sourcebench.mjs import --project P --as-predictions --producer N --version V FILE …

Puts articles into the project with the address P (the last part of /projects/P). Reads .txt and
.html (an article a file), .jsonl (an article a line) and .csv (an article a row, with a column
"text"). A folder is read with its subfolders and may hold a metadata.csv, keyed by its column
"file", with any of headline, byline, published, language, original language, url, publisher,
credit, translated and derivation. Files with other endings are passed over.

A file, folder or .zip of annotated articles is known by its contents, or by --format:
${datasetFormats.join(", ")}.
It comes in with the layers, marks and links of everybody in it, under placeholder names. What
"export" wrote comes back whole. csv-ratings is a table of ratings of sources, which come in as
somebody else's and never as ratings of ours.

All is imported or nothing: a file or line that cannot be read stops it and is named. Texts that the
project has already are left out and named; for annotated ones --present says what becomes of their
layers. A text that was withdrawn for good, and another text of an article's address, are left out
and named too, unless --again takes them in. Publishers that metadata name are registered as sources
where the register does not know them; none is ever made from a file's name.

--url fetches a page, --feed those of an RSS or Atom feed that the project lacks: public addresses
alone (FETCH_PRIVATE_HOSTS names exceptions), and only what a site's robots.txt allows.

--as-predictions stores the marks of annotated articles as what a program suggests for texts that the
project has: nobody's work until an annotator accepts them. No article and no layer is made.
--dry-run, --map and --leave-unknown hold for it, too.

  --project P         the project's address
  --dry-run           only say what annotated articles would bring: counts, unknown labels, spans
                      whose quote does not match, broken places by file and line, encoding, people
  --format F          the format of annotated articles, where it is not sure
  --map LABEL=MEANING what an unknown label means (several times); remembered for the next import:
                      claim, duplicate, attribution:source, attribution:cue, attribution:content,
                      leave-out, or with a value: claim/kind=assessment, …
  --leave-unknown     leave out the spans of labels that have no meaning
  --present WHAT      layers of articles that are here already: attach or skip
  --skip-bad          leave out what cannot be read, and list line and reason
  --again             import what is left out else: a text that was withdrawn for good, or another
                      text of an article's address, as an article of its own
  --undo BATCH        undo an import as one, by its batch ID; refused where work rests on it
  --producer N        with --as-predictions: the program that suggests
  --version V         with --as-predictions: its version
  --as EMAIL          who imports; the oldest site administrator unless given

  node bin/sourcebench.mjs import --project brannik-dam ./articles
  node bin/sourcebench.mjs import --project brannik-dam --dry-run corpus.zip
  node bin/sourcebench.mjs import --project brannik-dam --map PER=attribution:source news.conll
  node bin/sourcebench.mjs import --project brannik-dam --present attach export.jsonl
  node bin/sourcebench.mjs import --project brannik-dam --as-predictions --producer spotter --version 1.4 out.json
  node bin/sourcebench.mjs import --project brannik-dam --feed https://example.org/feed.xml

${exitCodeLines("all is in", "something was refused, skipped or left out")}`;

const wanted = z.object({
  project: z.string().min(1),
  "skip-bad": z.boolean(),
  again: z.boolean(),
  "dry-run": z.boolean(),
  "leave-unknown": z.boolean(),
  format: z.enum(datasetFormats).nullable().default(null),
  present: z.enum(["attach", "skip"]).nullable().default(null),
  map: z.array(z.string()).default([]),
  undo: z.string().optional(),
  url: z.array(z.string()).default([]),
  feed: z.string().optional(),
  "as-predictions": z.boolean(),
  producer: z.string().optional(),
  version: z.string().optional(),
  as: z.string().optional(),
});

async function run(words: string[]): Promise<number> {
  const options = {
    project: { type: "string" },
    "skip-bad": { type: "boolean", default: false },
    again: { type: "boolean", default: false },
    "dry-run": { type: "boolean", default: false },
    "leave-unknown": { type: "boolean", default: false },
    format: { type: "string" },
    present: { type: "string" },
    map: { type: "string", multiple: true },
    undo: { type: "string" },
    url: { type: "string", multiple: true },
    feed: { type: "string" },
    "as-predictions": { type: "boolean", default: false },
    producer: { type: "string" },
    version: { type: "string" },
    as: { type: "string" },
    help: { type: "boolean", short: "h" },
  } as const;
  const { values: given, positionals: paths } = readWords({ args: words, allowPositionals: true, options });
  const values = readValues(wanted, given);
  const { url: urls, feed } = values;
  const ways = [paths.length > 0, values.undo !== undefined, urls.length > 0, feed !== undefined];
  if (ways.filter(Boolean).length !== 1)
    throw wrongUse(
      "Name files or folders, addresses with --url, a feed with --feed, or a batch with --undo.",
    );
  const { project: slug, undo, format, present, map, "skip-bad": skipBad, again } = values;
  const actor = await findActor(values.as);
  if (undo !== undefined) return undoImport(actor, slug, undo);
  if (paths.length === 0) return importFromWeb(actor, { slug, urls, feed, again });
  const from = process.env.SOURCEBENCH_CWD ?? process.cwd();
  if (values["as-predictions"]) {
    const { producer, version } = values;
    const named = producerInput.safeParse({ producer, version });
    if (!named.success) throw wrongUse("Name who suggests with --producer and --version.");
    return importPredictions(actor, paths, {
      ...{ slug, from, format, skipBad, map, isDryRun: values["dry-run"], ...named.data },
      leavesUnknown: values["leave-unknown"],
    });
  }
  const { datasets, others } = format ? { datasets: paths, others: [] } : await splitDatasets(paths, from);
  if (values["dry-run"] && others.length > 0)
    throw wrongUse(
      `${others.join(", ")}: only annotated articles have a dry run. Plain ones are checked on the import page.`,
    );
  const code = await importDatasets(actor, datasets, {
    ...{ slug, skipBad, from, format, present, map, again },
    isDryRun: values["dry-run"],
    leavesUnknown: values["leave-unknown"],
  });
  return others.length > 0
    ? Math.max(code, await importArticles(actor, { slug, skipBad, again, from, paths: others }))
    : code;
}

/** Runs `sourcebench import` with its words and answers the exit code; what people can act on is said in a sentence. */
export function importCommand(words: string[]): Promise<number> {
  return runCommand({ help, run, unseen: unseenProject, close: closeDb }, words);
}
