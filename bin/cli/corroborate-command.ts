import { readFile } from "node:fs/promises";
import path from "node:path";
import { text as readStream } from "node:stream/consumers";
import { corroborateFile } from "@/lib/corroboration/read-file";
import { AppError, badInput } from "@/lib/errors";
import { exitCodeLines, exitCodes, readWords, runCommand, systemSentence, wrongUse } from "./command";

const help = `Usage: node bin/sourcebench.mjs corroborate FILE.json
       node bin/sourcebench.mjs corroborate - < FILE.json

Says of every claim in the file how many independent origins stand behind it, as a range low-high,
and how it got there. No database is needed. Prints one JSON line a claim, in the file's order:

  id, mentions (raw), articles, clusters (after collapsing reuse), unnamed (mentions that lead to
  nobody with a name), roots, low, high, unexaminedPairs, denials, assessments,
  suggestedCredibility (1, 2, 3, 6 or null), why, steps (clusters, chains, roots, merges, values)

The file (keys may be left out, which means none; own reporting is an attribution whose root is the
outlet; an attribution whose root is null was said by somebody without a name):

  { "roots": [{ "id": "mayor", "name": "The mayor of Velm", "kind": "person" },
              { "id": "post", "name": "Velm Post", "kind": "outlet" }],
    "attributions": [{ "id": "said", "root": "mayor", "nestedIn": null, "restsOn": [] },
      { "id": "counted", "root": "post", "restsOn": [{ "root": "mayor", "type": "analyses" }] }],
    "dependencies": [{ "a": "mayor", "b": "post", "level": "possible", "why": "shared lists" }],
    "claims": [{ "id": "flood", "statement": "40 houses were flooded", "card": "content",
      "mentions": [{ "id": "m1", "article": "a1", "attribution": "said", "stance": "asserts",
          "kind": "factual", "quantity": { "value": 40, "qualifier": "about", "unit": "houses" } },
        { "id": "m2", "article": "a2", "attribution": "counted" }],
      "reuse": [] }] }

  restsOn.type    relays (the walk goes on) or analyses (this source is the root); each names an
                  "attribution" or a "root", null where it has no name
  level           known, possible or independent
  card            content or speech-act
  stance, kind    asserts, denies, questions; factual, assessment, prediction
  reuse           { "a": mention, "b": mention, "original": mention or null }
  quantity        value or min and max; qualifier (exact, about, at-least, more-than, at-most,
                  range, vague); counted, unit, asOf, period

  node bin/sourcebench.mjs corroborate claims.json
  node bin/sourcebench.mjs corroborate claims.json | jq -r '"\\(.id): \\(.low)-\\(.high)"'

A refusal is one JSON line on standard error, { "error": { "code", "message", "details" } }, and
nothing is printed. Codes: unreadable-file, not-json, invalid-input, duplicate-id,
unknown-reference, self-dependency, wrong-original, attribution-cycle (with the ids of the circle).

${exitCodeLines("all is computed", "the file was refused")}`;

/** Runs `sourcebench corroborate` with its words and answers the exit code; a refusal is one JSON line on standard error. */
export function corroborateCommand(words: string[]): Promise<number> {
  return runCommand({ help, run }, words);
}

async function run(words: string[]): Promise<number> {
  const options = { help: { type: "boolean", short: "h" } } as const;
  const { positionals } = readWords({ args: words, allowPositionals: true, options });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw wrongUse("Name one file, or - for standard input.");
  try {
    const results = corroborateFile(await readInput(file));
    process.stdout.write(results.map((result) => `${JSON.stringify(result)}\n`).join(""));
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, details } = error;
    console.error(JSON.stringify({ error: { code, message, details } }));
    return code === "unreadable-file" ? exitCodes.notFound : exitCodes.failed;
  }
}

async function readInput(file: string): Promise<string> {
  if (file === "-") return readStream(process.stdin);
  try {
    return await readFile(path.resolve(process.env.SOURCEBENCH_CWD ?? process.cwd(), file), "utf8");
  } catch (error) {
    throw badInput("unreadable-file", systemSentence(error) ?? "The file cannot be read.");
  }
}
