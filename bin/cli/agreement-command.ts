import { readFile } from "node:fs/promises";
import path from "node:path";
import { text as readStream } from "node:stream/consumers";
import { z } from "zod";
import { computeVectors } from "@/lib/agreement/vectors";
import { closeDb } from "@/lib/db";
import { badInput } from "@/lib/errors";
import { reportAgreement } from "@/lib/review/agreement-report";
import { findActor } from "@/lib/users/find-actor";
import {
  exitCodeLines,
  exitCodes,
  readValues,
  readWords,
  runCommand,
  systemSentence,
  unseenProject,
  wrongUse,
} from "./command";
import { startProgress } from "./progress";

const help = `Usage: node bin/sourcebench.mjs agreement --project P [--as EMAIL] [--seed N]
       node bin/sourcebench.mjs agreement --vectors FILE.json

--project says how far people agree who annotated the same articles of the project with the address
P (the last part of /projects/P): one JSON line for each two of them and each kind of mark, over all
articles that everybody wanted has handed in, on submitted layers, and on the story alone
(boilerplate is left out). Articles of which the account may not see others' work are left out.

  first, second, articles, kind
  spans       F1 of equal marks and of marks that overlap by half, with intervals over articles
  labelled    the same for marks that must also agree in what they are called
  unitizing   u, binary (|u), cu and byValue ((k)u), Krippendorff's alpha for unitizing
  gamma       Mathet's gamma, exact or between bounds
  values      for each attribute of marks that overlap by half: alpha, Cohen's kappa, Scott's pi, AC1
  triples     attributions: source, cue, content and all three as F1, equal and by half
  links       attributions: links to claims as F1, with and without what they say
  clusters    duplicates: F1 over pairs of passages and B3

A measure without a value says why: { "value": null, "undefinedBecause": "…" }.

--vectors computes worked examples without a database and prints one JSON line a vector, in the
file's order: { "id": …, "computed": { key: number or null } } with the keys of its "expected"
(values by key, or a list of keys); null where the measure is undefined or does not know the key.
The file is { "vectors": [{ "id", "measure", "data", "expected" }] }, or their list alone:

  measure                   data                                   keys
  krippendorff-alpha        units (null is missing)                nominal ordinal interval ratio Do De
  two-rater-coefficients    table, or units                        cohen scott ac alpha pa pe
  multi-rater-coefficients  units                                  fleiss ac alpha pa pe
  multi-rater-from-counts   counts (units x categories)            the same
  u-alpha                   length, coders [[start, end, value]]   u binary cu
  gamma                     continuum [[who, start, end, category]],  observedDisorder
                            params { alpha, beta, deltaEmpty }     expectedDisorder gamma (seed 1)

Coefficients take _ordinal, _linear and _quadratic for weights.

  --project P      the project's address
  --as EMAIL       who asks; the oldest site administrator unless given
  --seed N         of the intervals and of gamma's samples; 1 unless given
  --vectors FILE   worked examples; - is standard input

  node bin/sourcebench.mjs agreement --project brannik-dam | jq -c '[.first, .second, .kind, .spans]'
  node bin/sourcebench.mjs agreement --vectors vectors.json

${exitCodeLines("all is computed", "something was refused, or a vector could not be read (it says which)")}`;

const options = {
  project: { type: "string" },
  as: { type: "string" },
  seed: { type: "string", default: "1" },
  vectors: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const wanted = z.object({
  project: z.string().min(1).optional(),
  as: z.string().optional(),
  seed: z.coerce.number().int().min(0).max(4_294_967_295),
  vectors: z.string().min(1).optional(),
});

async function run(words: string[]): Promise<number> {
  const { project, as, seed, vectors } = readValues(wanted, readWords({ args: words, options }).values);
  if ((project === undefined) === (vectors === undefined)) throw wrongUse("Name --project or --vectors.");
  return vectors === undefined ? printProject(project ?? "", as, seed) : printVectors(vectors);
}

/** Runs `sourcebench agreement` with its words and answers the exit code; a refusal is a sentence on standard error. */
export function agreementCommand(words: string[]): Promise<number> {
  return runCommand({ help, run, unseen: unseenProject, close: closeDb }, words);
}

async function printVectors(file: string): Promise<number> {
  let isWhole = true;
  for await (const { id, computed, problem } of computeVectors(await readInput(file))) {
    console.log(JSON.stringify({ id, computed }));
    if (problem === null) continue;
    console.error(`${id}: ${problem}`);
    isWhole = false;
  }
  return isWhole ? exitCodes.done : exitCodes.failed;
}

async function printProject(slug: string, email: string | undefined, seed: number): Promise<number> {
  const actor = await findActor(email);
  const progress = startProgress("Comparing", "articles");
  try {
    const report = reportAgreement(actor, slug, { seed, onProgress: progress.show });
    for await (const line of report) console.log(JSON.stringify(line));
  } finally {
    progress.end();
  }
  return exitCodes.done;
}

async function readInput(file: string): Promise<string> {
  if (file === "-") return readStream(process.stdin);
  try {
    return await readFile(path.resolve(process.env.SOURCEBENCH_CWD ?? process.cwd(), file), "utf8");
  } catch (error) {
    throw badInput("unreadable-file", systemSentence(error) ?? "The file cannot be read.");
  }
}
