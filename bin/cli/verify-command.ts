import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { counted } from "@/lib/counted";
import { closeDb } from "@/lib/db";
import { type PackedFile, type Verified, verifyRecords, verifyRelease } from "@/lib/releases/verify";
import { verifyAudit } from "@/lib/seals/queries";
import { readTar } from "@/lib/storage/read-tar";
import { exitCodeLines, exitCodes, readWords, runCommand, wrongUse } from "./command";
import { fromHere } from "./convert-files";

const help = `Usage: node bin/sourcebench.mjs verify DIR|FILE [--audit]

Checks a dataset release, as a folder or as the .tar it was downloaded as: every file that its
manifest names is there with its length and SHA-256 and none beside; every quote is the words of its
text at its place; no article and no text stands on two sides of a split. Of a .jsonl file alone the
lines and their quotes are checked. No database is needed.

  --audit    also ask this installation's database whether the release's head of the record of
             changes stands in its chain of seals, and prove the chain

  node bin/sourcebench.mjs verify brannik-dam-statements-1.0.0.tar
  node bin/sourcebench.mjs verify brannik-dam-statements-1.0.0/ --audit

${exitCodeLines("everything is as the release says", "something is not (each is named), or it is no release")}`;

/** Problems that are named one by one. */
const MOST_NAMED = 50;

async function run(words: string[]): Promise<number> {
  const options = { audit: { type: "boolean", default: false } } as const;
  const { values, positionals } = readWords({ args: words, allowPositionals: true, options });
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0)
    throw wrongUse("Name one release: a folder, a .tar or a .jsonl file.");
  try {
    const verified = await verify(fromHere(target));
    return tell(verified, values.audit && verified.manifest ? await checkAudit(verified) : []);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(error.message);
    return exitCodes.failed;
  } finally {
    if (values.audit) await closeDb();
  }
}

/** Runs `sourcebench verify` with its words and answers the exit code. */
export function verifyCommand(words: string[]): Promise<number> {
  return runCommand({ help, run }, words);
}

async function verify(target: string): Promise<Verified> {
  const found = await stat(target);
  if (found.isDirectory()) return verifyRelease(filesOf(target));
  if (target.endsWith(".jsonl"))
    return verifyRecords({ path: path.basename(target), content: createReadStream(target) });
  return verifyRelease(membersOf(target));
}

async function* filesOf(folder: string): AsyncGenerator<PackedFile> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  for (const name of names.toSorted())
    yield { path: name.split(path.sep).join("/"), content: createReadStream(path.join(folder, name)) };
}

/** The files of an archive without the folder that all of them lie in. */
async function* membersOf(file: string): AsyncGenerator<PackedFile> {
  for await (const { path: name, content } of readTar(createReadStream(file)))
    yield { path: name.replace(/^[^/]*\//, ""), content };
}

async function checkAudit({ manifest }: Verified): Promise<string[]> {
  const head = manifest?.release.auditHead ?? null;
  if (head === null) return ["the release names no head of the record of changes"];
  return (await verifyAudit(head)).problems;
}

function tell({ manifest, files, bytes, articles, quotes, problems }: Verified, audit: string[]): number {
  const all = [...problems, ...audit];
  if (manifest) {
    const { project, name, version, auditHead } = manifest.release;
    console.log(`Release “${name}” ${version} of ${project.slug}, audit head ${auditHead ?? "none"}.`);
  }
  const read = `${counted(files, "file")}, ${counted(bytes, "byte")}`;
  console.log(`${read}; ${counted(articles, "article")} and ${counted(quotes, "quote")} looked at.`);
  for (const problem of all.slice(0, MOST_NAMED)) console.error(problem);
  if (all.length > MOST_NAMED) console.error(`… and ${counted(all.length - MOST_NAMED, "more problem")}.`);
  console.log(all.length === 0 ? "Verified." : `${counted(all.length, "problem")}.`);
  return all.length === 0 ? exitCodes.done : exitCodes.failed;
}
