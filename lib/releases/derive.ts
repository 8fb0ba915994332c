import "server-only";
import type { FormatName } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";
import { createLossLog } from "@/lib/formats/losses";
import { readRecords } from "@/lib/formats/sourcebench-jsonl";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { ReleaseInputs } from "@/lib/releases/inputs";
import {
  checksumsName,
  type Manifest,
  type ManifestFile,
  manifestName,
  releaseFormat,
  releaseFormatVersion,
} from "@/lib/releases/manifest";
import type { ReleaseReport } from "@/lib/releases/schema";
import { openStaging, type Staging } from "@/lib/storage/staging";
import type { Storage, Stored } from "@/lib/storage/storage";

export type Derived = { files: ManifestFile[]; manifest: Stored; report: ReleaseReport };

/**
 * Makes every file of a release from its recorded inputs and its records, and from nothing else: the same inputs make the
 * same bytes whenever and wherever (no clock, no database, no random number, no order but theirs). `onArticle` is told of
 * each article written in each format.
 */
export async function deriveRelease(
  inputs: ReleaseInputs,
  store: Storage,
  onArticle: () => Promise<void> = async () => undefined,
): Promise<Derived> {
  const staging = await openStaging(store);
  try {
    const about = new Map<string, Pick<ManifestFile, "format" | "split">>();
    const losses: ReleaseReport["losses"] = {};
    for (const format of inputs.options.formats) {
      const log = createLossLog();
      for await (const file of writeFormat(
        format,
        inputs,
        recordsOf(inputs, store, onArticle),
        log.add,
        staging,
      ))
        about.set(file, { format, split: null });
      losses[format] = log.list();
    }
    for (const [file, text] of Object.entries(textsOf(inputs, losses))) await staging.append(file, text);
    const kept: ManifestFile[] = (await staging.keep()).map((file) => ({
      ...file,
      ...(about.get(file.path) ?? { format: null, split: null }),
    }));
    const sums = kept.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join("");
    const checksums = { path: checksumsName, format: null, split: null, ...(await store.put([sums])) };
    const files = [...kept, checksums].toSorted(byPath);
    const manifest = await store.put([json(manifestOf(inputs, losses, files))]);
    const own = { path: manifestName, format: null, split: null, ...manifest };
    return { files: [...files, own].toSorted(byPath), manifest, report: { losses } };
  } catch (error) {
    await staging.drop();
    throw error;
  }
}

async function* writeFormat(
  name: FormatName,
  { options }: ReleaseInputs,
  records: AsyncIterable<ExportRecord>,
  lose: ReturnType<typeof createLossLog>["add"],
  staging: Staging,
): AsyncGenerator<string> {
  const { write, shape, endings } = formats[name];
  if (!write) throw new Error(`${name} cannot be written.`);
  const single = `data/${name}/${options.filter.layers.length > 0 ? "dataset" : "texts"}${endings[0] ?? ""}`;
  for await (const { path, text } of write(records, { offsets: "stored", scheme: options.scheme, lose })) {
    const isSingle = shape === "file" && path === "";
    const file = isSingle ? single : `data/${name}/${path}`;
    await staging.append(file, text);
    yield file;
  }
}

/** The records of a release, read back from the storage. Throws where one is not as it was written. */
export async function* recordsOf(
  { records }: ReleaseInputs,
  store: Storage,
  onArticle: () => Promise<void> = async () => undefined,
): AsyncGenerator<ExportRecord> {
  let last = "";
  for await (const read of readRecords(await store.open(records))) {
    if ("problem" in read) throw new Error(`Line ${read.line} of the records: ${read.problem}.`);
    if (last !== read.record.article.id) await onArticle();
    last = read.record.article.id;
    yield read.record;
  }
}

/** What tells of the release beside its data, by file. */
function textsOf(inputs: ReleaseInputs, losses: ReleaseReport["losses"]): Record<string, string> {
  return {
    "notes.md": inputs.notes.endsWith("\n") ? inputs.notes : `${inputs.notes}\n`,
    "agreement.json": json(
      inputs.agreement ?? { undefinedBecause: "Nobody's marks had been compared when the release was made." },
    ),
    "losses.json": json(losses),
    "licences.json": json(inputs.licences),
    ...(inputs.ratings
      ? { "ratings.jsonl": inputs.ratings.map((line) => `${JSON.stringify(line)}\n`).join("") }
      : {}),
  };
}

function manifestOf(inputs: ReleaseInputs, losses: ReleaseReport["losses"], files: ManifestFile[]): Manifest {
  const { agreement: _agreement, ratings: _ratings, notes: _notes, ...release } = inputs;
  return {
    format: releaseFormat,
    version: releaseFormatVersion,
    release,
    losses,
    files: files.map(({ path, bytes, sha256, format, split }) => ({ path, bytes, sha256, format, split })),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
