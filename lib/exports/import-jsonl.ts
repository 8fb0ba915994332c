import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { recordEvents } from "@/lib/audit";
import { databaseRefusal } from "@/lib/database-errors";
import { inLongTransaction, type Tx } from "@/lib/db";
import { AppError, badInput } from "@/lib/errors";
import { type ArticlePlace, placeArticle } from "@/lib/exports/import-article";
import { importLayer, type WaitingLink } from "@/lib/exports/import-layer";
import { makeNames, type Names } from "@/lib/exports/import-names";
import { storeWaitingLink } from "@/lib/exports/import-passages";
import { toStoredRecord } from "@/lib/formats/raw-offsets";
import { readRecords } from "@/lib/formats/sourcebench-jsonl";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { startPace } from "@/lib/pace";
import type { Actor } from "@/lib/policy";

/** A line of the file that was not taken, and why. */
export type LineProblem = { line: number; reason: string };

export type ImportSummary = {
  batchId: string;
  lines: number;
  /** Articles made, and those that were here already and got layers. */
  articles: number;
  attached: number;
  layers: number;
  annotations: number;
  /** Layers that an earlier import of the same file had brought to the same text. */
  alreadyHere: number;
  newSources: { id: string; name: string; kind: string }[];
  problems: LineProblem[];
};

export type ImportOptions = {
  /** Take what is right and list the rest; otherwise one bad line keeps everything out. */
  skipBad?: boolean;
  label?: string;
  onProgress?: (done: { lines: number; articles: number; annotations: number }) => void;
};

/** The most problems that an error carries; all of them are counted. */
const MOST_PROBLEMS = 200;

type State = {
  tx: Tx;
  place: ArticlePlace;
  names: Names;
  /** By their ids in the file. */
  articles: Map<string, string>;
  versions: Map<string, string>;
  taken: Set<string>;
  waiting: { line: number; isRaw: boolean; link: WaitingLink }[];
  derived: { articleId: string; from: string }[];
  summary: ImportSummary;
};

/**
 * Puts a file of the format `sourcebench-jsonl` into a project, in one transaction: articles with their facts and
 * blocks, layers as kind `imported` with placeholder identities, marks, links and passages, all under new ids, with
 * what they were kept in `importedFrom`. A text that the project has already gets the layers instead of a second
 * article. Throws notFound, forbidden, badInput `bad-lines` (details: `problems`; nothing is changed) unless `skipBad`,
 * `nothing-to-import`.
 */
export async function importSourcebenchJsonl(
  actor: Actor,
  slug: string,
  pieces: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  options: ImportOptions = {},
): Promise<ImportSummary> {
  const { projectId } = await requireProject(actor, slug, "article.import");
  return inLongTransaction(async (tx) => {
    const state = await begin(tx, actor, projectId, options);
    const { summary } = state;
    const rest = startPace();
    for await (const read of readRecords(pieces)) {
      summary.lines += 1;
      if ("problem" in read) summary.problems.push({ line: read.line, reason: read.problem });
      // After the first bad line the rest is only read, so that one look shows all that is wrong.
      else if (summary.problems.length === 0 || options.skipBad)
        await attempt(state, read.line, () => importRecord(state, read.line, read.record));
      options.onProgress?.(summary);
      await rest();
    }
    for (const { line, isRaw, link } of state.waiting) {
      await attempt(state, line, () => storeWaitingLink(tx, projectId, link, state.versions, isRaw));
      await rest();
    }
    await linkDerivations(state);
    if (summary.problems.length > 0 && !options.skipBad) throw badLines(summary.problems);
    if (summary.articles + summary.layers === 0) throw nothingTaken(summary);
    await finish(state, actor);
    return summary;
  });
}

async function begin(tx: Tx, actor: Actor, projectId: string, options: ImportOptions): Promise<State> {
  const batchId = randomUUID();
  await tx.importBatch.create({
    data: {
      id: batchId,
      projectId,
      kind: "annotations",
      state: "committing",
      label: options.label ?? "Sourcebench JSON Lines",
      createdById: actor.userId,
    },
  });
  const { annotatorsPerArticle } = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { annotatorsPerArticle: true },
  });
  const names = makeNames(tx, actor, { projectId, batchId });
  return {
    tx,
    place: { projectId, batchId, actorId: actor.userId, slots: annotatorsPerArticle },
    names,
    articles: new Map(),
    versions: new Map(),
    taken: new Set(),
    waiting: [],
    derived: [],
    summary: {
      batchId,
      lines: 0,
      articles: 0,
      attached: 0,
      layers: 0,
      annotations: 0,
      alreadyHere: 0,
      newSources: names.newSources,
      problems: [],
    },
  };
}

/** One line's work, taken back by itself when it is refused. */
async function attempt(
  { tx, names, summary }: State,
  line: number,
  work: () => Promise<void>,
): Promise<void> {
  await tx.$executeRaw`SAVEPOINT line`;
  const sources = names.newSources.length;
  try {
    await work();
    await tx.$executeRaw`RELEASE SAVEPOINT line`;
  } catch (error) {
    const refusal = error instanceof AppError ? error : databaseRefusal(error);
    if (!refusal) throw error;
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT line`;
    names.newSources.length = sources;
    names.forget();
    summary.problems.push({ line, reason: refusal.message });
  }
}

const originRows = z.array(z.object({ id: z.string().nullable() }));

async function importRecord(state: State, line: number, read: ExportRecord): Promise<void> {
  const { tx, place, names, summary } = state;
  const isRaw = read.offsets.text === "raw";
  // What raw offsets could not say exactly was marked so by the export; here each lies on whole sequences again.
  const record = toStoredRecord(read, () => undefined);
  const placed = await placeArticle(tx, place, record, names, state.taken);
  const known = originRows.parse(
    await tx.$queryRaw`SELECT l."importedFrom" ->> 'id' AS id FROM "Layer" l WHERE l."versionId" = ${placed.versionId}::uuid AND l."kind" = 'imported'`,
  );
  const here = new Set(known.map((row) => row.id));
  const layers = record.layers.filter((layer) => !here.has(layer.origin?.id ?? layer.id));
  const waiting: State["waiting"] = [];
  for (const [ordinal, layer] of layers.entries()) {
    const review = record.article.origin?.review ?? record.review;
    const articleReview = placed.isNew || ordinal > 0 ? null : review;
    const target = { ...place, ...placed, articleReview, ...names };
    const imported = await importLayer(tx, target, layer, record);
    waiting.push(...imported.waiting.map((link) => ({ line, isRaw, link })));
  }
  // Nothing of this line can be refused any more.
  state.articles.set(record.article.id, placed.articleId);
  state.versions.set(record.articleVersion.id, placed.versionId);
  state.taken.add(placed.versionId);
  state.waiting.push(...waiting);
  if (placed.isNew && record.article.derivesFrom)
    state.derived.push({ articleId: placed.articleId, from: record.article.derivesFrom });
  if (placed.isNew) summary.articles += 1;
  else summary.attached += 1;
  summary.layers += layers.length;
  summary.alreadyHere += record.layers.length - layers.length;
  for (const layer of layers) summary.annotations += layer.annotations.length;
}

/** Articles that derive from one another, where both are in the file. */
async function linkDerivations({ tx, articles, derived }: State): Promise<void> {
  for (const { articleId, from } of derived) {
    const derivesFromId = articles.get(from);
    if (derivesFromId && derivesFromId !== articleId)
      await tx.article.update({ where: { id: articleId }, data: { derivesFromId } });
  }
}

async function finish({ tx, place, summary }: State, actor: Actor): Promise<void> {
  const { batchId, articles, attached, layers, annotations, alreadyHere, newSources, problems } = summary;
  const skipped = problems.slice(0, MOST_PROBLEMS);
  await tx.importBatch.update({
    where: { id: batchId },
    data: {
      state: "committed",
      committedAt: new Date(),
      total: summary.lines,
      done: summary.lines - problems.length,
      report: { articles, attached, layers, annotations, alreadyHere, newSources, problems: skipped },
    },
  });
  await recordEvents(tx, [
    {
      type: "import.committed",
      actorId: actor.userId,
      projectId: place.projectId,
      subjectId: batchId,
      payload: {
        articles,
        attached,
        layers,
        annotations,
        newSources: newSources.length,
        skipped: problems.length,
      },
    },
  ]);
}

function badLines(problems: LineProblem[]): AppError {
  const [first] = problems;
  const count = problems.length === 1 ? "One line is" : `${problems.length} lines are`;
  return badInput(
    "bad-lines",
    `${count} not right, so nothing was imported. Line ${first?.line}: ${first?.reason}.`,
    { problems: problems.slice(0, MOST_PROBLEMS), count: problems.length },
  );
}

function nothingTaken({ lines, alreadyHere, problems }: ImportSummary): AppError {
  if (problems.length > 0) return badLines(problems);
  if (lines > 0)
    return badInput(
      "nothing-to-import",
      alreadyHere > 0
        ? "Everything in this file is here already."
        : "This file has no layers, and its texts are here already.",
    );
  return badInput("nothing-to-import", "The file has no lines.");
}
