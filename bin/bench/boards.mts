import pg from "pg";
import { listBoard } from "@/lib/cards/board";
import { type BoardOrder, boardFilter } from "@/lib/cards/board-schema";
import { closeDb, switchDatabase } from "@/lib/db";
import { encodeCursor, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { listSourceBoard } from "@/lib/sources/board";
import { sourceFilter } from "@/lib/sources/schema";
import { actorFor, makeMember, makeProject } from "../../tests/support/factories";
import { asSuperuser, type BenchDatabase, copyDatabase, dropDatabase, report, round } from "./context.mts";
import { measure } from "./flat.mts";

const SIZES = [1_000, 100_000];
const ORDERS = ["newest", "mentions", "dependent", "contested", "unsettled"] as const satisfies BoardOrder[];

type World = { database: BenchDatabase; slug: string; reviewer: Actor };

/** A project of `size` cards and a register of `size` sources, each with its stored figures; made by SQL, triggers off. */
async function makeWorld(size: number): Promise<World> {
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject();
  const reviewer = await makeMember(project, "reviewer");
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
    "SET session_replication_role = DEFAULT",
    "VACUUM (ANALYZE)",
  );
  return { database, slug: project.slug, reviewer: actorFor(reviewer) };
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
