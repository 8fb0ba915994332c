import pg from "pg";
import { listBoard } from "@/lib/cards/board";
import { type BoardOrder, boardFilter } from "@/lib/cards/board-schema";
import { listFreeClaims } from "@/lib/cards/lists";
import { closeDb, switchDatabase } from "@/lib/db";
import { encodeCursor, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { listClusters } from "@/lib/reuse/list-clusters";
import { clusterFilter } from "@/lib/reuse/schema";
import { listSourceBoard } from "@/lib/sources/board";
import { sourceFilter } from "@/lib/sources/schema";
import { actorFor, makeMember, makeProject } from "../../tests/support/factories";
import { asSuperuser, type BenchDatabase, copyDatabase, dropDatabase, report, round } from "./context.mts";
import { measure } from "./flat.mts";

const SIZES = [1_000, 100_000];
const ORDERS = ["newest", "mentions", "dependent", "contested", "unsettled"] as const satisfies BoardOrder[];

type World = { database: BenchDatabase; slug: string; reviewer: Actor; annotator: Actor };

/** A project of `size` cards and a register of `size` sources, each with its stored figures; made by SQL, triggers off. */
async function makeWorld(size: number): Promise<World> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject();
  const reviewer = await makeMember(project, "reviewer");
  const annotator = await makeMember(project, "annotator");
  await asSuperuser(
    database,
    "SET session_replication_role = replica",
    `INSERT INTO "ClaimCard" ("id", "projectId", "statement", "createdById")
     SELECT gen_random_uuid(), '${project.id}', 'About ' || n || ' houses were flooded', '${reviewer.id}' FROM generate_series(1, ${size}) n`,
    `INSERT INTO "CardStanding" ("cardId", "projectId", "number", "type", "mentions", "articles", "roots", "low", "high", "contest", "unsettled", "dependence", "computedAt", "statement", "createdAt")
     SELECT c."id", c."projectId", c."number", 'content', 2 + c."number" % 40, 2, 2, 1, 2, 1 + c."number" % 9, 1 + c."number" % 5, -(c."number" % 100), now(), c."statement", c."createdAt" FROM "ClaimCard" c`,
    `INSERT INTO "Source" ("id", "kind", "name") SELECT gen_random_uuid(), 'outlet', 'The Post ' || n FROM generate_series(1, ${size}) n`,
    `INSERT INTO "SourceStanding" ("sourceId", "isListed", "lastRatedAt", "isDue", "computedAt")
     SELECT s."id", true, now() - make_interval(days => (s."number" % 900)::int), true, now() FROM "Source" s`,
    `INSERT INTO "SourceUse" ("projectId", "sourceId", "published", "uses", "isDue")
     SELECT '${project.id}', s."id", 1 + s."number" % 50, 1 + s."number" % 50, true FROM "Source" s`,
    `INSERT INTO "SourceRating" ("id", "sourceId", "raterId", "scheme", "schemeVersion", "grade", "role", "rationale", "sawOthers")
     SELECT gen_random_uuid(), s."id", r.who, 'admiralty-reliability', 'STANAG-2511', r.grade, 'publisher', 'x', false
       FROM "Source" s, (VALUES ('${reviewer.id}'::uuid, 'A'), (gen_random_uuid(), 'D')) r(who, grade)`,
    `INSERT INTO "RaterSpread" ("raterId", "sourceId", "spread") SELECT '${reviewer.id}', s."id", 3 FROM "Source" s`,
    ...storyRows(project.id, reviewer.id, size),
    "SET session_replication_role = DEFAULT",
    "VACUUM (ANALYZE)",
  );
  return { database, slug: project.slug, reviewer: actorFor(reviewer), annotator: actorFor(annotator) };
}

/** Finished articles of twenty final claims, of which every other is on a card, and a cluster of reuse for each card. */
function storyRows(projectId: string, userId: string, size: number): string[] {
  const text = "'Forty houses were flooded.'";
  const ordered = (table: string) =>
    `(SELECT "id", row_number() OVER (ORDER BY "id") AS place FROM "${table}")`;
  return [
    `INSERT INTO "ImportBatch" ("id", "projectId", "label", "state", "createdById") VALUES (gen_random_uuid(), '${projectId}', 'bench', 'committed', '${userId}')`,
    `INSERT INTO "Article" ("id", "projectId", "batchId", "title", "language", "translated", "state")
     SELECT gen_random_uuid(), '${projectId}', b."id", 'Article ' || n, 'en', 'no', 'done' FROM "ImportBatch" b, generate_series(1, ${size / 10}) n`,
    `INSERT INTO "ArticleVersion" ("id", "articleId", "projectId", "number", "text", "length", "textSha256", "rawBytes", "rawSha256", "offsetMap", "extractor")
     SELECT gen_random_uuid(), a."id", a."projectId", 1, ${text}, char_length(${text}), sha256(${text}), ${text}, sha256(${text}), '{}', 'bench' FROM "Article" a`,
    `INSERT INTO "Layer" ("id", "projectId", "articleId", "versionId", "kind", "state")
     SELECT gen_random_uuid(), v."projectId", v."articleId", v."id", 'adjudicated', 'closed' FROM "ArticleVersion" v`,
    `INSERT INTO "Annotation" ("id", "layerId", "versionId", "projectId", "kind", "attributes")
     SELECT gen_random_uuid(), l."id", l."versionId", l."projectId", 'claim', '{"kind":"factual"}' FROM "Layer" l, generate_series(1, 20) n`,
    `INSERT INTO "FinalClaim" ("claimId", "projectId", "layerId", "quote", "start", "articleNumber", "isFree")
     SELECT n."id", n."projectId", n."layerId", 'Forty houses were flooded', 0, a."number", n.place > ${size}
       FROM (SELECT x.*, row_number() OVER (ORDER BY "id") AS place FROM "Annotation" x) n
       JOIN "Layer" l ON l."id" = n."layerId" JOIN "Article" a ON a."id" = l."articleId"`,
    `INSERT INTO "Mention" ("id", "cardId", "projectId", "claimId", "createdById")
     SELECT gen_random_uuid(), c."id", '${projectId}', n."id", '${userId}'
       FROM ${ordered("ClaimCard")} c JOIN ${ordered("Annotation")} n ON n.place = c.place`,
    `INSERT INTO "ReuseCluster" ("id", "projectId", "passageCount", "articleCount", "linkCount", "contradictionCount", "newestAt", "hasUnknownDirection", "isTranslated", "hasLoss")
     SELECT gen_random_uuid(), '${projectId}', 2, 2, 1, 0, now() - make_interval(mins => n), false, false, false FROM generate_series(1, ${size}) n`,
    `INSERT INTO "ReusePassage" ("clusterId", "place", "projectId", "parentPlace", "depth", "linkId", "ground", "articleId", "versionId", "quote", "spans", "start", "end")
     SELECT k."id", p, k."projectId", CASE p WHEN 1 THEN 0 END, p, CASE p WHEN 1 THEN gen_random_uuid() END, CASE p WHEN 1 THEN 'time' END,
            v."articleId", v."id", 'Forty houses', '[[0, 12]]', 0, 12
       FROM (SELECT *, row_number() OVER (ORDER BY "id") AS n FROM "ReuseCluster") k CROSS JOIN generate_series(0, 1) p
       JOIN (SELECT *, row_number() OVER (ORDER BY "id") AS n FROM "ArticleVersion") v ON v.n = (k.n * 2 + p) % ${size / 10} + 1`,
  ];
}

/** The cursor after the row at an offset of an order given in SQL, so that no walk through thousands of pages is needed. */
async function cursorAt(world: World, key: string, rest: string, offset: number): Promise<string> {
  const client = new pg.Client(world.database.superUrl);
  await client.connect();
  const { rows } = await client.query<{ key: (string | number)[] }>(
    `SELECT jsonb_build_array(${key}) AS key ${rest} LIMIT 1 OFFSET ${offset}`,
  );
  await client.end();
  return encodeCursor({ side: "after", key: rows[0]?.key });
}

const orderKeys = {
  newest: `"number"`,
  mentions: `"mentions"`,
  dependent: `"dependence"`,
  contested: `"contest"`,
  unsettled: `"unsettled"`,
} as const satisfies Record<(typeof ORDERS)[number], string>;

async function measureWorld(world: World, size: number): Promise<Record<string, number>> {
  const buffers: Record<string, number> = {};
  const offsets = { middle: size / 2, last: size - pageSize - 1 };
  for (const order of ORDERS) {
    const column = orderKeys[order];
    const list = (cursor?: string) =>
      listBoard(world.reviewer, world.slug, boardFilter.parse({ order, cursor }));
    buffers[`claims-${order}-first`] = await measure(world, () => list());
    for (const [place, offset] of Object.entries(offsets)) {
      const rest = `FROM "CardStanding" ORDER BY ${column} DESC, "number" DESC`;
      const cursor = await cursorAt(world, `'${order}', ${column}::text, "number"::text`, rest, offset);
      buffers[`claims-${order}-${place}`] = await measure(world, () => list(cursor));
    }
  }
  const ofAnnotator = (order: BoardOrder, more: object = {}) =>
    measure(world, () => listBoard(world.annotator, world.slug, boardFilter.parse({ order, ...more })));
  buffers["claims-annotator-newest-first"] = await ofAnnotator("newest");
  buffers["claims-annotator-mentions-first"] = await ofAnnotator("mentions");
  buffers["claims-words-first"] = await ofAnnotator("newest", { q: "houses were" });
  buffers["claims-content-first"] = await ofAnnotator("mentions", { type: "content" });
  const free = (cursor?: string) => listFreeClaims(world.reviewer, world.slug, { cursor });
  buffers["free-claims-first"] = await measure(world, () => free());
  const clusters = (cursor?: string) =>
    listClusters(world.reviewer, world.slug, clusterFilter.parse({ cursor }));
  buffers["reuse-first"] = await measure(world, () => clusters());
  const views = {
    "by-name": [undefined, `"name", "id"`, `FROM "Source" ORDER BY "name", "id"`],
    rated: [
      "rated",
      `to_char("lastRatedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), "sourceId"`,
      `FROM "SourceStanding" ORDER BY "lastRatedAt" DESC, "sourceId" DESC`,
    ],
    due: ["due", `"uses", "sourceId"`, `FROM "SourceUse" ORDER BY "uses" DESC, "sourceId" DESC`],
    contested: [
      "contested",
      `"spread", "sourceId"`,
      `FROM "RaterSpread" ORDER BY "spread" DESC, "sourceId" DESC`,
    ],
  } as const;
  for (const [name, [show, key, rest]] of Object.entries(views)) {
    const list = (cursor?: string) => listSourceBoard(world.reviewer, sourceFilter.parse({ show, cursor }));
    buffers[`sources-${name}-first`] = await measure(world, () => list());
    for (const [place, offset] of Object.entries(offsets)) {
      const cursor = await cursorAt(world, key, rest, offset);
      buffers[`sources-${name}-${place}`] = await measure(world, () => list(cursor));
    }
  }
  return buffers;
}

/** Database buffers of the first, middle and last page of every view of both boards, at 1,000 and 100,000 cards and sources. */
export async function benchBoards(): Promise<void> {
  const found: Record<string, number>[] = [];
  for (const size of SIZES) {
    const world = await makeWorld(size);
    found.push(await measureWorld(world, size));
    await closeDb();
    await dropDatabase(world.database);
  }
  const [small = {}, large = {}] = found;
  for (const name of Object.keys(small)) {
    const [base = 0, most = 0] = [small[name], large[name]];
    report(`boards-${name}`, {
      ratio: round(most / base),
      target: "<= 1.2",
      buffers: { [String(SIZES[0])]: base, [String(SIZES[1])]: most },
    });
  }
}
