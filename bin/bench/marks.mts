import { randomUUID } from "node:crypto";
import pg from "pg";
import { closeDb, switchDatabase } from "@/lib/db";
import { listMarkChoices, listMarks } from "@/lib/marks/list-marks";
import { type MarkSort, markFilter, markSorts } from "@/lib/marks/schema";
import { encodeCursor, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { listViews } from "@/lib/views/queries";
import { actorFor, makeMember, makeProject } from "../../tests/support/factories";
import { asSuperuser, type BenchDatabase, copyDatabase, dropDatabase, report, round } from "./context.mts";
import { measure } from "./flat.mts";

const SIZES = [1_000, 100_000];
const PER_ARTICLE = 50;

type World = { database: BenchDatabase; slug: string; reviewer: Actor; size: number };

/** A project of `size` final marks in finished articles, a third of them attributions; made by SQL, the lines by their function. */
async function makeWorld(size: number): Promise<World> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject();
  const reviewer = await makeMember(project, "reviewer");
  const batchId = randomUUID();
  const words = ["Forty", "houses", "were", "flooded", "near", "the", "old", "harbour"];
  // The words turn from mark to mark, so that what stands left and right differs.
  const text = `'${Array.from({ length: 60 }, (_, at) => words.map((_word, n) => words[(n * (at + 3)) % words.length]).join(" ")).join(". ")}.'`;
  await asSuperuser(
    database,
    "SET session_replication_role = replica",
    `INSERT INTO "ImportBatch" ("id", "projectId", "label", "state", "createdById") VALUES ('${batchId}', '${project.id}', 'bench', 'committed', '${reviewer.id}')`,
    `INSERT INTO "Article" ("id", "projectId", "batchId", "title", "language", "translated", "state")
     SELECT gen_random_uuid(), '${project.id}', '${batchId}', 'Article ' || n, 'en', 'no', 'done' FROM generate_series(1, ${size / PER_ARTICLE}) n`,
    `INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256", "offsetMap", "extractor")
     SELECT gen_random_uuid(), a."id", a."projectId", 1, ${text}, char_length(${text}), sha256(${text}), 'x', sha256('x'), '{}', 'bench' FROM "Article" a`,
    `INSERT INTO "Chunk" SELECT v."id", c, substr(v."text", c * 1024 + 1, 1024) FROM "ArticleVersion" v, generate_series(0, (v."length" - 1) / 1024) c`,
    `INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "state")
     SELECT gen_random_uuid(), v."projectId", v."articleId", v."id", 'adjudicated', 'closed' FROM "ArticleVersion" v`,
    `INSERT INTO "Annotation" ("id", "layerId", "versionId", "projectId", "kind", "attributes")
     SELECT gen_random_uuid(), l."id", l."versionId", l."projectId", CASE WHEN n % 3 = 0 THEN 'attribution' ELSE 'claim' END::"AnnotationKind",
            CASE WHEN n % 3 = 0 THEN '{"quoteType":"direct"}' ELSE '{"kind":"factual"}' END::jsonb
       FROM "Layer" l, generate_series(1, ${PER_ARTICLE}) n`,
    `INSERT INTO "AnnotationSpan" ("annotationId", "layerId", "versionId", "role", "start", "end", "quote")
     SELECT x."id", x."layerId", x."versionId", CASE x."kind" WHEN 'claim' THEN 'body' ELSE 'content' END, x."start", x."start" + 9, substr(v."text", x."start" + 1, 9)
       FROM (SELECT a.*, (abs(hashtext(a."id"::text)) % 1800)::int AS "start" FROM "Annotation" a) x JOIN "ArticleVersion" v ON v."id" = x."versionId"`,
    "ANALYZE",
    `SELECT count(settle_mark_lines(l."id")) FROM "Layer" l`,
    "SET session_replication_role = DEFAULT",
    "VACUUM (ANALYZE)",
  );
  return { database, slug: project.slug, reviewer: actorFor(reviewer), size };
}

/** The cursor of the page that begins after the row at an offset. */
async function cursorAt(
  { database }: World,
  sort: MarkSort,
  kind: string | null,
  offset: number,
): Promise<string> {
  const client = new pg.Client(database.superUrl);
  await client.connect();
  const { rows } = await client.query<{ key: unknown[] }>(
    `SELECT jsonb_build_array($1::text, "${sort}Key", "annotationId") AS key FROM "MarkLine"
      WHERE $2::text IS NULL OR "kind" = $2 ORDER BY "${sort}Key", "annotationId" LIMIT 1 OFFSET $3`,
    [sort, kind, offset],
  );
  await client.end();
  return encodeCursor({ side: "after", key: rows[0]?.key });
}

async function measureWorld(world: World): Promise<Record<string, number>> {
  const { reviewer, slug, size } = world;
  const buffers: Record<string, number> = {};
  for (const kind of [null, "claim"] as const) {
    const rows = kind ? size - Math.floor(PER_ARTICLE / 3) * (size / PER_ARTICLE) : size;
    const offsets = { first: null, middle: Math.floor(rows / 2), last: rows - pageSize - 1 };
    for (const sort of markSorts)
      for (const [place, offset] of Object.entries(offsets)) {
        const at = offset === null ? undefined : await cursorAt(world, sort, kind, offset);
        const filter = markFilter.parse({ sort, at, kind: kind ?? undefined });
        buffers[`${kind ?? "all"}-${sort}-${place}`] = await measure(world, async () => {
          const page = await listMarks(reviewer, slug, filter);
          if (page.items.length !== pageSize) throw new Error("A page is not full.");
          await Promise.all([listMarkChoices(reviewer, slug), listViews(reviewer, slug, "marks")]);
        });
      }
  }
  return buffers;
}

/** Database buffers of all that the concordance page reads, at 100,000 lines against 1,000: each order, alone and with a kind. */
export async function benchMarks(): Promise<void> {
  const found: Record<string, number>[] = [];
  for (const size of SIZES) {
    const world = await makeWorld(size);
    found.push(await measureWorld(world));
    await closeDb();
    await dropDatabase(world.database);
  }
  const [small = {}, large = {}] = found;
  for (const [name, base] of Object.entries(small))
    report(`marks-${name}`, {
      ratio: round((large[name] ?? 0) / base),
      target: "<= 1.2",
      buffers: { "1000": base, "100000": large[name] },
    });
}
