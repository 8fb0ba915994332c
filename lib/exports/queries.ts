import "server-only";
import { createHash, type Hash, randomUUID } from "node:crypto";
import { setImmediate as nextTask } from "node:timers/promises";
import type { PoolClient } from "pg";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { columnsOf } from "@/lib/attributes/columns";
import { readDefinitions } from "@/lib/attributes/queries";
import { recordEvents } from "@/lib/audit";
import { db, pool } from "@/lib/db";
import { badInput, tooMany } from "@/lib/errors";
import { buildRecord } from "@/lib/exports/build-record";
import { collectGarbageSoon } from "@/lib/exports/collect-garbage";
import type { ItemKey } from "@/lib/exports/dataset-items";
import { type PageRow, pageRows } from "@/lib/exports/page-rows";
import { type ExportScope, includedSql, pageSql, previewSql, scopeValues } from "@/lib/exports/page-sql";
import { listJudgedPairs } from "@/lib/exports/pair-items";
import { makePseudonyms, type Pseudonyms } from "@/lib/exports/pseudonyms";
import type { ExportCounts, ExportFilter, ExportPreview } from "@/lib/exports/schema";
import type { FormatName } from "@/lib/formats/carries";
import {
  contentOf,
  type DatasetEntry,
  isItem,
  type OutputPiece,
  type WriteContext,
} from "@/lib/formats/conversion";
import type { DatasetItem } from "@/lib/formats/dataset-items";
import { formats } from "@/lib/formats/formats";
import type { Inexact } from "@/lib/formats/raw-offsets";
import { writeItem, writeRecord } from "@/lib/formats/sourcebench-jsonl";
import { formatName, formatVersion } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { annotationKinds } from "@/lib/vocabulary";

/** UTF-16 units of lines that one page aims at: little enough that building it does not hold up other requests. */
const PAGE_AIM = 384 * 1024;
const MOST_ARTICLES = 200;
/** UTF-16 units of lines after which what they left behind is collected. */
const COLLECT_EVERY = 8 * 1024 * 1024;
/** Each export holds a connection and a snapshot while its reader takes the lines. */
const MOST_AT_ONCE = 4;
let running = 0;

export type ExportOptions = {
  /** The pseudonyms' key id; a new one unless a release brings its own. */
  pseudonymKey?: string;
  onProgress?: (counts: ExportCounts) => void;
  /** Spans that raw offsets cannot say exactly. */
  onInexact?: (inexact: Inexact) => void;
  /** What else stands behind the articles: claim cards and ratings, under the same pseudonyms. */
  items?: (key: ItemKey) => AsyncIterable<DatasetItem>;
};

/** An export under way: its lines once, and what they held so far. */
export type Export = {
  lines: AsyncGenerator<string, void, undefined>;
  counts: ExportCounts;
  pseudonymKey: string;
  slug: string;
};

/**
 * Opens an export of a project: what the actor may see (`seen_layers`), as it is at one moment, one line a version of an
 * article, in order of arrival, and behind them what was answered about pairs of their passages. Whoever exports others' layers has looked at them, which is noted before a line leaves.
 * Throws notFound, forbidden; 429 when too many exports run. End `lines` (return it) when no more of it is wanted.
 */
export async function startExport(
  actor: Actor,
  slug: string,
  filter: ExportFilter,
  options: ExportOptions = {},
): Promise<Export> {
  const hash = createHash("sha256");
  const { entries, ...opened } = await openEntries(actor, slug, filter, options, (isWhole) => ({
    sha256: isWhole ? hash.digest("hex") : null,
  }));
  return { ...opened, lines: linesOf(entries, hash) };
}

async function* linesOf(
  entries: AsyncIterable<DatasetEntry>,
  hash: Hash,
): AsyncGenerator<string, void, undefined> {
  for await (const entry of entries) {
    const line = isItem(entry) ? writeItem(entry) : writeRecord(entry);
    hash.update(line, "utf8");
    yield line;
  }
}

/** An export into any format: its pieces once, of one file or several, and what they held so far. */
export type FormatExport = Omit<Export, "lines"> & { pieces: AsyncGenerator<OutputPiece, void, undefined> };

/** The same as startExport, written in a format; what it cannot carry is told to `context.lose`. */
export async function startFormatExport(
  actor: Actor,
  slug: string,
  filter: ExportFilter,
  { format, ...context }: Omit<WriteContext, "offsets"> & { format: FormatName },
  options: ExportOptions = {},
): Promise<FormatExport> {
  const { write } = formats[format];
  if (!write) throw badInput("not-written", `${format} cannot be written.`);
  const { projectId } = await requireProject(actor, slug, "dataset.export");
  const columns = columnsOf(await readDefinitions(db(), projectId));
  const { entries, ...opened } = await openEntries(actor, slug, filter, options, () => ({ format }));
  return { ...opened, pieces: collecting(write(entries, { ...context, columns, offsets: filter.offsets })) };
}

/** Some formats throw away far more than their articles weigh: what they wrote is collected after, too. */
async function* collecting(pieces: AsyncIterable<OutputPiece>): AsyncGenerator<OutputPiece, void, undefined> {
  let sinceCollected = 0;
  for await (const piece of pieces) {
    yield piece;
    sinceCollected += contentOf(piece).length;
    if (sinceCollected < COLLECT_EVERY / 2) continue;
    sinceCollected = 0;
    collectGarbageSoon();
    // The collector is a task of its own: let it come before the next piece.
    await nextTask();
  }
}

/** The lines of an export alone; refusals are thrown at the first. */
export async function* exportArticles(
  actor: Actor,
  slug: string,
  filter: ExportFilter,
  options: ExportOptions = {},
): AsyncGenerator<string, void, undefined> {
  const { lines } = await startExport(actor, slug, filter, options);
  yield* lines;
}

async function openEntries(
  actor: Actor,
  slug: string,
  filter: ExportFilter,
  options: ExportOptions,
  closing: (isWhole: boolean) => Record<string, string | null>,
): Promise<Omit<Export, "lines"> & { entries: AsyncGenerator<DatasetEntry, void, undefined> }> {
  const project = await requireProject(actor, slug, "dataset.export");
  if (running >= MOST_AT_ONCE) throw tooMany("Too many exports are running. Try again in a minute.", 60);
  const pseudonymKey = options.pseudonymKey ?? randomUUID();
  const { secret } = await db().installation.findFirstOrThrow({ select: { secret: true } });
  const people = makePseudonyms(secret, pseudonymKey);
  const counts = { articles: 0, layers: 0, annotations: 0, people: 0 };
  const scope = { viewerId: actor.userId, projectId: project.projectId, filter };
  const key = { id: pseudonymKey, people };
  const entries = readEntries(actor, scope, key, { counts }, options, closing);
  return { entries, counts, pseudonymKey, slug: project.slug };
}

type Tally = Pick<Export, "counts"> & { lastArticleId?: string };

async function* readEntries(
  actor: Actor,
  scope: ExportScope,
  key: { id: string; people: Pseudonyms },
  tally: Tally,
  options: ExportOptions,
  closing: (isWhole: boolean) => Record<string, string | null>,
): AsyncGenerator<DatasetEntry, void, undefined> {
  let isWhole = false;
  let sinceCollected = 0;
  let snapshot: Snapshot | null = null;
  running += 1;
  try {
    snapshot = await openSnapshot();
    for await (const page of snapshot.pages(scope)) {
      await noteViews(actor, page);
      for (const row of page) {
        const record = buildRecord(row, key, scope.filter, (inexact) => options.onInexact?.(inexact));
        count(tally, row, key.people);
        sinceCollected += weigh(row);
        yield record;
      }
      options.onProgress?.(tally.counts);
      if (sinceCollected > COLLECT_EVERY) {
        sinceCollected = 0;
        collectGarbageSoon();
      }
    }
    const head = { format: formatName, version: formatVersion, pseudonymKey: key.id } as const;
    const { included } = snapshot;
    const whichIncluded = (ids: readonly string[]) => included(scope, ids);
    for await (const pair of listJudgedPairs(actor, scope.projectId, key.people, whichIncluded))
      yield { ...head, item: "pair", ...pair };
    for await (const item of options.items?.(key) ?? []) yield item;
    isWhole = true;
  } finally {
    running -= 1;
    await snapshot?.close();
    await recordEvents(db(), [
      {
        type: "dataset.exported",
        actorId: actor.userId,
        projectId: scope.projectId,
        subjectId: scope.projectId,
        payload: {
          filter: scope.filter,
          ...tally.counts,
          isWhole,
          pseudonymKey: key.id,
          ...closing(isWhole),
        },
      },
    ]);
  }
}

function count(tally: Tally, row: PageRow, people: Pseudonyms): void {
  const { counts } = tally;
  if (tally.lastArticleId !== row.article.id) counts.articles += 1;
  tally.lastArticleId = row.article.id;
  counts.layers += row.layers.length;
  for (const layer of row.layers) counts.annotations += layer.annotations.length;
  counts.people = people.count();
}

async function noteViews(actor: Actor, page: readonly PageRow[]): Promise<void> {
  const ids = page.filter((row) => row.showsOthers).map((row) => row.article.id);
  if (ids.length > 0) await noteLayerViews(actor, ids);
}

/** Notes that the actor has looked at others' layers of many articles. */
export async function noteLayerViews(actor: Actor, articleIds: readonly string[]): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "LayerView" ("articleId", "userId")
    SELECT DISTINCT a, ${actor.userId}::uuid FROM unnest(${[...articleIds]}::uuid[]) AS a
    ON CONFLICT DO NOTHING`;
}

const idRows = z.array(z.object({ id: z.string() }));

/** The database as it is at one moment, to read from for as long as it takes; to be closed. */
export type Snapshot = {
  query: (sql: string, values?: unknown[]) => Promise<unknown[]>;
  pages: (scope: ExportScope) => AsyncGenerator<PageRow[], void, undefined>;
  /** Which of these articles are in scope. */
  included: (scope: ExportScope, articleIds: readonly string[]) => Promise<Set<string>>;
  close: () => Promise<void>;
};

/** Opens a snapshot (REPEATABLE READ, read only) on a connection of its own. */
export async function openSnapshot(): Promise<Snapshot> {
  const client = await pool().connect();
  // A server that ends an idle transaction must not end this process: the next query says so.
  const ignore = () => undefined;
  client.on("error", ignore);
  const close = async () => {
    const failure = await client.query("ROLLBACK").then(
      () => false,
      () => true,
    );
    client.off("error", ignore);
    client.release(failure);
  };
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query("SET LOCAL idle_in_transaction_session_timeout = '15min'");
    await client.query("SET LOCAL jit = off");
  } catch (error) {
    await close();
    throw error;
  }
  return {
    query: async (sql, values = []) => (await client.query(sql, values)).rows,
    pages: (scope) => pagesOf(client, scope),
    included: async (scope, articleIds) => {
      const { rows } = await client.query(includedSql, [...scopeValues(scope), articleIds]);
      return new Set(idRows.parse(rows).map(({ id }) => id));
    },
    close,
  };
}

/**
 * Pages of one snapshot, the next one read while the one before is written; each has as many articles as by the page
 * before make about `PAGE_AIM`, so that memory does not grow with the project.
 */
async function* pagesOf(client: PoolClient, scope: ExportScope): AsyncGenerator<PageRow[], void, undefined> {
  let limit = 4;
  let after = "0";
  let pending: Promise<PageRow[]> | null = readPage(client, scope, after, limit);
  try {
    for (;;) {
      const page: PageRow[] = await pending;
      pending = null;
      const last = page.at(-1);
      if (!last) break;
      after = last.number;
      limit = nextLimit(page, limit);
      pending = readPage(client, scope, after, limit);
      // Its failure is thrown where it is awaited, also when nobody asks for another page.
      pending.catch(() => undefined);
      yield page;
    }
  } finally {
    await pending?.catch(() => undefined);
  }
}

function nextLimit(page: readonly PageRow[], limit: number): number {
  const size = page.reduce((sum, row) => sum + weigh(row), 0);
  const wanted = Math.floor((page.length * PAGE_AIM) / Math.max(1, size));
  return Math.max(1, Math.min(MOST_ARTICLES, limit * 4, wanted));
}

/** About how many UTF-16 units a row's line has: its text, and some 500 a mark. */
function weigh({ version, layers }: PageRow): number {
  const marks = layers.reduce((sum, layer) => sum + layer.annotations.length, 0);
  return (
    version.text.length +
    (version.rawText?.length ?? 0) +
    (version.rawBytes?.length ?? 0) +
    marks * 500 +
    2_000
  );
}

async function readPage(
  client: PoolClient,
  scope: ExportScope,
  after: string,
  limit: number,
): Promise<PageRow[]> {
  const { filter } = scope;
  const values = [...scopeValues(scope), filter.offsets === "raw", after, limit, filter.rawBytes];
  const result = await client.query(pageSql(filter.threads), values);
  return pageRows.parse(result.rows);
}

const previewRow = z.object({
  articles: z.number(),
  layers: z.number(),
  annotations: z.number(),
  people: z.number(),
  articlesWithoutLayer: z.number(),
  unfinishedLayers: z.number(),
  nothingToMark: z.number(),
  notReviewed: z.number(),
  articlesSeenByThis: z.number(),
  articlesBlind: z.number(),
});

/** What an export with this filter would hold now, and what is not annotated in it. Throws notFound, forbidden. */
export async function previewExport(
  actor: Actor,
  slug: string,
  filter: ExportFilter,
): Promise<ExportPreview> {
  const project = await requireProject(actor, slug, "dataset.export");
  const scope = { viewerId: actor.userId, projectId: project.projectId, filter };
  const result = await pool().query(previewSql, scopeValues(scope));
  const { kinds } = await db().project.findUniqueOrThrow({
    where: { id: project.projectId },
    select: { kinds: true },
  });
  const [row] = z.tuple([previewRow]).parse(result.rows);
  return { ...row, kindsNotMarked: annotationKinds.filter((kind) => !kinds.includes(kind)) };
}
