import { randomUUID } from "node:crypto";
import pg from "pg";
import { z } from "zod";
import { getArticle } from "@/lib/articles/get-article";
import { getArticleText, getLayerGuideline, getWorkPosition } from "@/lib/articles/get-article-text";
import { listArticleFilters, listArticles } from "@/lib/articles/list-articles";
import { articleFilter } from "@/lib/articles/list-schema";
import { closeDb, switchDatabase } from "@/lib/db";
import { getLayer } from "@/lib/layers/queries";
import type { Actor } from "@/lib/policy";
import { countReviewQueue, listReviewQueue } from "@/lib/review/queue";
import { queueFilter } from "@/lib/review/queue-schema";
import { actorFor, makeMember, makeProject } from "../../tests/support/factories";
import {
  asSuperuser,
  type BenchDatabase,
  captureStatements,
  copyDatabase,
  dropDatabase,
  report,
  round,
  type Statement,
} from "./context.mts";

const SIZES = [1_000, 100_000, 1_000_000];
const PER_ARTICLE = 50;
/** Enough for several full pages at every size: a page of fewer rows costs less, which says nothing about size. */
const LEAST_ARTICLES = 250;
/** Articles waiting for review, so that every size fills pages: all but the ten that people still work on. */
const IN_WORK = 10;

type World = {
  database: BenchDatabase;
  slug: string;
  reviewer: Actor;
  annotator: Actor;
  articleIds: string[];
  ownLayer: string;
  versionOfOwn: string;
};

/** A project of `size` annotations in two submitted layers an article; made by SQL, triggers off. */
async function makeWorld(size: number): Promise<World> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject();
  const annotator = await makeMember(project, "annotator");
  const second = await makeMember(project, "annotator");
  const reviewer = await makeMember(project, "reviewer");
  const articles = Math.max(LEAST_ARTICLES, size / PER_ARTICLE);
  const perLayer = Math.max(1, Math.floor(size / articles / 2));
  const batchId = randomUUID();
  const text = "Forty houses were flooded, the mayor said. ".repeat(60).trim();
  const quoted = `'${text}'`;
  await asSuperuser(
    database,
    "SET session_replication_role = replica",
    `INSERT INTO "ImportBatch" ("id", "projectId", "label", "state", "createdById") VALUES ('${batchId}', '${project.id}', 'bench', 'committed', '${reviewer.id}')`,
    `INSERT INTO "Article" ("id", "projectId", "batchId", "title", "language", "translated", "state", "reviewAgreement", "reviewConflicts", "reviewReadyAt")
     SELECT gen_random_uuid(), '${project.id}', '${batchId}', 'Article ' || n, 'en', 'no', CASE WHEN n <= ${IN_WORK} THEN 'open' ELSE 'review' END,
            CASE WHEN n > ${IN_WORK} THEN random() END, 3, now() FROM generate_series(1, ${articles}) n`,
    `INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256", "offsetMap", "extractor")
     SELECT gen_random_uuid(), a."id", a."projectId", 1, ${quoted}, char_length(${quoted}), sha256(${quoted}), ${quoted}, sha256(${quoted}), '{}', 'bench' FROM "Article" a`,
    `INSERT INTO "Chunk" SELECT v."id", c, substr(v."text", c * 1024 + 1, 1024) FROM "ArticleVersion" v, generate_series(0, (${text.length} - 1) / 1024) c`,
    `INSERT INTO "Block" ("id", "versionId", "projectId", "kind", "start", "end") SELECT gen_random_uuid(), v."id", v."projectId", 'body', 0, v."length" FROM "ArticleVersion" v`,
    `INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber", "state", "personId", "takenAt", "leaseUntil", "submittedAt")
     SELECT gen_random_uuid(), a."projectId", a."id", o, a."number", CASE WHEN a."state" = 'open' THEN 'taken' ELSE 'submitted' END::"SlotState",
            CASE o WHEN 1 THEN '${annotator.id}' ELSE '${second.id}' END::uuid, now(), now() + interval '1 day', now()
       FROM "Article" a, generate_series(1, 2) o`,
    `INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "ownerId", "slotId", "state", "submittedAt")
     SELECT gen_random_uuid(), s."projectId", s."articleId", v."id", 'person', s."personId", s."id",
            CASE WHEN s."state" = 'taken' THEN 'open' ELSE 'submitted' END::"LayerState", now()
       FROM "Slot" s JOIN "ArticleVersion" v ON v."articleId" = s."articleId"`,
    `INSERT INTO "Annotation" ("id", "layerId", "versionId", "projectId", "kind", "attributes")
     SELECT gen_random_uuid(), l."id", l."versionId", l."projectId", 'claim', '{"kind":"factual","origin":"none-given","quantities":[]}'
       FROM "Layer" l, generate_series(1, CASE l."state" WHEN 'open' THEN ${PER_ARTICLE / 2} ELSE ${perLayer} END) n`,
    `INSERT INTO "AnnotationSpan" ("annotationId", "layerId", "versionId", "role", "start", "end", "quote")
     SELECT a."id", a."layerId", a."versionId", 'body', 0, 12, 'Forty houses' FROM "Annotation" a`,
    "SET session_replication_role = DEFAULT",
    `SELECT refresh_queue_entry(a."id", a."projectId") FROM "Article" a`,
    "VACUUM (ANALYZE)",
  );
  const client = new pg.Client(database.superUrl);
  await client.connect();
  const ids = await client.query<{ id: string }>(`SELECT "id" FROM "Article" ORDER BY "number"`);
  const own = await client.query<{ id: string; versionId: string }>(
    `SELECT "id", "versionId" FROM "Layer" WHERE "ownerId" = $1 AND "state" = 'open' ORDER BY "id" LIMIT 1`,
    [annotator.id],
  );
  await client.end();
  return {
    database,
    slug: project.slug,
    reviewer: actorFor(reviewer),
    annotator: actorFor(annotator),
    articleIds: ids.rows.map((row) => row.id),
    ownLayer: own.rows[0]?.id ?? "",
    versionOfOwn: own.rows[0]?.versionId ?? "",
  };
}

type Page = { next: string | null; previous: string | null };

/** The first, middle and last page of a list, each as the cursor that opens it; walked without being measured. */
async function findCursors(
  read: (cursor: string | undefined) => Promise<Page>,
): Promise<Record<string, string | undefined>> {
  const cursors: (string | undefined)[] = [undefined];
  for (let page = await read(undefined); page.next; page = await read(page.next)) cursors.push(page.next);
  return { first: undefined, middle: cursors[Math.floor(cursors.length / 2)], last: cursors.at(-1) };
}

export async function measure(
  world: { database: BenchDatabase },
  work: () => Promise<unknown>,
): Promise<number> {
  const statements = await captureStatements(work);
  const client = new pg.Client({ connectionString: world.database.url, options: "-c role=sourcebench_app" });
  await client.connect();
  let buffers = 0;
  // The second look: the first one fills the session's catalogue caches.
  for (const isCounted of [false, true])
    for (const statement of statements) {
      const found = await explain(client, statement);
      if (isCounted) buffers += found;
    }
  await client.end();
  return buffers;
}

const planShape = z.object({ "Shared Hit Blocks": z.number(), "Shared Read Blocks": z.number() });
const explained = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: planShape })]) })]);

async function explain(client: pg.Client, statement: Statement): Promise<number> {
  if (!/^\s*(SELECT|WITH)/i.test(statement.text)) return 0;
  const { rows } = await client.query(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement.text}`,
    statement.values,
  );
  const [{ "QUERY PLAN": plan }] = explained.parse(rows);
  return plan[0].Plan["Shared Hit Blocks"] + plan[0].Plan["Shared Read Blocks"];
}

async function measureWorld(world: World): Promise<Record<string, number>> {
  const { slug, reviewer, annotator } = world;
  const buffers: Record<string, number> = {};
  const list = (cursor?: string) => listArticles(reviewer, slug, articleFilter.parse({ cursor }));
  for (const [place, cursor] of Object.entries(await findCursors(list)))
    buffers[`articles-${place}`] = await measure(world, () =>
      Promise.all([list(cursor), listArticleFilters(reviewer, slug)]),
    );
  const queue = (cursor?: string) =>
    listReviewQueue(reviewer, slug, queueFilter.parse({ sort: "agreement", at: cursor }));
  for (const [place, cursor] of Object.entries(await findCursors(queue)))
    buffers[`queue-${place}`] = await measure(world, () =>
      Promise.all([queue(cursor), countReviewQueue(reviewer, slug)]),
    );
  const places = {
    first: 0,
    middle: Math.floor(world.articleIds.length / 2),
    last: world.articleIds.length - 1,
  };
  for (const [place, index] of Object.entries(places)) {
    const articleId = world.articleIds[index] ?? "";
    buffers[`article-${place}`] = await measure(world, () => getArticle(reviewer, { slug, articleId }));
  }
  buffers.annotate = await measure(world, async () => {
    const layer = await getLayer(annotator, world.ownLayer);
    await getArticleText(annotator, world.versionOfOwn);
    await getWorkPosition(annotator, layer.projectId);
    await getLayerGuideline(annotator, world.ownLayer);
  });
  return buffers;
}

/** Database buffers of every statement of a page, at each size against the smallest. */
export async function benchFlat(): Promise<void> {
  const found: { size: number; buffers: Record<string, number> }[] = [];
  for (const size of SIZES) {
    const world = await makeWorld(size);
    found.push({ size, buffers: await measureWorld(world) });
    await closeDb();
    await dropDatabase(world.database);
  }
  const [small, ...larger] = found;
  for (const name of Object.keys(small?.buffers ?? {})) {
    const base = small?.buffers[name] ?? 0;
    const ratios = larger.map(({ buffers }) => round((buffers[name] ?? 0) / base));
    report(`flat-${name}`, {
      ratio: Math.max(...ratios),
      target: "<= 1.2",
      buffers: Object.fromEntries(found.map(({ size, buffers }) => [size, buffers[name]])),
    });
  }
}
