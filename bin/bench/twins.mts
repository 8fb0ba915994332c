import { randomUUID } from "node:crypto";
import pg from "pg";
import { closeDb, switchDatabase } from "@/lib/db";
import { passageKey, tellingWords } from "@/lib/passages/keys";
import { searchPassages } from "@/lib/passages/queries";
import type { PassageQuery } from "@/lib/passages/schema";
import type { Actor } from "@/lib/policy";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { listSentences } from "@/lib/text/sentences";
import { actorFor, makeMember, makeProject } from "../../tests/support/factories";
import {
  asSuperuser,
  type BenchDatabase,
  copyDatabase,
  dropDatabase,
  percentile,
  report,
  round,
} from "./context.mts";
import { measure } from "./flat.mts";

const SIZES = [1_000, 10_000];
const SENTENCES = 12;
/** Sentences that several papers have in their own words, and how many papers have each. */
const WIRES = 20;
const COPIES = 5;
const BATCH = 500;
const TIMED = 40;

/** Numbers from 0 to 1 that a seed names (mulberry32), so that every run and size has the same words. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const syllables = "ba ko lis ter va mun der fel gar hin jor kel lam nor pes rit sol tur vik wen zam".split(
  " ",
);

/** An invented word that a number names; the first are short, as common words are. */
function wordOf(number: number): string {
  let [left, word] = [number + 21, ""];
  for (; left > 0; left = Math.floor(left / syllables.length)) word += syllables[left % syllables.length];
  return word;
}

/** A sentence whose words are as unequally common as those of a language (Zipf 1935), with two names and a number. */
function sentenceOf(random: () => number): string {
  const word = () => wordOf(Math.floor(20_000 ** random()) - 1);
  const name = () => {
    const made = wordOf(3_000 + Math.floor(600 * random()));
    return made.charAt(0).toUpperCase() + made.slice(1);
  };
  const [first = "", ...more] = Array.from({ length: 12 }, word);
  // A sentence is known by its beginning.
  const words = [first.charAt(0).toUpperCase() + first.slice(1), ...more];
  return `${words.slice(0, 4).join(" ")} ${name()} ${words.slice(4, 8).join(" ")} ${Math.floor(10 + 990 * random())} ${words.slice(8).join(" ")} ${name()}.`;
}

/** The same in a paper's own words: some words fall out. */
function retold(sentence: string, random: () => number): string {
  return sentence
    .split(" ")
    .filter((word) => /^[A-Z\d]/.test(word) || random() > 0.2)
    .join(" ");
}

type World = { database: BenchDatabase; actor: Actor; wires: PassageQuery[]; others: PassageQuery[] };

/** A project of `size` articles with their passages filed as the job files them; made by SQL, triggers off. */
async function makeWorld(size: number): Promise<World> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject();
  const actor = actorFor(await makeMember(project, "annotator"));
  const batchId = randomUUID();
  await asSuperuser(
    database,
    `INSERT INTO "ImportBatch" ("id", "projectId", "label", "state", "createdById") VALUES ('${batchId}', '${project.id}', 'bench', 'committed', '${actor.userId}')`,
  );
  const random = randomOf(7);
  const wires = Array.from({ length: WIRES }, () => sentenceOf(random));
  const wanted: Record<"wires" | "others", PassageQuery[]> = { wires: [], others: [] };
  const client = new pg.Client(database.superUrl);
  await client.connect();
  await client.query("SET session_replication_role = replica");
  for (let from = 0; from < size; from += BATCH) {
    const articles = [];
    const keys = [];
    for (let number = from; number < from + BATCH; number += 1) {
      const sentences = Array.from({ length: SENTENCES }, () => sentenceOf(random));
      const wire = number % (size / COPIES);
      if (wire < WIRES) sentences[3] = retold(wires[wire] ?? "", random);
      const text = sentences.join(" ");
      const [articleId, versionId] = [randomUUID(), randomUUID()];
      articles.push({ a: articleId, v: versionId, t: text });
      const index = indexCodePoints(text);
      for (const [place, span] of listSentences(index, "en").entries()) {
        const quote = sliceCodePoints(index, span);
        for (const word of tellingWords(quote, "en"))
          keys.push({ k: String(passageKey(project.id, word)), v: versionId, s: span.start, e: span.end });
        if (place !== 3 || (number >= WIRES && wanted.others.length >= WIRES)) continue;
        wanted[number < WIRES ? "wires" : "others"].push({ versionId, start: span.start, end: span.end });
      }
    }
    await client.query(
      `WITH x AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(a uuid, v uuid, t text)),
       made AS (INSERT INTO "Article" ("id", "projectId", "batchId", "title", "language", "translated", "state")
                SELECT x.a, $2, $3, 'Article', 'en', 'no', 'open' FROM x),
       read AS (INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256", "offsetMap", "extractor")
                SELECT x.v, x.a, $2, 1, x.t, char_length(x.t), sha256(convert_to(x.t, 'UTF8')), convert_to(x.t, 'UTF8'), sha256(convert_to(x.t, 'UTF8')), '{}', 'bench' FROM x)
       INSERT INTO "Chunk" SELECT x.v, c, substr(x.t, c * 1024 + 1, 1024) FROM x, generate_series(0, (char_length(x.t) - 1) / 1024) c`,
      [JSON.stringify(articles), project.id, batchId],
    );
    await client.query(
      `INSERT INTO "PassageKey" ("key", "versionId", "start", "end")
       SELECT x.k::bigint, x.v, x.s, x.e FROM jsonb_to_recordset($1::jsonb) AS x(k text, v uuid, s int, e int) ON CONFLICT DO NOTHING`,
      [JSON.stringify(keys)],
    );
  }
  await client.query("SET session_replication_role = DEFAULT");
  await client.query("VACUUM (ANALYZE)");
  await client.end();
  return { database, actor, ...wanted };
}

type Figures = { buffers: number; median: number; p95: number; found: number };

async function searchesOf({ database, actor }: World, queries: readonly PassageQuery[]): Promise<Figures> {
  let buffers = 0;
  let found = 0;
  for (const query of queries) buffers += await measure({ database }, () => searchPassages(actor, query));
  const times: number[] = [];
  for (let turn = 0; turn < TIMED; turn += 1) {
    const query = queries[turn % queries.length];
    if (!query) continue;
    const started = performance.now();
    const passages = await searchPassages(actor, query);
    times.push(performance.now() - started);
    found += passages.length;
  }
  const count = Math.max(1, queries.length);
  return {
    buffers: buffers / count,
    median: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    found: found / TIMED,
  };
}

/**
 * The search for the five nearest passages in a project of 10,000 articles against one of 1,000: database buffers and
 * milliseconds, for passages that five papers have in their own words and for any others.
 */
export async function benchTwins(): Promise<void> {
  const found: Record<"wires" | "others", Figures>[] = [];
  for (const size of SIZES) {
    const world = await makeWorld(size);
    found.push({
      wires: await searchesOf(world, world.wires),
      others: await searchesOf(world, world.others),
    });
    await closeDb();
    await dropDatabase(world.database);
  }
  const [small, large] = found;
  for (const name of ["wires", "others"] as const) {
    const [base, more] = [small?.[name], large?.[name]];
    if (!base || !more) continue;
    report(`twins-${name}`, {
      ratio: round(more.buffers / base.buffers),
      target: "<= 1.2",
      buffers: { 1000: round(base.buffers), 10000: round(more.buffers) },
      ms: { 1000: round(base.median), 10000: round(more.median) },
      p95: { 1000: round(base.p95), 10000: round(more.p95) },
      found: { 1000: round(base.found), 10000: round(more.found) },
    });
  }
}
