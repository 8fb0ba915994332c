import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import { closeDb, db, switchDatabase } from "@/lib/db";
import { makePseudonyms } from "@/lib/exports/pseudonyms";
import { makeMember, makeProject } from "../../tests/support/factories";
import {
  asSuperuser,
  type BenchDatabase,
  copyDatabase,
  dropDatabase,
  percentile,
  report,
  round,
} from "./context.mts";

const SIZES = [100_000, 1_000_000];
const PER_ARTICLE = 100;
const TIMES = 3;
const MEGABYTE = 1024 * 1024;
const sentence = "Forty houses were flooded, the mayor said. ";

export type World = {
  database: BenchDatabase;
  slug: string;
  projectId: string;
  managerId: string;
  people: string[];
};

/** A project of `size` annotations, a hundred an article in two submitted layers; made by SQL, triggers off. */
export async function makeWorld(size: number): Promise<World> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject();
  const manager = await makeMember(project, "manager");
  const people = [(await makeMember(project, "annotator")).id, (await makeMember(project, "annotator")).id];
  const batchId = randomUUID();
  const text = `'${sentence.repeat(60).trim()}'`;
  const half = PER_ARTICLE / 2;
  await asSuperuser(
    database,
    "SET session_replication_role = replica",
    `INSERT INTO "ImportBatch" ("id", "projectId", "label", "state", "createdById") VALUES ('${batchId}', '${project.id}', 'bench', 'committed', '${manager.id}')`,
    `INSERT INTO "Article" ("id", "projectId", "batchId", "title", "language", "translated", "state", "createdAt")
     SELECT gen_random_uuid(), '${project.id}', '${batchId}', 'Article ' || n, 'en', 'no', 'review', now() FROM generate_series(1, ${size / PER_ARTICLE}) n`,
    `INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256", "offsetMap", "extractor")
     SELECT gen_random_uuid(), a."id", a."projectId", 1, ${text}, char_length(${text}), sha256(${text}), ${text}, sha256(${text}),
            jsonb_build_object('rawLength', char_length(${text}), 'storedLength', char_length(${text}), 'segments', '[]'::jsonb), 'bench' FROM "Article" a`,
    `INSERT INTO "Block" ("id", "versionId", "projectId", "kind", "start", "end") SELECT gen_random_uuid(), v."id", v."projectId", 'body', 0, v."length" FROM "ArticleVersion" v`,
    `INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "ownerId", "state", "submittedAt", "createdAt")
     SELECT gen_random_uuid(), v."projectId", v."articleId", v."id", 'person', p.id::uuid, 'submitted', now(), now()
       FROM "ArticleVersion" v, unnest(ARRAY['${people.join("','")}']) AS p(id)`,
    `INSERT INTO "Annotation" ("id", "layerId", "versionId", "projectId", "kind", "attributes", "createdById")
     SELECT gen_random_uuid(), l."id", l."versionId", l."projectId", 'claim', '{"kind":"factual","origin":"none-given","quantities":[]}', l."ownerId"
       FROM "Layer" l, generate_series(1, ${half}) n`,
    `INSERT INTO "AnnotationSpan" ("annotationId", "layerId", "versionId", "role", "start", "end", "quote")
     SELECT a."id", a."layerId", a."versionId", 'body', a.n * ${sentence.length}, a.n * ${sentence.length} + 25, 'Forty houses were flooded'
       FROM (SELECT *, (row_number() OVER (PARTITION BY "layerId") - 1) AS n FROM "Annotation") a`,
    "SET session_replication_role = DEFAULT",
    "VACUUM (ANALYZE)",
  );
  return { database, slug: project.slug, projectId: project.id, managerId: manager.id, people };
}

const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const string = (value: string) => `to_json(${value})::text`;

/** The same lines made by one SELECT from the same tables, so that COPY sends the same bytes. */
export function linesSql(world: World, key: string, pseudonyms: Map<string, string>): string {
  const who = (column: string) =>
    `CASE ${column} ${[...pseudonyms].map(([id, name]) => `WHEN '${id}' THEN '${name}'`).join(" ")} END`;
  return `
    SELECT '{"format":"sourcebench-jsonl","version":1,"pseudonymKey":"${key}","offsets":{"unit":"code-point","text":"stored"},"article":{"id":"' || a."id"
        || '","title":' || ${string('a."title"')} || ',"publisher":null,"credits":[],"byline":null,"url":null,"publishedAt":null,"publishedText":null,"language":"'
        || a."language" || '","originalLanguage":null,"translated":"' || a."translated" || '","derivation":null,"derivesFrom":null,"importedAt":"'
        || ${time('a."createdAt"')} || '","origin":null},"articleVersion":{"id":"' || v."id" || '","number":' || v."number" || ',"extractor":"' || v."extractor"
        || '","length":' || v."length" || ',"sha256":"' || encode(v."textSha256", 'hex') || '","rawSha256":"' || encode(v."rawSha256", 'hex') || '","text":'
        || ${string('v."text"')} || ',"rawText":null,"rawBytes":null,"offsetMap":{"rawLength":' || v."length" || ',"storedLength":' || v."length"
        || ',"segments":[]}},"blocks":[' || (SELECT string_agg('{"kind":"' || b."kind" || '","start":' || b."start" || ',"end":' || b."end" || ',"source":null}', ',' ORDER BY b."start")
             FROM "Block" b WHERE b."versionId" = v."id") || '],"layers":['
        || (SELECT string_agg('{"id":"' || l."id" || '","kind":"' || l."kind" || '","round":' || l."round" || ',"state":"' || l."state" || '","annotator":"' || ${who('l."ownerId"')}
             || '","guideline":null,"createdAt":"' || ${time('l."createdAt"')} || '","submittedAt":"' || ${time('l."submittedAt"')} || '","nothingToMark":false,"annotations":['
             || (SELECT string_agg('{"id":"' || n."id" || '","kind":"' || n."kind" || '","attributes":' || replace(replace(n."attributes"::text, '": ', '":'), ', "', ',"')
                  || ',"spans":[' || s."spans" || '],"nestedIn":null,"revision":' || n."revision" || ',"createdAt":"' || ${time('n."createdAt"')} || '","updatedAt":"' || ${time('n."updatedAt"')}
                  || '","createdBy":"' || ${who('n."createdById"')} || '","review":{"status":"not-reviewed","reason":null,"at":null,"by":null,"decision":null},"decidedBy":null,"origin":null}',
                  ',' ORDER BY s."first", n."id")
                  FROM "Annotation" n
                 CROSS JOIN LATERAL (SELECT min(s."start") AS "first", string_agg('{"role":"' || s."role" || '","start":' || s."start" || ',"end":' || s."end" || ',"quote":'
                    || ${string('s."quote"')} || ',"utf16Start":' || s."start" || ',"utf16End":' || s."end" || '}', ',' ORDER BY s."start") AS "spans"
                    FROM "AnnotationSpan" s WHERE s."annotationId" = n."id") s
                 WHERE n."layerId" = l."id" AND n."deletedAt" IS NULL)
             || '],"claimLinks":[],"attributionSources":[],"restsOn":[],"reuseLinks":[],"origin":null}', ',' ORDER BY l."createdAt", l."id")
             FROM seen_layers('${world.managerId}') l WHERE l."articleId" = a."id" AND l."state" IN ('submitted', 'closed'))
        || '],"review":{"state":"' || a."state" || '","agreement":null,"conflicts":null,"finishedAt":null,"units":[]}}'
      FROM seen_articles('${world.managerId}') a JOIN "ArticleVersion" v ON v."articleId" = a."id"
     WHERE a."projectId" = '${world.projectId}' ORDER BY a."number"`;
}

export async function copy(
  world: World,
  sql: string,
): Promise<{ seconds: number; bytes: number; sha256: string }> {
  const client = new pg.Client({
    connectionString: world.database.url,
    options: "-c role=sourcebench_app -c jit=off",
  });
  await client.connect();
  const hash = createHash("sha256");
  let bytes = 0;
  const started = performance.now();
  // A quote and a delimiter that no line holds: the lines leave as they are.
  const stream = client.query(
    copyTo(`COPY (${sql}) TO STDOUT (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')`),
  );
  for await (const piece of stream) {
    const part = z.instanceof(Buffer).parse(piece);
    bytes += part.length;
    hash.update(part);
  }
  const seconds = (performance.now() - started) / 1000;
  await client.end();
  return { seconds, bytes, sha256: hash.digest("hex") };
}

const childReport = z.object({
  idle: z.number(),
  runs: z
    .array(
      z.object({
        seconds: z.number(),
        bytes: z.number(),
        lines: z.number(),
        sha256: z.string(),
        peak: z.number(),
      }),
    )
    .min(1),
  held: z.array(z.number()).min(1),
});

async function exportInChild(world: World, key: string): Promise<z.infer<typeof childReport>> {
  const file = path.join(import.meta.dirname, "export-child.mts");
  const args = [
    "--expose-gc",
    "--max-semi-space-size=32",
    "--import",
    "tsx",
    "--conditions=react-server",
    file,
  ];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...args, world.slug, world.managerId, key, String(TIMES)],
    { env: { ...process.env, DATABASE_URL: world.database.url }, maxBuffer: MEGABYTE },
  );
  return childReport.parse(JSON.parse(stdout));
}

/**
 * The export of 100,000 annotations against COPY of a SELECT that makes the same bytes (compared by SHA-256), the best
 * of three each; and its memory in a process of its own, also at ten times the rows: what is resident at most over idle
 * (the median of three exports) and what an export holds, garbage apart (the median of forty places in one).
 */
export async function benchExport(): Promise<void> {
  const growths: number[] = [];
  const holdings: number[] = [];
  for (const size of SIZES) {
    const world = await makeWorld(size);
    const key = randomUUID();
    const { secret } = await db().installation.findFirstOrThrow();
    const { person } = makePseudonyms(secret, key);
    const pseudonyms = new Map(world.people.map((id) => [id, person(id) ?? ""]));
    await closeDb();
    const sql = linesSql(world, key, pseudonyms);
    const copies = [await copy(world, sql), await copy(world, sql), await copy(world, sql)];
    const { idle, runs, held } = await exportInChild(world, key);
    const copySeconds = Math.min(...copies.map((run) => run.seconds));
    const exportSeconds = Math.min(...runs.map((run) => run.seconds));
    report("export", {
      annotations: size,
      ratio: round(exportSeconds / copySeconds),
      target: 3,
      exportSeconds: round(exportSeconds),
      copySeconds: round(copySeconds),
      megabytes: round((runs[0]?.bytes ?? 0) / MEGABYTE),
      sameBytes: runs[0]?.sha256 === copies[0]?.sha256,
    });
    const growth =
      percentile(
        runs.map((run) => run.peak),
        0.5,
      ) - idle;
    const holding = percentile(held, 0.5);
    growths.push(growth);
    holdings.push(holding);
    report("export memory", {
      annotations: size,
      megabytesOverIdle: round(growth / MEGABYTE),
      target: 64,
      idleMegabytes: round(idle / MEGABYTE),
      heldMegabytes: round(holding / MEGABYTE),
      heldAtMostMegabytes: round(Math.max(...held) / MEGABYTE),
    });
    await dropDatabase(world.database);
  }
  // What is resident also says when the engine saw fit to collect, and what the system took back from it meanwhile; what
  // is held says what the rows cost, in steps of the page (some 0.4 MB) that is read ahead or is not.
  const [small = 0, large = 0] = holdings;
  const [smallGrowth = 0, largeGrowth = 0] = growths;
  report("export memory at ten times the rows", {
    ratio: round(large / small),
    ratioOverIdle: round(largeGrowth / smallGrowth),
    target: 1.1,
    heldMegabytes: holdings.map((bytes) => round(bytes / MEGABYTE)),
    megabytesOverIdle: growths.map((bytes) => round(bytes / MEGABYTE)),
  });
}
