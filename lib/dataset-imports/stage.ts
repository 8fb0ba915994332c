import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { requireDataset, takeBatchLock } from "@/lib/dataset-imports/access";
import { detectFormat } from "@/lib/dataset-imports/detect-format";
import { recordFailure } from "@/lib/dataset-imports/failure";
import { countKnownRecords, noteKnownRecords } from "@/lib/dataset-imports/known-before";
import { requireFreshVersion, startLooking } from "@/lib/dataset-imports/predictions";
import { countPresent, listNewSources } from "@/lib/dataset-imports/present";
import { offsetsOf, readDataset } from "@/lib/dataset-imports/read-dataset";
import { type RowsPlace, startRows } from "@/lib/dataset-imports/record-rows";
import { type DatasetFormat, type DatasetReport, datasetReportSchema } from "@/lib/dataset-imports/schema";
import {
  beginningOf,
  createObserved,
  observe,
  openArchives,
  type SourceFile,
} from "@/lib/dataset-imports/source-files";
import {
  createTally,
  listLabels,
  listPeople,
  type Tally,
  tallyFault,
  tallyPair,
  tallyRating,
  tallyRecord,
} from "@/lib/dataset-imports/tally";
import { db, inLongTransaction, inTransaction, type Tx } from "@/lib/db";
import { badInput, conflict } from "@/lib/errors";
import type { InputFile } from "@/lib/formats/conversion";
import type { DatasetItem } from "@/lib/formats/dataset-items";
import { createLossLog, type LossLog } from "@/lib/formats/losses";
import { ratingOfItem, readRatings } from "@/lib/formats/ratings-csv";
import { setDone, startNotes } from "@/lib/imports/progress";
import { standardAddress } from "@/lib/intake/record";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";
import { whyNotSuggested } from "@/lib/suggestions/from-record";
import type { Producer } from "@/lib/suggestions/schema";

const mostRecords = 100_000;

/**
 * A batch in which files are about to be read, as suggestions of a program where one is named; readIntoBatch does it.
 * Throws notFound, forbidden, conflict `version-taken`, badInput `no-suggestions`.
 */
export async function beginDataset(
  actor: Actor,
  slug: string,
  input: { label: string; format: DatasetFormat | null; producer?: Producer | null },
): Promise<{ batchId: string }> {
  const { projectId } = await requireProject(actor, slug, "article.import");
  const { producer = null } = input;
  if (producer) {
    await requireProject(actor, slug, "suggestion.manage");
    await requireFreshVersion(db(), projectId, producer);
    if (input.format === "csv-ratings") throw noMarks();
  }
  const batchId = randomUUID();
  const isChosen = input.format !== null;
  const report = { format: input.format, isChosen, producer, startedAt: new Date().toISOString() };
  await db().importBatch.create({
    data: {
      id: batchId,
      projectId,
      kind: "annotations",
      state: "reading",
      label: input.label.slice(0, 300),
      createdById: actor.userId,
      report,
    },
  });
  return { batchId };
}

/**
 * The dry run: reads files into the batch that beginDataset made, in one transaction, and writes what it found into the
 * batch's report; nothing else is written. A batch that cannot be read is `failed` and says why; the error is thrown on:
 * conflict `batch-not-open`, badInput `unknown-format`, `bad-archive`, `nothing-to-import`, `too-many-articles`.
 */
export async function readIntoBatch(
  actor: Actor,
  slug: string,
  batchId: string,
  sources: () => Promise<readonly SourceFile[]>,
  onProgress?: (kilobytes: number, total: number) => void,
): Promise<DatasetReport> {
  try {
    return await inLongTransaction((tx) => read(tx, actor, slug, batchId, sources, onProgress));
  } catch (error) {
    await recordFailure(actor, slug, batchId, error);
    throw error;
  }
}

async function read(
  tx: Tx,
  actor: Actor,
  slug: string,
  batchId: string,
  sources: () => Promise<readonly SourceFile[]>,
  onProgress?: (kilobytes: number, total: number) => void,
): Promise<DatasetReport> {
  const isMine = await takeBatchLock(tx, batchId);
  const { project, batch } = await requireDataset(actor, slug, batchId, tx);
  if (!isMine || batch.state !== "reading")
    throw conflict("batch-not-open", "This import is being read by another process.");
  const files = await openArchives(await sources());
  if (files.length === 0) throw badInput("nothing-to-import", "There is no file to read.");
  const format = batch.report.format ?? (await recogniseDataset(files));
  const bytes = files.reduce((sum, file) => sum + (file.size ?? 0), 0);
  const observed = createObserved();
  const inputs = files.map((file) => observe(file, observed));
  const total = Math.max(1, Math.round(bytes / 1024));
  // On a connection of its own, as the notes: the page that waits must see it before this transaction ends.
  await db().importBatch.update({ where: { id: batchId }, data: { total } });
  const noteRead = startNotes(batchId, (done) => onProgress?.(done, total));
  const note = (isLast?: boolean) => noteRead(Math.min(total, Math.round(observed.read / 1024)), isLast);
  const losses = createLossLog();
  const tally = createTally();
  const place = { batchId, projectId: project.projectId };
  const context = {
    at: batch.createdAt.toISOString(),
    problem: (fault: Parameters<typeof tallyFault>[1]) => tallyFault(tally, fault),
    lose: losses.add,
  };
  const { producer } = batch.report;
  if (producer && format === "csv-ratings") throw noMarks();
  const where = { actor, slug, projectId: place.projectId };
  const look = producer && (await startLooking(tx, where, producer, tally, losses.add));
  if (format === "csv-ratings") await stageRatings(tx, place, inputs, { ...context, key: format }, tally);
  else await stageRecords(tx, place, format, inputs, context, tally, note, look);
  await note(true);
  const { records, ratings, pairs } = tally.counts;
  if (records + ratings + pairs === 0 && tally.faultCount === 0)
    throw badInput("nothing-to-import", "There is nothing of this format in these files.");
  // Suggestions come to texts that are here, and bring none.
  if (!producer) await noteKnownRecords(tx, batchId);
  const { withdrawn, newer } = await countKnownRecords(tx, batchId);
  const present = await countPresent(tx, batchId);
  const known = await knownMeanings(tx, place.projectId, format);
  const named = [...tally.sources.values()];
  // Suggestions bring no source and nobody.
  const newSources = producer ? [] : await listNewSources(tx, actor.userId, named);
  const report = datasetReportSchema.parse({
    ...batch.report,
    format,
    files: { count: files.length, bytes, names: files.slice(0, 50).map(({ name }) => name) },
    encodings: [...observed.encodings].map(([encoding, files]) => ({ encoding, files })),
    replaced: { count: observed.replaced.count, files: [...observed.replaced.files] },
    offsets: offsetsOf(format),
    counts: {
      ...tally.counts,
      articlesHere: present.articles,
      layersHere: present.layers,
      sources: producer ? 0 : named.length,
    },
    known: { withdrawn, newer },
    newSources: newSources.slice(0, 50),
    newSourceCount: newSources.length,
    people: producer ? [] : listPeople(tally),
    peopleCount: producer ? 0 : tally.people.size,
    labels: listLabels(tally, known),
    faults: tally.faults,
    faultCount: tally.faultCount,
    quoteCount: tally.quoteCount,
    losses: losses.list().map(({ what, why, count }) => ({ what, why, count })),
  });
  await tx.importBatch.update({
    where: { id: batchId },
    data: { state: "draft", total: records + ratings + pairs, report },
  });
  await setDone(tx, batchId, 0);
  await recordEvents(tx, [
    {
      type: "import.staged",
      actorId: actor.userId,
      projectId: place.projectId,
      subjectId: batchId,
      payload: {
        ...{ format, records, ratings, pairs, withdrawn, newer },
        faults: tally.faultCount,
        labels: report.labels.length,
      },
    },
  ]);
  return report;
}

function noMarks() {
  return badInput("no-suggestions", "A table of ratings holds no marks that a program could suggest.");
}

/** The format of files by what they hold. Throws badInput `unknown-format`. */
export async function recogniseDataset(files: readonly SourceFile[]): Promise<DatasetFormat> {
  const beginnings = [];
  // A folder's files are of one format: the first of each ending say which.
  const seen = new Map<string, number>();
  for (const file of files) {
    const ending = file.name.slice(file.name.lastIndexOf(".") + 1);
    seen.set(ending, (seen.get(ending) ?? 0) + 1);
    if ((seen.get(ending) ?? 0) > 3) continue;
    const text = new TextDecoder().decode(await beginningOf(file));
    beginnings.push({ name: file.name, text });
  }
  const format = detectFormat(beginnings);
  if (format) return format;
  throw badInput("unknown-format", "The format of these files is not sure. Choose it, and send them again.");
}

async function stageRecords(
  tx: Tx,
  place: RowsPlace,
  format: Exclude<DatasetFormat, "csv-ratings">,
  files: readonly InputFile[],
  context: Parameters<typeof readDataset>[2],
  tally: Tally,
  note: (isLast?: boolean) => Promise<void>,
  look: Awaited<ReturnType<typeof startLooking>> | null,
): Promise<void> {
  const rest = startPace();
  const writer = startRows(tx, place);
  const versions = new Set<string>();
  const twins = new Map<
    string,
    { file: string; line: number | null; version: string; sha256: string | null; count: number }
  >();
  for await (const read of readDataset(format, files, context)) {
    if ("item" in read) {
      if (!look) await stageItem(writer, read, context, tally);
      else tallyFault(tally, { file: read.file, line: read.line, message: whyNotSuggested(read.item) });
      continue;
    }
    const { file, line, record } = read;
    if (!look) tallyRecord(tally, record);
    else if (!(await look(read))) continue;
    if (tally.counts.records > mostRecords)
      throw badInput("too-many-articles", `An import has at most ${mostRecords} articles. Split the file.`);
    versions.add(record.articleVersion.id);
    const links = look ? [] : record.layers.flatMap((layer) => layer.reuseLinks);
    for (const { passage } of links) {
      const { version, sha256 } = passage;
      if (version === null) continue;
      const known = twins.get(version);
      twins.set(version, { file, line, version, sha256, ...known, count: (known?.count ?? 0) + 1 });
    }
    const layerIds = record.layers.map((layer) => layer.origin?.id ?? layer.id).join(",");
    const { sha256 } = record.articleVersion;
    const { title } = record.article;
    const url = standardAddress(record.article.url);
    await writer.add({ file, line, sha256, layerIds, content: JSON.stringify(record), title, url });
    await note();
    await rest();
  }
  await writer.flush();
  for (const twin of await missingTwins(
    tx,
    place,
    [...twins.values()].filter((one) => !versions.has(one.version)),
  )) {
    const count = twin.count === 1 ? "One link leads" : `${twin.count} links lead`;
    const message = `${count} to a twin in an article that is neither in the files nor in this project: left out.`;
    tallyFault(tally, { file: twin.file, line: twin.line, message });
  }
}

async function stageRatings(
  tx: Tx,
  place: RowsPlace,
  files: readonly InputFile[],
  context: Parameters<typeof readRatings>[1],
  tally: Tally,
): Promise<void> {
  const writer = startRows(tx, place);
  for await (const { file, line, rating } of readRatings(files, context)) {
    tallyRating(tally, rating);
    await writer.add({ file, line, sha256: null, layerIds: "", content: JSON.stringify(rating) });
  }
  await writer.flush();
}

/** A rating is staged like a table's, a judged pair as it is; claim cards are made by people here, and are told as left out. */
async function stageItem(
  writer: ReturnType<typeof startRows>,
  { file, line, item }: { file: string; line: number; item: DatasetItem },
  { lose }: { lose: LossLog["add"] },
  tally: Tally,
): Promise<void> {
  const place = { file, line, sha256: null, layerIds: "" };
  if (item.item === "card") {
    tally.counts.cards += 1;
    lose({ what: "claim cards", why: "cards are made here, by people", article: item.statement, count: 1 });
    return;
  }
  if (item.item === "pair") {
    tallyPair(tally, item);
    await writer.add({ ...place, content: JSON.stringify(item), item: "pair" });
    return;
  }
  const rating = ratingOfItem(item);
  tallyRating(tally, rating);
  await writer.add({ ...place, content: JSON.stringify(rating) });
}

const hashRows = z.array(z.object({ sha256: z.string() }));

async function missingTwins<T extends { sha256: string | null }>(
  tx: Tx,
  { projectId }: RowsPlace,
  twins: readonly T[],
): Promise<T[]> {
  if (twins.length === 0) return [];
  const hashes = [...new Set(twins.flatMap(({ sha256 }) => sha256 ?? []))];
  const rows = await tx.$queryRaw`
    SELECT DISTINCT encode(v."textSha256", 'hex') AS sha256 FROM "ArticleVersion" v JOIN "Article" a ON a."id" = v."articleId"
     WHERE v."projectId" = ${projectId}::uuid AND a."withdrawnAt" IS NULL
       AND v."textSha256" IN (SELECT decode(h, 'hex') FROM unnest(${hashes}::text[]) h)`;
  const here = new Set(hashRows.parse(rows).map((row) => row.sha256));
  return twins.filter(({ sha256 }) => sha256 === null || !here.has(sha256));
}

const meaningRows = z.array(z.object({ label: z.string(), meaning: z.string() }));

async function knownMeanings(tx: Tx, projectId: string, format: DatasetFormat): Promise<Map<string, string>> {
  const rows = await tx.labelMeaning.findMany({
    where: { projectId, format },
    select: { label: true, meaning: true },
  });
  return new Map(meaningRows.parse(rows).map(({ label, meaning }) => [label, meaning]));
}

/** Throws a batch that waits away, with everything that was read for it. Throws notFound, forbidden, conflict `batch-not-open`. */
export async function discardDataset(actor: Actor, slug: string, batchId: string): Promise<void> {
  await inTransaction(undefined, async (tx) => {
    const { project, batch } = await requireDataset(actor, slug, batchId, tx, true);
    if (batch.live !== "draft" && batch.live !== "failed")
      throw conflict("batch-not-open", "Only an import that waits can be discarded. Load the page again.");
    await tx.importRecord.deleteMany({ where: { batchId } });
    await tx.importBatch.update({ where: { id: batchId }, data: { state: "discarded" } });
    await recordEvents(tx, [
      { type: "import.discarded", actorId: actor.userId, projectId: project.projectId, subjectId: batchId },
    ]);
  });
}
