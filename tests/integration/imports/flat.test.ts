import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { importDataset } from "@/lib/dataset-imports/import-dataset";
import { beginDataset, readIntoBatch } from "@/lib/dataset-imports/stage";
import { closeDb, db, inTransaction, type Tx } from "@/lib/db";
import { startFreshPlans } from "@/lib/fresh-plans";
import { withdrawBatch } from "@/lib/imports/commands";
import { commitBatch } from "@/lib/imports/commit";
import { leaveOutKnown } from "@/lib/imports/known-before";
import { getBatch } from "@/lib/imports/queries";
import { connect } from "../../../prisma/migrate.mjs";
import { createDatabase } from "../../support/database";
import { actorFor, makeBatch, makeMember, makeProject } from "../../support/factories";
import { sourceFiles } from "../../support/import-jsonl";
import { commit, doccano, dryRun } from "../dataset-imports/support";
import { stageFiles } from "./support";

const database = await createDatabase();
afterAll(closeDb);

async function makePlace() {
  const project = await makeProject();
  return { project, slug: project.slug, manager: actorFor(await makeMember(project, "manager")) };
}

const updatesShape = z.array(z.object({ table: z.string(), updates: z.coerce.number() }));

/** How many row versions updates made of tables that other rows name, or that only count, while `work` ran. */
async function updatesOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await readUpdates();
  await work();
  const after = await readUpdates();
  return Object.fromEntries(Object.entries(after).map(([table, n]) => [table, n - (before[table] ?? 0)]));
}

/** A connection has told its counts when it is gone. */
async function readUpdates(): Promise<Record<string, number>> {
  await closeDb();
  const admin = await connect(database.superUrl);
  const others = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  await expect.poll(async () => (await admin.query(others)).rows, { interval: 20 }).toEqual([]);
  const { rows } = await admin.query(
    `SELECT relname AS table, n_tup_upd AS updates FROM pg_stat_user_tables
      WHERE relname IN ('Project', 'ImportBatch', 'ImportedIdentity', 'SuggestionRun', 'SuggestionTally', 'Source', 'Member')`,
  );
  await admin.end();
  return Object.fromEntries(updatesShape.parse(rows).map(({ table, updates }) => [table, updates]));
}

const quiet = {
  ...{ Project: 0, ImportBatch: 0, ImportedIdentity: 0, Member: 0, Source: 0 },
  ...{ SuggestionRun: 0, SuggestionTally: 0 },
};

async function countOf(id: string): Promise<number> {
  return (await db().project.findUniqueOrThrow({ where: { id }, select: { articleCount: true } }))
    .articleCount;
}

function insertArticles(tx: Tx, place: { projectId: string; batchId: string }, count: number) {
  return tx.$executeRaw`
    INSERT INTO "Article" ("id", "projectId", "batchId", "title", "language", "translated")
    SELECT gen_random_uuid(), ${place.projectId}::uuid, ${place.batchId}::uuid, 'Ferry ' || i, 'en', 'no'
      FROM generate_series(1, ${count}::int) i`;
}

const readsShape = z.tuple([z.object({ reads: z.number() })]);

/** Rows of a table that a transaction has read so far. */
async function readsOf(tx: Tx, table: string): Promise<number> {
  const rows = await tx.$queryRaw`
    SELECT (idx_tup_fetch + seq_tup_read)::int AS reads FROM pg_stat_xact_user_tables WHERE relname = ${table}`;
  return readsShape.parse(rows)[0].reads;
}

class Undo extends Error {}

/** What `work` answers in a transaction that is rolled back. */
async function undoneAfter<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const answers: T[] = [];
  const ended = inTransaction(undefined, async (tx) => {
    answers.push(await work(tx));
    throw new Undo();
  });
  await expect(ended).rejects.toThrow(Undo);
  const [answer] = answers;
  if (answer === undefined) throw new Error("There is no answer.");
  return answer;
}

const articles = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({ text: `Ferry ${n} runs again, the harbour office said.`, publisher: "The Elms Post" }),
  ).join("\n");
const marked = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    doccano(`The mayor said 🙂 the bridge is safe. Forty houses were flooded. ${n}`),
  ).join("");

describe("rows that others name get as many versions by a long import as by a short one", () => {
  it.each([40, 160])("of %i articles, which are counted all the same", async (count) => {
    const { project, slug, manager } = await makePlace();
    const { batchId } = await stageFiles(manager, slug, { "a.jsonl": articles(count) });
    const updates = await updatesOf(() => commitBatch(manager, slug, batchId));
    // Begun, done; and the project's count.
    expect(updates).toEqual({ ...quiet, ImportBatch: 2, Project: 1 });
    expect(await countOf(project.id)).toBe(count);
    expect(await getBatch(manager, slug, batchId)).toMatchObject({ total: count, done: count });
    const undone = await updatesOf(() => withdrawBatch(manager, slug, batchId));
    expect(undone).toEqual({ ...quiet, ImportBatch: 1, Project: 1 });
    expect(await countOf(project.id)).toBe(0);
  });

  it.each([30, 90])("of %i annotated articles", async (count) => {
    const { project, slug, manager } = await makePlace();
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": marked(count) });
    const labels = { PER: "leave-out", OPINION: "leave-out" };
    const updates = await updatesOf(() => commit(manager, slug, batchId, { labels }));
    expect(updates).toEqual({ ...quiet, ImportBatch: 2, Project: 1 });
    expect(await countOf(project.id)).toBe(count);
  });

  it("of a program's suggestions, which are counted all the same", async () => {
    const { slug, manager } = await makePlace();
    const files = sourceFiles({ "a.jsonl": marked(60) });
    const labels = { PER: "leave-out", OPINION: "leave-out" };
    await importDataset(manager, slug, { label: "a", format: null, files, labels });
    const producer = { producer: "tagger", version: "1" };
    const { batchId } = await beginDataset(manager, slug, { label: "b", format: null, producer });
    await readIntoBatch(manager, slug, batchId, async () => files);
    const updates = await updatesOf(() => commit(manager, slug, batchId, { labels }));
    expect(updates).toEqual({ ...quiet, ImportBatch: 2 });
    expect(await db().suggestionTally.findMany({ select: { kind: true, total: true } })).toEqual([
      { kind: "claim", total: 60 },
    ]);
  });

  it("and a rolled back part of a transaction counts nothing", async () => {
    const { project } = await makePlace();
    const { id: batchId } = await makeBatch(project);
    const add = (tx: Tx, count: number) => insertArticles(tx, { projectId: project.id, batchId }, count);
    await inTransaction(undefined, async (tx) => {
      await tx.$executeRaw`SAVEPOINT a`;
      await add(tx, 3);
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT a`;
      await add(tx, 2);
      await tx.$executeRaw`SAVEPOINT b`;
      await add(tx, 5);
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT b`;
      await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`;
      await add(tx, 4);
      await tx.$executeRaw`SET CONSTRAINTS ALL DEFERRED`;
      await add(tx, 1);
    });
    expect(await countOf(project.id)).toBe(7);
  });
});

it("an import into a project that another is coming into waits for nothing", async () => {
  const { project } = await makePlace();
  const place = { projectId: project.id, batchId: (await makeBatch(project)).id };
  await inTransaction(undefined, async (tx) => {
    await insertArticles(tx, place, 2);
    await inTransaction(undefined, (other) => insertArticles(other, place, 3));
    expect(await countOf(project.id)).toBe(3);
  });
  expect(await countOf(project.id)).toBe(5);
});

describe("what an import looks up is read by itself, before any statistics know of it", () => {
  it("the article of each row that names it, once the tables have grown", async () => {
    const { project } = await makePlace();
    const { id: batchId } = await makeBatch(project);
    const place = { projectId: project.id, batchId };
    const count = 4_000;
    const reads = await undoneAfter(async (tx) => {
      const refresh = startFreshPlans(tx);
      for (let made = 0; made < count; made += 100) {
        await insertArticles(tx, place, 100);
        await tx.$executeRaw`
          INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber")
          SELECT gen_random_uuid(), a."projectId", a."id", 1, a."number" FROM "Article" a
           WHERE a."batchId" = ${batchId}::uuid AND NOT EXISTS (SELECT 1 FROM "Slot" s WHERE s."articleId" = a."id")`;
        await refresh(100);
      }
      return readsOf(tx, "Article");
    });
    expect(reads).toBeLessThan(count * 300);
  });

  it("the earlier draft with the same text", async () => {
    const { project, slug, manager } = await makePlace();
    const batchId = randomUUID();
    const count = 2_000;
    const reads = await undoneAfter(async (tx) => {
      const data = { id: batchId, projectId: project.id, label: "drafts", createdById: manager.userId };
      await tx.importBatch.create({ data });
      await tx.$executeRaw`
        INSERT INTO "ImportDraft" ("id", "batchId", "projectId", "ordinal", "fileName", "bytes", "text", "textSha256", "draft")
        SELECT gen_random_uuid(), ${batchId}::uuid, ${project.id}::uuid, i, 'a', '', 'text', sha256(('text ' || i % 1999)::bytea), '{}'
          FROM generate_series(1, ${count}::int) i`;
      expect(await leaveOutKnown(tx, batchId, false)).toMatchObject({ duplicates: 1 });
      expect(await getBatch(manager, slug, batchId, tx)).toMatchObject({
        included: count - 1,
        duplicates: 1,
      });
      return readsOf(tx, "ImportDraft");
    });
    expect(reads).toBeLessThan(count * 20);
  });
});
