import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { counted } from "@/lib/counted";
import { badInput } from "@/lib/errors";
import type { InputFile } from "@/lib/formats/conversion";
import { readJsonLines } from "@/lib/formats/json-lines";
import { type NotRestored, restoreLine } from "@/lib/text-free/restore";
import { type TextFreeItem, type TextFreeRecord, textFreeItem, textFreeRecord } from "@/lib/text-free/schema";
import { exitCodeLines, exitCodes, readWords, runCommand, wrongUse } from "./command";
import { fileTarget, fromHere, listInput, streamTarget } from "./convert-files";
import { startProgress } from "./progress";
import { bytesName, calledName, gatherTexts, readingContext, textName, type Wanted } from "./rehydrate-texts";
import { openTextStore, type TextStore } from "./text-store";

const help = `Usage: node bin/sourcebench.mjs rehydrate FILE --texts FOLDER|FILE … [-o OUT] [OPTIONS]

Puts the texts back into a text-free file (docs/formats/text-free.md) from your own copies, without a
database, and verifies every hash, every quote and every line: what is written is the complete
export, bit for bit.

Copies are .txt, .html, .jsonl (a line an article, with "text"; a complete export too) and .csv, in
a folder with its subfolders or one by one. A copy is found by the hash of its text, as it is or in
Unicode NFC with \\n, whatever it is called. Where none fits, one that is called by the article's or
version's id or address (ID.txt, "id", "article" or "url") is compared and the first difference told.

  --texts PLACE      a folder or file of copies; may be repeated
  -o, --output OUT   the file to write; - (the default) is standard output
  --partial          write the articles that are back although others are not; exit code 1 still
  --report FILE      writes what is missing or differs as JSON too
  --force            write over what is there

  node bin/sourcebench.mjs rehydrate brannik-text-free.jsonl --texts ./my-copies -o brannik.jsonl
  node bin/sourcebench.mjs rehydrate brannik-text-free.jsonl --texts all.jsonl --texts ./html | wc -l

${exitCodeLines("everything is back and verified", "something is missing or differs (nothing is written\nunless --partial)")}`;

const options = {
  texts: { type: "string", multiple: true },
  output: { type: "string", short: "o", default: "-" },
  partial: { type: "boolean", default: false },
  report: { type: "string" },
  force: { type: "boolean", default: false },
  help: { type: "boolean", short: "h" },
} as const;

const idsOf = z.looseObject({
  article: z.looseObject({ id: z.string(), title: z.string().nullable(), url: z.string().nullable() }),
  articleVersion: z.looseObject({ id: z.string(), rawSha256: z.string() }),
});

/** What could not be put back of one line, and what to do. */
type Trouble = { line: number; article: string | null; title: string | null; what: string; advice: string };

/** The most troubles that are named one by one; the report names all. */
const MOST_NAMED = 20;

/** Runs `sourcebench rehydrate` with its words and answers the exit code. */
export function rehydrateCommand(words: string[]): Promise<number> {
  return runCommand({ help, run }, words);
}

async function run(words: string[]): Promise<number> {
  const { values, positionals } = readWords({ args: words, allowPositionals: true, options });
  const [input, ...more] = positionals;
  const { texts } = values;
  if (input === undefined || more.length > 0) throw wrongUse("Name one FILE.");
  if (texts === undefined || texts.length === 0) throw wrongUse("Name your copies with --texts.");
  if (input === "-" || texts.includes("-"))
    throw wrongUse("The file and the copies are read twice: they cannot be -.");
  return rehydrate(input, texts, values);
}

type Values = { output: string; partial: boolean; report?: string | undefined; force: boolean };

async function rehydrate(input: string, places: readonly string[], values: Values): Promise<number> {
  const [file] = await listInput(input, [".jsonl"]);
  if (!file) throw badInput("unreadable-file", `There is no .jsonl file in ${input}.`);
  const broken: string[] = [];
  const complain = (where: string, message: string) => void broken.push(`${where}: ${message}`);
  const release = await readWanted(file, complain);
  if (release.lines === 0)
    throw badInput(
      "not-text-free",
      `${input} holds no line of sourcebench-text-free. Is it the complete file?`,
    );
  const store = await openTextStore();
  const progress = startProgress("Rehydrating", "lines");
  const target =
    values.output === "-" ? streamTarget(() => {}) : await fileTarget(values.output, values.force);
  try {
    const unread: string[] = [];
    const files = await gatherTexts(places, release.wanted, store, (where, message) => {
      unread.push(`${where}: ${message}`);
    });
    const write = (line: string) => target.write({ path: "", text: line });
    // Standard output cannot be taken back: nothing goes there before all has been verified.
    const isVerifiedFirst = values.output === "-" && !values.partial;
    const { back, troubles } = await restoreAll(file, release, store, {
      write: isVerifiedFirst ? async () => {} : write,
      show: (done) => progress.show(done, release.lines),
    });
    const isWhole = troubles.length === 0 && broken.length === 0;
    if (isWhole && isVerifiedFirst) await restoreAll(file, release, store, { write, show: () => {} });
    progress.end();
    if (isWhole || values.partial) await target.keep();
    else await target.drop();
    await tell({ files, back, lines: release.lines, troubles, broken, unread }, values);
    return isWhole ? exitCodes.done : exitCodes.failed;
  } catch (error) {
    await target.drop();
    throw error;
  } finally {
    progress.end();
    await store.close();
  }
}

async function restoreAll(
  file: InputFile,
  { versions }: Release,
  store: TextStore,
  { write, show }: { write: (line: string) => Promise<void>; show: (done: number) => void },
): Promise<{ back: number; troubles: Trouble[] }> {
  const troubles: Trouble[] = [];
  let back = 0;
  for await (const { number, value } of readJsonLines(
    file,
    z.unknown(),
    readingContext(() => {}),
  )) {
    const free = asTextFree(value);
    if (!free) continue;
    const restored = await restore(free, versions, store);
    show(number);
    if ("trouble" in restored) troubles.push({ line: number, ...restored.trouble });
    else {
      back += 1;
      await write(restored.line);
    }
  }
  return { back, troubles };
}

function asTextFree(value: unknown): TextFreeRecord | TextFreeItem | null {
  return textFreeRecord.safeParse(value).data ?? textFreeItem.safeParse(value).data ?? null;
}

type Release = { lines: number; versions: Map<string, string>; wanted: Wanted };

async function readWanted(
  file: InputFile,
  complain: (where: string, message: string) => void,
): Promise<Release> {
  const wanted: Wanted = { texts: new Set(), bytes: new Set(), names: new Set() };
  const versions = new Map<string, string>();
  let lines = 0;
  for await (const { number, value } of readJsonLines(file, z.unknown(), readingContext(complain))) {
    const free = asTextFree(value);
    if (!free) {
      complain(`${file.path}:${number}`, "the line is not of sourcebench-text-free, version 1");
      continue;
    }
    lines += 1;
    for (const { parts } of free.withheld)
      for (const part of parts ?? [])
        if (typeof part !== "string" && "version" in part) wanted.texts.add(part.sha256);
    if (!("record" in free)) continue;
    wanted.texts.add(free.text.sha256);
    if (free.text.rawSha256 !== null) wanted.texts.add(free.text.rawSha256);
    const { article, articleVersion } = idsOf.parse(free.record);
    versions.set(articleVersion.id, free.text.sha256);
    if (free.withheld.some(({ path }) => path.join() === "articleVersion,rawBytes"))
      wanted.bytes.add(articleVersion.rawSha256);
    for (const name of [article.id, articleVersion.id, article.url]) if (name) wanted.names.add(name);
  }
  return { lines, versions, wanted };
}

async function restore(
  free: TextFreeRecord | TextFreeItem,
  versions: ReadonlyMap<string, string>,
  store: TextStore,
): Promise<{ line: string } | { trouble: Omit<Trouble, "line"> }> {
  const ids = "record" in free ? idsOf.parse(free.record) : null;
  const name = { article: ids?.article.id ?? null, title: ids?.article.title ?? null };
  const { rawSha256 } = ids?.articleVersion ?? {};
  const rawHash = "record" in free ? free.text.rawSha256 : null;
  const found = "record" in free ? await store.get(textName(free.text.sha256)) : "";
  const called = found === null ? await calledCopy(ids, store) : null;
  if (found === null && called === null)
    return { trouble: { ...name, what: "there is no copy of its text", advice: adviceFor("missing", ids) } };
  const twins = new Map<string, string | null>();
  for (const { parts } of free.withheld)
    for (const part of parts ?? []) {
      if (typeof part === "string" || !("version" in part) || twins.has(part.version)) continue;
      twins.set(part.version, await store.get(textName(versions.get(part.version) ?? part.sha256)));
    }
  const restored = restoreLine(free, {
    text: found ?? called ?? "",
    raw: rawHash === null ? null : await store.get(textName(rawHash)),
    bytes: rawSha256 === undefined ? null : await store.get(bytesName(rawSha256)),
    twin: (version) => twins.get(version) ?? null,
  });
  if ("line" in restored) return restored;
  const [first, ...others] = told(restored.problems);
  const more = others.length > 0 ? `, and ${others.length} more` : "";
  const kind = found === null ? "differs" : (first?.missing ?? "differs");
  const what =
    found === null
      ? `the copy called like it has another text: ${first?.why}${more}`
      : `${first?.why}${more}`;
  return { trouble: { ...name, what, advice: adviceFor(kind, ids) } };
}

/** What says where texts part comes before that the whole is another. */
function told(problems: readonly NotRestored[]): NotRestored[] {
  const quotes = problems.filter(({ path }) => path.at(-1) === "quote");
  return quotes.length > 0 ? quotes : [...problems];
}

async function calledCopy(ids: z.infer<typeof idsOf> | null, store: TextStore): Promise<string | null> {
  for (const name of [ids?.articleVersion.id, ids?.article.id, ids?.article.url]) {
    const copy = name ? await store.get(calledName(name)) : null;
    if (copy !== null) return copy;
  }
  return null;
}

function adviceFor(kind: string, ids: z.infer<typeof idsOf> | null): string {
  const url = ids?.article.url;
  switch (kind) {
    case "missing":
      return url ? `Fetch it from ${url} and save its text.` : "Ask whoever published the file for the text.";
    case "raw":
      return "Give the text as it came, before it was normalised, as a .txt or in a .jsonl.";
    case "bytes":
      return "Give the very file that was imported.";
    case "twin":
      return "Give a copy of the article that it quotes, too.";
    case "lost":
      return "Only the complete export has it.";
    default:
      return "The page may have been changed: take an archived copy of the time of publication, as text alone.";
  }
}

type Outcome = {
  files: number;
  back: number;
  lines: number;
  troubles: readonly Trouble[];
  broken: readonly string[];
  unread: readonly string[];
};

async function tell(outcome: Outcome, values: Values): Promise<void> {
  const { files, back, lines, troubles, broken, unread } = outcome;
  for (const one of [...broken, ...unread].slice(0, MOST_NAMED)) console.error(one);
  for (const { line, article, title, what, advice } of troubles.slice(0, MOST_NAMED)) {
    const name = article === null ? `Line ${line}` : `Line ${line}, ${title ? `“${title}” ` : ""}${article}`;
    console.error(`${name}: ${what}. ${advice}`);
  }
  if (troubles.length > MOST_NAMED) console.error(`… and ${troubles.length - MOST_NAMED} more.`);
  console.error(
    `${back} of ${counted(lines, "line")} are back and verified, from ${counted(files, "file")} of copies.`,
  );
  if (troubles.length + broken.length > 0 && !values.partial)
    console.error("Nothing is written. --partial writes what is back.");
  if (values.report === undefined) return;
  await writeFile(
    fromHere(values.report),
    `${JSON.stringify({ lines, back, troubles, broken, unread }, null, 2)}\n`,
  );
}
