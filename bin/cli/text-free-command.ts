import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { counted } from "@/lib/counted";
import { badInput } from "@/lib/errors";
import { readEntries } from "@/lib/formats/sourcebench-jsonl";
import { writeTextFree } from "@/lib/text-free/file";
import { type TextFreeSummary, textFreeLimits } from "@/lib/text-free/schema";
import { exitCodeLines, exitCodes, readWords, runCommand, wrongUse } from "./command";
import { fileTarget, fromHere, streamTarget } from "./convert-files";
import { startProgress } from "./progress";

const help = `Usage: node bin/sourcebench.mjs text-free FILE.jsonl [-o OUT] [OPTIONS]

Writes the text-free variant of a complete export (docs/formats/text-free.md): offsets, addresses,
SHA-256 of every text and quote, and quotes within a limit over all fields. "rehydrate" puts the
texts back from other copies. Needs no database.

  -o, --output OUT   the file to write; - (the default) is standard output
  --share PERCENT    how much of an article's characters may be shown; 10 unless given
  --quote N          the longest quote that may be shown, in characters; 200 unless given
  --coverage FILE    writes what is shown, over all, as JSON too
  --force            write over what is there

  node bin/sourcebench.mjs text-free brannik.jsonl -o brannik-text-free.jsonl
  node bin/sourcebench.mjs text-free brannik.jsonl --share 0 | head -1

${exitCodeLines("all is written", "a line is not right, or something cannot be written")}`;

const options = {
  output: { type: "string", short: "o", default: "-" },
  share: { type: "string", default: "10" },
  quote: { type: "string", default: "200" },
  coverage: { type: "string" },
  force: { type: "boolean", default: false },
  help: { type: "boolean", short: "h" },
} as const;

/** Runs `sourcebench text-free` with its words and answers the exit code. */
export function textFreeCommand(words: string[]): Promise<number> {
  return runCommand({ help, run }, words);
}

async function run(words: string[]): Promise<number> {
  const { values, positionals } = readWords({ args: words, allowPositionals: true, options });
  const [input, ...more] = positionals;
  const limits = textFreeLimits.safeParse({ share: Number(values.share) / 100, quote: Number(values.quote) });
  if (input === undefined || more.length > 0) throw wrongUse("Name one FILE.");
  if (input === "-") throw wrongUse("The file is read twice: it cannot be -.");
  if (!limits.success)
    throw wrongUse("--share is a number from 0 to 100, --quote a whole number from 0 to 10000.");
  const target =
    values.output === "-" ? streamTarget(() => {}) : await fileTarget(values.output, values.force);
  const progress = startProgress("Writing", "lines");
  const summaries: TextFreeSummary[] = [];
  try {
    let done = 0;
    const entries = () => entriesOf(fromHere(input));
    for await (const { line } of writeTextFree(entries, limits.data, (made) => summaries.push(made))) {
      await target.write({ path: "", text: line });
      done += 1;
      progress.show(done);
    }
    await target.keep();
  } catch (error) {
    await target.drop();
    throw error;
  } finally {
    progress.end();
  }
  for (const summary of summaries) await tell(summary, values.coverage);
  return exitCodes.done;
}

async function* entriesOf(file: string) {
  for await (const entry of readEntries(createReadStream(file))) {
    if ("problem" in entry) throw badInput("bad-line", `Line ${entry.line}: ${entry.problem}.`);
    yield "item" in entry ? entry.item : entry.record;
  }
}

async function tell(summary: TextFreeSummary, file: string | undefined): Promise<void> {
  const { articles, characters, shown, largestShare, articlesWithheld, quotes, quotesWithheld } = summary;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  console.error(
    `${counted(articles, "article")}: ${shown} of ${characters} characters are shown (${percent(shown / Math.max(1, characters))}, at most ` +
      `${percent(largestShare)} of one); ${quotes} quotes stay, ${quotesWithheld} do not; of ${articlesWithheld} articles something is withheld.`,
  );
  if (summary.lost > 0) console.error(`${summary.lost} quotes of twins cannot be given back by any text.`);
  if (file !== undefined) await writeFile(fromHere(file), `${JSON.stringify(summary, null, 2)}\n`);
}
