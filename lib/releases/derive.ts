import "server-only";
import type { FormatName } from "@/lib/formats/carries";
import { contentOf, type DatasetEntry, isItem } from "@/lib/formats/conversion";
import { formats } from "@/lib/formats/formats";
import { createLossLog, type LossLog } from "@/lib/formats/losses";
import { readStoredEntries } from "@/lib/formats/sourcebench-jsonl";
import { termsText } from "@/lib/formats/terms";
import type { ReleaseInputs } from "@/lib/releases/inputs";
import {
  checksumsName,
  type Manifest,
  type ManifestFile,
  manifestName,
  releaseFormat,
  releaseFormatVersion,
} from "@/lib/releases/manifest";
import type { ReleaseReport, SplitSummary } from "@/lib/releases/schema";
import { entriesOf, lossOfSides, type Sides, sidesOf } from "@/lib/releases/sides";
import { type SplitResult, splitSides } from "@/lib/splits/schema";
import { splitRecords } from "@/lib/splits/split-records";
import { openStaging, type Staging } from "@/lib/storage/staging";
import type { Storage, Stored } from "@/lib/storage/storage";
import { writeTextFree } from "@/lib/text-free/file";

export type Derived = { files: ManifestFile[]; manifest: Stored; report: ReleaseReport };

type About = Pick<ManifestFile, "format" | "split">;
type Work = {
  inputs: ReleaseInputs;
  entries: () => AsyncIterable<DatasetEntry>;
  sides: Sides | null;
  staging: Staging;
  about: Map<string, About>;
};

/**
 * Makes every file of a release from its recorded inputs and its records, and from nothing else: the same inputs make the
 * same bytes whenever and wherever (no clock, no database, no random number, no order but theirs). `onArticle` is told of
 * each article read, once for each format and twice for a split. Throws what a split refuses.
 */
export async function deriveRelease(
  inputs: ReleaseInputs,
  store: Storage,
  onArticle: () => Promise<void> = async () => undefined,
): Promise<Derived> {
  const staging = await openStaging(store);
  try {
    const { options } = inputs;
    const entries = () => entriesFrom(inputs, store, onArticle);
    const split = options.split ? await splitRecords(entries, options.split) : null;
    const about = new Map<string, About>();
    const work = { inputs, entries, staging, about, sides: split && sidesOf(split) };
    const report: ReleaseReport = { losses: {}, split: split && summariseSplit(split), textFree: null };
    if (options.textFree) report.textFree = await writeFree(work, options.textFree);
    else
      for (const format of options.formats) {
        const log = createLossLog();
        await writeFormat(format, work, log);
        report.losses[format] = log.list();
      }
    for (const [file, text] of Object.entries(textsOf(inputs, report, split)))
      await staging.append(file, text);
    const kept: ManifestFile[] = (await staging.keep()).map((file) => ({
      ...file,
      ...(about.get(file.path) ?? { format: null, split: null }),
    }));
    const sums = kept.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join("");
    const checksums = { path: checksumsName, format: null, split: null, ...(await store.put([sums])) };
    const files = [...kept, checksums].toSorted(byPath);
    const manifest = await store.put([json(manifestOf(inputs, report, files))]);
    const own = { path: manifestName, format: null, split: null, ...manifest };
    return { files: [...files, own].toSorted(byPath), manifest, report };
  } catch (error) {
    await staging.drop();
    throw error;
  }
}

async function writeFormat(format: FormatName, work: Work, log: LossLog): Promise<void> {
  const { entries, sides } = work;
  if (!sides) return writePart(format, work, entries(), log, null);
  for await (const entry of entries()) {
    const loss = lossOfSides(entry, sides);
    if (loss) log.add(loss);
  }
  // This format has files of its own for each side.
  if (format === "huggingface") return writePart(format, work, onSides(sides, entries()), log, null);
  for (const side of sides.names) await writePart(format, work, entriesOf(side, sides, entries()), log, side);
}

async function* onSides(sides: Sides, entries: AsyncIterable<DatasetEntry>): AsyncGenerator<DatasetEntry> {
  for await (const entry of entries) if (sides.of(entry) !== null) yield entry;
}

async function writePart(
  format: FormatName,
  { inputs, sides, staging, about }: Work,
  entries: AsyncIterable<DatasetEntry>,
  log: LossLog,
  split: string | null,
): Promise<void> {
  const { write, shape, endings } = formats[format];
  if (!write) throw new Error(`${format} cannot be written.`);
  const { options, licences } = inputs;
  const terms = new Set(licences.map(({ licence }) => licence));
  const [only] = terms;
  const context = {
    ...{ offsets: "stored" as const, scheme: options.scheme, lose: log.add, columns: inputs.columns ?? [] },
    // One licence for all is the only one that a card of a data set can name.
    ...(only && terms.size === 1 ? { licence: only } : {}),
    ...(sides ? { splitOf: (record: DatasetEntry) => sides.of(record) ?? "train" } : {}),
  };
  for await (const piece of write(entries, context)) {
    const isSingle = shape === "file" && piece.path === "";
    const name = isSingle ? `${split ?? "dataset"}${endings[0] ?? ""}` : piece.path;
    const file = `data/${format}/${split !== null && !isSingle ? `${split}/` : ""}${name}`;
    await staging.append(file, contentOf(piece));
    about.set(file, { format, split });
  }
}

/** The variant without texts: one file a side, the limits of an article counted once over all of them. */
async function writeFree(
  { entries, sides, staging, about }: Work,
  limits: NonNullable<ReleaseInputs["options"]["textFree"]>,
): Promise<ReleaseReport["textFree"]> {
  let summary: ReleaseReport["textFree"] = null;
  for await (const { line, of } of writeTextFree(entries, limits, (found) => {
    summary = found;
  })) {
    const own = sides ? sides.of(of) : "whole";
    const parts = own === "every" ? (sides?.names ?? []) : own === null ? [] : [own];
    for (const part of parts) {
      const file = `data/text-free/${part === "whole" ? "dataset" : part}.jsonl`;
      await staging.append(file, line);
      about.set(file, { format: null, split: part === "whole" ? null : part });
    }
  }
  return summary;
}

/** The entries of a release, read back from the storage. Throws where one is not as it was written. */
async function* entriesFrom(
  { records }: ReleaseInputs,
  store: Storage,
  onArticle: () => Promise<void>,
): AsyncGenerator<DatasetEntry> {
  let last = "";
  for await (const entry of readStoredEntries(await store.open(records))) {
    if (!isItem(entry)) {
      if (last !== entry.article.id) await onArticle();
      last = entry.article.id;
    }
    yield entry;
  }
}

/** What is told of a split on a page and in the manifest. */
export function summariseSplit({ groups, leaks, cuts, leftOut, articles }: SplitResult): SplitSummary {
  const counts = Object.fromEntries(
    splitSides.map((side) => [side, articles.filter((one) => one.side === side).length]),
  );
  const { isClean, leakCount, allowedCount, runsCompared } = leaks;
  return {
    groups: { all: groups.all, largest: groups.largest, sides: groups.sides },
    articles: { train: counts.train ?? 0, dev: counts.dev ?? 0, test: counts.test ?? 0 },
    ...{ cuts, leftOut: leftOut.length, isClean, leakCount, allowedCount, runsCompared },
  };
}

/** What tells of the release beside its data, by file. */
function textsOf(
  inputs: ReleaseInputs,
  report: ReleaseReport,
  split: SplitResult | null,
): Record<string, string> {
  return {
    "notes.md": `${inputs.notes.trimEnd()}\n\n${termsText(inputs.licences)}`,
    "agreement.json": json(
      inputs.agreement ?? { undefinedBecause: "Nobody's marks had been compared when the release was made." },
    ),
    "losses.json": json(report.losses),
    "licences.json": json(inputs.licences),
    ...(split ? { "split.json": json(inputs.options.textFree ? withoutQuotes(split) : split) } : {}),
  };
}

/** The report of a split whose texts stay in the house: runs by their hash and place alone. */
function withoutQuotes(split: SplitResult): SplitResult {
  const runs = split.leaks.runs.map((run) => ({ ...run, quote: "" }));
  return { ...split, leaks: { ...split.leaks, runs } };
}

function manifestOf(inputs: ReleaseInputs, report: ReleaseReport, files: ManifestFile[]): Manifest {
  const { agreement: _agreement, notes: _notes, ...release } = inputs;
  return {
    format: releaseFormat,
    version: releaseFormatVersion,
    release,
    ...report,
    files: files.map(({ path, bytes, sha256, format, split }) => ({ path, bytes, sha256, format, split })),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
