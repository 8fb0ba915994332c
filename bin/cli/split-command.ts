import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { counted } from "@/lib/counted";
import { badInput } from "@/lib/errors";
import type { DatasetEntry } from "@/lib/formats/conversion";
import { isItem } from "@/lib/formats/conversion";
import { readStoredEntries, writeItem, writeRecord } from "@/lib/formats/sourcebench-jsonl";
import {
  parseRatio,
  type SplitInput,
  type SplitOptions,
  type SplitResult,
  splitAllowance,
  splitOptions,
  splitSides,
  togetherKinds,
} from "@/lib/splits/schema";
import { sideOfEntry } from "@/lib/splits/sides";
import { splitRecords } from "@/lib/splits/split-records";
import { exitCodeLines, exitCodes, readWords, runCommand, wrongUse } from "./command";
import { folderTarget, fromHere } from "./convert-files";
import { startProgress } from "./progress";

const help = `Usage: node bin/sourcebench.mjs split FILE.jsonl FOLDER [OPTIONS]

Splits a complete export into FOLDER/train.jsonl, dev.jsonl and test.jsonl without a database, so that
no copy of a passage stands on two sides: equal texts, clusters of reuse, derived articles and
articles that share a run of 12 words stay together (docs/formats/splits.md). split.json says who is
where, in which group, what was wanted and came out, and every run of 12 words on two sides. Claim
cards go with their articles; those on several sides, ratings and what is left out stand in
rest.jsonl.

  --ratio R          shares of articles, train:dev:test or train:test; 80:10:10 unless given
  --seed N           draws who goes where; 1 unless given
  --by HOW           seed (the default) or time: earlier articles are train, later ones test; and what
                     else stays together: cards, stories, sources. May be repeated
  --no-join          copies that nobody linked are reported as leaks, not put on one side
  --strict           runs in boilerplate (byline, appeal and the like) count as well
  --allow FILE       JSON list of runs that may stand on two sides, each with its reason
  --leave-undated    with --by time: leave out articles without a time, instead of refusing
  --force            write over what is there

  node bin/sourcebench.mjs split brannik.jsonl splits/ --ratio 70:15:15 --seed 7
  node bin/sourcebench.mjs split brannik.jsonl splits/ --by time --by stories

${exitCodeLines("split, and nothing leaks but what is allowed", "refused, or there are leaks (the files are\nwritten, split.json names them)")}`;

const options = {
  ratio: { type: "string", default: "80:10:10" },
  seed: { type: "string", default: "1" },
  by: { type: "string", multiple: true },
  "no-join": { type: "boolean", default: false },
  strict: { type: "boolean", default: false },
  allow: { type: "string" },
  "leave-undated": { type: "boolean", default: false },
  force: { type: "boolean", default: false },
  help: { type: "boolean", short: "h" },
} as const;

const ways = z.array(z.enum(["seed", "time", ...togetherKinds]));

/** Runs `sourcebench split` with its words and answers the exit code. */
export function splitCommand(words: string[]): Promise<number> {
  return runCommand({ help, run }, words);
}

async function run(words: string[]): Promise<number> {
  const { values, positionals } = readWords({ args: words, allowPositionals: true, options });
  const [input, output, ...more] = positionals;
  if (input === undefined || output === undefined || more.length > 0)
    throw wrongUse("Name one FILE and one FOLDER.");
  if (input === "-") throw wrongUse("The file is read twice: it cannot be -.");
  const ratio = parseRatio(values.ratio);
  if (!ratio) throw wrongUse("--ratio is two or three shares, such as 80:10:10, two of them above 0.");
  const by = ways.safeParse((values.by ?? []).flatMap((one) => one.split(",")));
  if (!by.success) throw wrongUse("--by takes seed, time, cards, stories and sources.");
  const wanted: SplitInput = {
    seed: Number(values.seed),
    ratio,
    by: by.data.includes("time") ? "time" : "seed",
    together: togetherKinds.filter((kind) => by.data.includes(kind)),
    undated: values["leave-undated"] ? "leave-out" : "refuse",
    joinShared: !values["no-join"],
    allowBoilerplate: !values.strict,
  };
  if (!splitOptions.safeParse(wanted).success)
    throw wrongUse("--seed is a whole number from 0 to 4294967295.");
  return split(input, output, wanted, values);
}

async function split(
  input: string,
  output: string,
  wanted: SplitInput,
  values: { allow?: string | undefined; force: boolean },
): Promise<number> {
  const settings = splitOptions.parse({ ...wanted, allow: await readAllowed(values.allow) });
  const entries = () => readStoredEntries(createReadStream(fromHere(input)));
  const progress = startProgress("Reading", "lines");
  const result = await splitRecords(entries, settings, progress.show).finally(progress.end);
  const target = await folderTarget(output, values.force);
  try {
    const sides = new Map(result.articles.map(({ article, side }) => [article, side]));
    // A file at a time, since they are written one after another.
    for (const side of [...splitSides, null])
      for await (const entry of entries())
        if (sideOfEntry(entry, sides) === side)
          await target.write({ path: `${side ?? "rest"}.jsonl`, text: lineOf(entry) });
    await target.write({ path: "split.json", text: `${JSON.stringify(result, null, 2)}\n` });
    await target.keep();
  } catch (error) {
    await target.drop();
    throw error;
  }
  tell(result, settings);
  return result.leaks.isClean ? exitCodes.done : exitCodes.failed;
}

function lineOf(entry: DatasetEntry): string {
  return isItem(entry) ? writeItem(entry) : writeRecord(entry);
}

async function readAllowed(name: string | undefined): Promise<SplitOptions["allow"]> {
  if (name === undefined) return [];
  let value: unknown;
  try {
    value = JSON.parse(await readFile(fromHere(name), "utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw badInput("bad-allow-list", `${name} is not JSON.`);
  }
  const parsed = z.array(splitAllowance).safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badInput("bad-allow-list", `${name}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}

function tell({ groups, balance, cuts, leaks, leftOut }: SplitResult, settings: SplitOptions): void {
  const [articles] = balance;
  const cell = (text: string | number) => String(text).padStart(9);
  console.error(
    `${counted(articles?.total ?? 0, "article")} in ${counted(groups.all, "independent group")}, the largest of ${groups.largest}.`,
  );
  console.error(`${"".padEnd(24)}${splitSides.map(cell).join("")}   wanted`);
  console.error(`${"groups".padEnd(24)}${splitSides.map((side) => cell(groups.sides[side])).join("")}`);
  for (const { what, name, got, wanted } of balance.slice(0, 16)) {
    const label = what === "articles" ? what : name || "no publisher";
    const goal = splitSides.map((side) => wanted[side]).join(" / ");
    console.error(
      `${label.slice(0, 23).padEnd(24)}${splitSides.map((side) => cell(got[side])).join("")}   ${goal}`,
    );
  }
  if (balance.length > 16) console.error(`… ${balance.length - 16} more rows in split.json`);
  for (const { side, from } of cuts) console.error(`${side} begins ${from}.`);
  if (leftOut.length > 0)
    console.error(`Left out ${counted(leftOut.length, "article")}: ${leftOut[0]?.why}.`);
  const { leakCount, allowedCount, runsCompared } = leaks;
  const compared = `${runsCompared} runs of 12 words compared`;
  console.error(`${compared}: ${leakCount} stand on two sides, ${allowedCount} more are allowed.`);
  if (leakCount > 0 && !settings.joinShared)
    console.error("Leave out --no-join to put such articles on one side, or allow formulas with --allow.");
}
