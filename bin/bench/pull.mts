import { randomUUID } from "node:crypto";
import pg from "pg";
import { closeDb, switchDatabase } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { actorFor, makeMember, makeProject } from "../../tests/support/factories";
import { asSuperuser, type BenchDatabase, copyDatabase, dropDatabase, report, round } from "./context.mts";

/** Articles, and people wanted for each of them. */
const SIZES = [
  [200, 2],
  [20_000, 20],
] as const;
const PULLS = 20;

type World = { database: BenchDatabase; slug: string; actors: Record<string, Actor> };

/**
 * A project whose places are all free, but that `ahead` has handed in the first half of the articles and `done` all of
 * them; made by SQL, triggers off.
 */
async function makeWorld(size: number, people: number): Promise<World> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject({ annotatorsPerArticle: people });
  const actors: Record<string, Actor> = {};
  for (const name of ["new", "ahead", "done"])
    actors[name] = actorFor(await makeMember(project, "annotator", { name }));
  const [batchId, half] = [randomUUID(), size / 2];
  const text = "'Forty houses were flooded.'";
  const had = `CASE WHEN o = 1 AND n.place <= ${half} THEN '${actors.ahead?.userId}' WHEN o = 2 THEN '${actors.done?.userId}' END::uuid`;
  await asSuperuser(
    database,
    "SET session_replication_role = replica",
    `INSERT INTO "ImportBatch" ("id", "projectId", "label", "state", "createdById") VALUES ('${batchId}', '${project.id}', 'bench', 'committed', '${actors.new?.userId}')`,
    `INSERT INTO "Article" ("id", "projectId", "batchId", "title", "language", "translated", "state")
     SELECT gen_random_uuid(), '${project.id}', '${batchId}', 'Article ' || n, 'en', 'no', 'open' FROM generate_series(1, ${size}) n`,
    `INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256", "offsetMap", "extractor")
     SELECT gen_random_uuid(), a."id", a."projectId", 1, ${text}, char_length(${text}), sha256(${text}), ${text}, sha256(${text}), '{}', 'bench' FROM "Article" a`,
    `INSERT INTO "Slot" ("id", "projectId", "articleId", "ordinal", "articleNumber", "language", "state", "personId", "takenAt", "submittedAt")
     SELECT gen_random_uuid(), n."projectId", n."id", o, n."number", 'en', CASE WHEN ${had} IS NULL THEN 'open' ELSE 'submitted' END::"SlotState", ${had},
            CASE WHEN ${had} IS NOT NULL THEN now() - interval '30 days' END, CASE WHEN ${had} IS NOT NULL THEN now() - interval '30 days' END
       FROM (SELECT *, row_number() OVER (ORDER BY "number") AS place FROM "Article") n, generate_series(1, ${people + 2}) o ORDER BY n."number", o`,
    "SET session_replication_role = DEFAULT",
    "VACUUM (ANALYZE)",
  );
  return { database, slug: project.slug, actors };
}

/** Everything that was read or written of tables and their indexes so far, what triggers and constraints did included. */
async function buffersOf(database: BenchDatabase): Promise<number> {
  // Statistics of a connection are complete once it has ended.
  await closeDb();
  const client = new pg.Client(database.superUrl);
  await client.connect();
  const { rows } = await client.query<{ sum: string }>(
    `SELECT sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0) + coalesce(toast_blks_hit + toast_blks_read, 0)) AS sum FROM pg_statio_user_tables`,
  );
  await client.end();
  await switchDatabase(database.url);
  return Number(rows[0]?.sum ?? 0);
}

async function pullsOf({ database, slug, actors }: World, name: string): Promise<Record<string, number>> {
  const actor = actors[name];
  if (!actor) throw new Error(`Nobody is called ${name}.`);
  const figures: Record<string, number> = {};
  // The first look of somebody may have to find where to begin; the others go on from there.
  for (const [turn, pulls] of [
    ["first", 1],
    ["next", PULLS],
  ] as const) {
    const before = await buffersOf(database);
    for (let n = 0; n < pulls; n += 1) {
      const taken = await takeNextSlot(actor, slug);
      if ((taken === null) !== (name === "done")) throw new Error("The pull took what it should not.");
    }
    figures[turn] = ((await buffersOf(database)) - before) / pulls;
  }
  return figures;
}

/**
 * Database buffers of a pull at 20,000 articles by 20 people against 200 by 2, everything counted that it sets off: for
 * somebody new, for somebody half of the articles ahead of all others, and for somebody for whom nothing is left.
 */
export async function benchPull(): Promise<void> {
  const found: Record<string, number>[] = [];
  for (const [size, people] of SIZES) {
    const world = await makeWorld(size, people);
    const figures: Record<string, number> = {};
    for (const name of Object.keys(world.actors))
      for (const [turn, buffers] of Object.entries(await pullsOf(world, name)))
        figures[`${name}-${turn}`] = buffers;
    found.push(figures);
    await closeDb();
    await dropDatabase(world.database);
  }
  const [small = {}, large = {}] = found;
  for (const [name, base] of Object.entries(small))
    report(`pull-${name}`, {
      ratio: round((large[name] ?? 0) / base),
      target: "<= 1.2",
      buffers: { "200x2": round(base), "20000x20": round(large[name] ?? 0) },
    });
}
