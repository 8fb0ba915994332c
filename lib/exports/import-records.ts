import "server-only";
import { z } from "zod";
import { databaseRefusal } from "@/lib/database-errors";
import type { Tx } from "@/lib/db";
import { AppError, badInput, conflict } from "@/lib/errors";
import { type ArticlePlace, placeArticle } from "@/lib/exports/import-article";
import { importLayer, type WaitingLink } from "@/lib/exports/import-layer";
import { makeNames, type Names } from "@/lib/exports/import-names";
import { storeWaitingLink } from "@/lib/exports/import-passages";
import { toStoredRecord } from "@/lib/formats/raw-offsets";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { startFreshPlans } from "@/lib/fresh-plans";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";

/** A record with the place of the file that it was read from. */
export type IncomingRecord = { file: string; line: number | null; record: ExportRecord };

/** What to do with layers whose article's text the project has: `ask` refuses the whole. */
export type PresentChoice = "attach" | "skip" | "ask";

export type ImportedCounts = {
  /** Articles made, those that were here already and got layers, and those passed over because they were here. */
  articles: number;
  attached: number;
  skipped: number;
  layers: number;
  annotations: number;
  /** Layers that the project had already: its own, or those that an earlier import of the same file had brought. */
  alreadyHere: number;
  /** Links to twins that are neither in the file nor here. */
  linksLeftOut: number;
  newSources: { id: string; name: string; kind: string }[];
};

type State = {
  tx: Tx;
  place: ArticlePlace;
  present: PresentChoice;
  names: Names;
  /** By their ids in the file. */
  articles: Map<string, string>;
  versions: Map<string, string>;
  taken: Set<string>;
  waiting: { isRaw: boolean; link: WaitingLink }[];
  derived: { articleId: string; from: string }[];
  counts: ImportedCounts;
};

/**
 * Puts records into a project under a batch, within the caller's transaction: articles with their facts and blocks,
 * layers as kind `imported` with placeholder identities, marks, links and passages, all under new ids, with what they
 * were kept in `importedFrom`. A text that the project has already gets the layers instead of a second article, or is
 * passed over, as `present` says. Throws badInput `bad-record` naming file and line, conflict `texts-came-meanwhile`.
 * Answers with counts what the file's versions became, by their ids.
 */
export async function importRecords(
  tx: Tx,
  actor: Actor,
  target: { projectId: string; batchId: string; present: PresentChoice },
  incoming: AsyncIterable<IncomingRecord>,
  onProgress?: (records: number) => Promise<void> | void,
): Promise<ImportedCounts & { versions: ReadonlyMap<string, string> }> {
  const state = await begin(tx, actor, target);
  const refresh = startFreshPlans(tx);
  const rest = startPace();
  let done = 0;
  for await (const { file, line, record } of incoming) {
    try {
      await importRecord(state, record);
    } catch (error) {
      throw atPlace(error, file, line);
    }
    done += 1;
    await onProgress?.(done);
    await refresh();
    await rest();
  }
  for (const { isRaw, link } of state.waiting) {
    if (!(await storeWaitingLink(tx, target.projectId, link, state.versions, isRaw)))
      state.counts.linksLeftOut += 1;
    await rest();
  }
  await linkDerivations(state);
  return { ...state.counts, versions: state.versions };
}

async function begin(
  tx: Tx,
  actor: Actor,
  { projectId, batchId, present }: { projectId: string; batchId: string; present: PresentChoice },
): Promise<State> {
  const { annotatorsPerArticle } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { annotatorsPerArticle: true },
  });
  const names = makeNames(tx, actor, { projectId, batchId });
  return {
    tx,
    place: { projectId, batchId, actorId: actor.userId, slots: annotatorsPerArticle },
    present,
    names,
    articles: new Map(),
    versions: new Map(),
    taken: new Set(),
    waiting: [],
    derived: [],
    counts: {
      articles: 0,
      attached: 0,
      skipped: 0,
      layers: 0,
      annotations: 0,
      alreadyHere: 0,
      linksLeftOut: 0,
      newSources: names.newSources,
    },
  };
}

/** The error of a record that the database or a check refuses; anything else is thrown on as it is. */
function atPlace(error: unknown, file: string, line: number | null): unknown {
  const refusal = error instanceof AppError ? error : databaseRefusal(error);
  if (!refusal || refusal.code === "texts-came-meanwhile") return error;
  const where = line === null ? file : `${file}, line ${line}`;
  return badInput("bad-record", `${where}: ${refusal.message}. Nothing was imported.`);
}

const layerRows = z.array(z.object({ id: z.string().nullable() }));

async function importRecord(state: State, read: ExportRecord): Promise<void> {
  const { tx, place, names, counts } = state;
  const isRaw = read.offsets.text === "raw";
  // What raw offsets could not say exactly was marked so by the export; here each lies on whole sequences again.
  const record = toStoredRecord(read, () => undefined);
  const placed = await placeArticle(tx, place, record, names, state.taken);
  state.articles.set(record.article.id, placed.articleId);
  state.versions.set(record.articleVersion.id, placed.versionId);
  state.taken.add(placed.versionId);
  const layers = placed.isNew ? record.layers : await newLayers(state, placed.versionId, record);
  if (placed.isNew) counts.articles += 1;
  else if (layers.length > 0) counts.attached += 1;
  counts.alreadyHere += record.layers.length - layers.length;
  if (placed.isNew && record.article.derivesFrom)
    state.derived.push({ articleId: placed.articleId, from: record.article.derivesFrom });
  for (const [ordinal, layer] of layers.entries()) {
    const review = record.article.origin?.review ?? record.review;
    const articleReview = placed.isNew || ordinal > 0 ? null : review;
    const imported = await importLayer(tx, { ...place, ...placed, articleReview, ...names }, layer, record);
    state.waiting.push(...imported.waiting.map((link) => ({ isRaw, link })));
    counts.layers += 1;
    counts.annotations += layer.annotations.length;
  }
}

/** The layers of a record that a text of the project has not got yet, and is to get. */
async function newLayers(
  { tx, present, counts }: State,
  versionId: string,
  { layers }: ExportRecord,
): Promise<ExportRecord["layers"]> {
  const known = layerRows.parse(
    await tx.$queryRaw`
      SELECT CASE l."kind" WHEN 'imported' THEN l."importedFrom" ->> 'id' ELSE l."id"::text END AS id
        FROM "Layer" l WHERE l."versionId" = ${versionId}::uuid AND l."withdrawnAt" IS NULL`,
  );
  const here = new Set(known.map((row) => row.id));
  const wanted = layers.filter((layer) => !here.has(layer.origin?.id ?? layer.id));
  if (wanted.length === 0 || present === "attach") return wanted;
  if (present === "ask")
    throw conflict(
      "texts-came-meanwhile",
      "The project has some of these articles already. Say whether their layers are to be attached or left out.",
    );
  counts.skipped += 1;
  counts.alreadyHere -= wanted.length;
  return [];
}

/** Articles that derive from one another, where both are in the file. */
async function linkDerivations({ tx, articles, derived }: State): Promise<void> {
  for (const { articleId, from } of derived) {
    const derivesFromId = articles.get(from);
    if (derivesFromId && derivesFromId !== articleId)
      await tx.article.update({ where: { id: articleId }, data: { derivesFromId } });
  }
}
