import { randomUUID } from "node:crypto";
import pg from "pg";
import { closeDb, switchDatabase } from "@/lib/db";
import { encodeCursor, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import {
  countReviewQueue,
  listQueueChoices,
  listReviewQueue,
  mayAssignReviews,
  queueScope,
} from "@/lib/review/queue";
import { queueFilter, queueSorts } from "@/lib/review/queue-schema";
import { sealCursor } from "@/lib/sealed-cursor";
import { listViews } from "@/lib/views/queries";
import { actorFor, makeMember, makeProject } from "../../tests/support/factories";
import { asSuperuser, type BenchDatabase, copyDatabase, dropDatabase, report, round } from "./context.mts";
import { measure } from "./flat.mts";

/** Articles, and people who annotated each of them. */
const SIZES = [
  [200, 2],
  [2_000, 20],
  [20_000, 20],
] as const;

type World = { database: BenchDatabase; slug: string; reviewer: Actor; size: number };

/** A project whose articles all wait for review, each handed in by `people`; made by SQL, triggers off, entries by their function. */
async function makeWorld(size: number, people: number): Promise<World> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject();
  const reviewer = await makeMember(project, "reviewer");
  const annotators: string[] = [];
  for (let n = 0; n < people; n += 1) annotators.push((await makeMember(project, "annotator")).id);
  const batchId = randomUUID();
  const ids = `ARRAY[${annotators.map((id) => `'${id}'`).join(",")}]::uuid[]`;
  await asSuperuser(
    database,
    "SET session_replication_role = replica",
    `INSERT INTO "Source" ("id", "kind", "name") SELECT gen_random_uuid(), 'outlet', 'The Post ' || n FROM generate_series(1, 20) n`,
    `INSERT INTO "ImportBatch" ("id", "projectId", "label", "state", "createdById") VALUES ('${batchId}', '${project.id}', 'bench', 'committed', '${reviewer.id}')`,
    `INSERT INTO "Article" ("id", "projectId", "batchId", "title", "language", "translated", "state", "reviewAgreement", "reviewConflicts", "reviewReadyAt", "publisherId")
     SELECT gen_random_uuid(), '${project.id}', '${batchId}', 'Article ' || n, 'en', 'no', 'review', random(), n % 40, now() - n * interval '1 minute',
            (SELECT "id" FROM "Source" WHERE "name" = 'The Post ' || (1 + n % 20)) FROM generate_series(1, ${size}) n`,
    `INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256", "offsetMap", "extractor")
     SELECT gen_random_uuid(), a."id", a."projectId", 1, 'x', 1, sha256('x'), 'x', sha256('x'), '{}', 'bench' FROM "Article" a`,
    `INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber", "state", "personId", "takenAt", "submittedAt")
     SELECT gen_random_uuid(), a."projectId", a."id", o, a."number", 'submitted', (${ids})[o], now(), now() FROM "Article" a, generate_series(1, ${people}) o`,
    `INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "ownerId", "slotId", "state", "submittedAt")
     SELECT gen_random_uuid(), s."projectId", s."articleId", v."id", 'person', s."personId", s."id", 'submitted', now()
       FROM "Slot" s JOIN "ArticleVersion" v ON v."articleId" = s."articleId"`,
    "ANALYZE",
    `SELECT count(refresh_queue_entry(a."id", a."projectId")) FROM "Article" a`,
    "SET session_replication_role = DEFAULT",
    "VACUUM (ANALYZE)",
  );
  return { database, slug: project.slug, reviewer: actorFor(reviewer), size };
}

const keys = {
  waiting: `to_char("since" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  agreement: `"agreementKey"`,
  conflicts: `"conflictsKey"`,
  source: `"sourceKey"`,
  assignee: `"assigneeKey"`,
} as const;
const columns = { ...keys, waiting: `"since"` } as const;

/** The cursor of the page that begins after the row at an offset. */
async function cursorAt(world: World, sort: (typeof queueSorts)[number], offset: number): Promise<string> {
  const client = new pg.Client(world.database.superUrl);
  await client.connect();
  const way = sort === "conflicts" ? "DESC" : "ASC";
  const { rows } = await client.query<{ key: unknown[] }>(
    `SELECT jsonb_build_array('${sort}', ${keys[sort]}, "articleId", pg_current_snapshot()::text, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS key
       FROM "QueueEntry" ORDER BY ${columns[sort]} ${way}, "articleId" ${way} LIMIT 1 OFFSET ${offset}`,
  );
  await client.end();
  const cursor = encodeCursor({ side: "after", key: rows[0]?.key });
  const isSealed = sort === "agreement" || sort === "conflicts";
  return isSealed ? sealCursor(cursor, queueScope(world.reviewer, world.slug)) : cursor;
}

async function measureWorld(world: World): Promise<Record<string, number>> {
  const { reviewer, slug } = world;
  const buffers: Record<string, number> = {};
  const offsets = { first: null, middle: world.size / 2 - 1, last: world.size - pageSize - 1 };
  for (const sort of queueSorts)
    for (const [place, offset] of Object.entries(offsets)) {
      const at = offset === null ? undefined : await cursorAt(world, sort, offset);
      const filter = queueFilter.parse({ sort, at });
      buffers[`${sort}-${place}`] = await measure(world, () =>
        Promise.all([
          listReviewQueue(reviewer, slug, filter),
          countReviewQueue(reviewer, slug),
          listQueueChoices(reviewer, slug, filter.publisher),
          listViews(reviewer, slug, "review"),
          mayAssignReviews(reviewer, slug),
        ]),
      );
    }
  return buffers;
}

/**
 * Database buffers of everything that the queue page reads, at 20,000 articles by 20 people against 200 by 2, and against
 * a tenth of them, both as PostgreSQL plans them: of 200 rows it may read the whole table, which is few pages.
 */
export async function benchQueue(): Promise<void> {
  const found: Record<string, number>[] = [];
  for (const [size, people] of SIZES) {
    const world = await makeWorld(size, people);
    found.push(await measureWorld(world));
    await closeDb();
    await dropDatabase(world.database);
  }
  const [small = {}, middle = {}, large = {}] = found;
  for (const name of Object.keys(small)) {
    const [base = 0, tenth = 0, most = 0] = [small[name], middle[name], large[name]];
    report(`queue-${name}`, {
      ratio: round(most / base),
      target: "<= 1.2",
      ratioToTenth: round(most / tenth),
      buffers: { "200x2": base, "2000x20": tenth, "20000x20": most },
    });
  }
}
