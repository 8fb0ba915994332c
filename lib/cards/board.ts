import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { countOwnView, type OwnCard } from "@/lib/cards/board-own-view";
import { type BoardFilter, type BoardOrder, type BoardRow, boardOrders } from "@/lib/cards/board-schema";
import { db, type Tx } from "@/lib/db";
import { type Cursor, decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, can } from "@/lib/policy";
import { escapeLike } from "@/lib/sources/queries";
import { Prisma } from "@/prisma/generated/client";

const columns = {
  newest: "number",
  mentions: "mentions",
  dependent: "dependence",
  contested: "contest",
  unsettled: "unsettled",
  articles: "articles",
  origins: "high",
  denials: "denials",
} as const satisfies Record<BoardOrder, string>;

const whole = z.union([z.number(), z.bigint()]).transform(Number);
const storedRow = z.object({
  id: z.string(),
  number: z.bigint(),
  key: z.union([z.bigint(), z.number()]).transform(BigInt),
  statement: z.string(),
  type: z.enum(["content", "speech-act"]),
  mentions: whole,
  articles: whole,
  clusters: whole,
  unnamed: whole,
  roots: whole,
  low: whole,
  high: whole,
  unexaminedPairs: whole,
  unratedRoots: whole,
  denials: whole,
  assessments: whole,
  valueConflicts: whole,
  suggestedCredibility: z.number().nullable(),
  hasProblem: z.boolean(),
  isDisputed: z.boolean(),
  isPending: z.boolean(),
  firstPublishedAt: z.date().nullable(),
  lastPublishedAt: z.date().nullable(),
  createdAt: z.date(),
});
export type StoredRow = z.output<typeof storedRow>;

const digits = z.string().regex(/^-?\d{1,18}$/);
const cursorKey = z.tuple([z.enum(boardOrders), digits, digits]);
type BoardCursor = Cursor<z.output<typeof cursorKey>> | null;

type Scope = {
  actor: Actor;
  projectId: string;
  seesAll: boolean;
  own: OwnCard[];
  hidden: string[];
  hasLeftOut: boolean;
};

/**
 * A page of a project's cards by their stored figures. Cards that rest on an article which the actor has still to hand in
 * are counted for the actor anew, without it, and stand where those figures put them: neither a figure, an order nor an
 * absence tells what that article holds. Throws notFound, badInput `bad-cursor`.
 */
export async function listBoard(
  actor: Actor,
  slug: string,
  filter: BoardFilter,
  tx: Tx = db(),
): Promise<Page<BoardRow> & { isCounting: boolean; hasLeftOut: boolean }> {
  const scope = await openScope(actor, slug, tx);
  const cursor = cursorOf(filter);
  const page = makePage(await readRows(scope, filter, cursor, pageSize + 1, tx), cursor, (row) =>
    keyOf(filter, row),
  );
  const waiting = await tx.$queryRaw`
    SELECT 1 FROM "StandingWork" w WHERE w."kind" IN ('article', 'pair', 'source') LIMIT 1`;
  const isCounting = z.array(z.unknown()).parse(waiting).length > 0;
  return { ...page, items: page.items.map(toDto), isCounting, hasLeftOut: scope.hasLeftOut };
}

/** Every card of the board that the filter lets through, in its order, read piece by piece; a change in between may show. */
export async function* eachOnBoard(
  actor: Actor,
  slug: string,
  filter: BoardFilter,
): AsyncGenerator<BoardRow[]> {
  const scope = await openScope(actor, slug, db());
  let cursor: BoardCursor = null;
  for (;;) {
    const rows: StoredRow[] = await readRows(scope, filter, cursor, 500, db());
    yield rows.map(toDto);
    const last = rows.at(-1);
    if (!last || rows.length < 500) return;
    cursor = { side: "after", key: keyOf(filter, last) };
  }
}

async function openScope(actor: Actor, slug: string, tx: Tx): Promise<Scope> {
  const { projectId, role } = await requireProject(actor, slug, "project.view", tx);
  const seesAll = can(role, "card.edit");
  return { actor, projectId, seesAll, ...(await countOwnView(actor, projectId, tx)) };
}

function keyOf(filter: BoardFilter, row: StoredRow): z.output<typeof cursorKey> {
  return [filter.order, String(row.key), String(row.number)];
}

/** A cursor of another order starts nowhere here: it is refused as one that this list has not made. */
function cursorOf(filter: BoardFilter): BoardCursor {
  const own = z.tuple([z.literal(filter.order), digits, digits]);
  return decodeCursor(own, filter.cursor);
}

async function readRows(
  scope: Scope,
  filter: BoardFilter,
  cursor: BoardCursor,
  limit: number,
  tx: Tx,
): Promise<StoredRow[]> {
  const stored = z.array(storedRow).parse(await tx.$queryRaw(boardSql(scope, filter, cursor, limit)));
  const isBackward = cursor?.side === "before";
  const own = scope.own
    .map((card) => storedRow.parse({ ...card.row, key: ownKey(filter.order, card.row) }))
    .filter((row) => passes(scope, filter, row))
    .filter(
      (row) =>
        !cursor ||
        compare(row, { key: BigInt(cursor.key[1]), number: BigInt(cursor.key[2]) }) * (isBackward ? -1 : 1) >
          0,
    );
  if (own.length === 0) return stored;
  return [...stored, ...own].toSorted((a, b) => compare(a, b) * (isBackward ? -1 : 1)).slice(0, limit);
}

/** The board's order: the greater key first, then the newer card. */
function compare(a: { key: bigint; number: bigint }, b: { key: bigint; number: bigint }): number {
  if (a.key !== b.key) return a.key > b.key ? -1 : 1;
  return a.number === b.number ? 0 : a.number > b.number ? -1 : 1;
}

function ownKey(order: BoardOrder, row: OwnCard["row"]): bigint {
  const keys: Record<BoardOrder, bigint | number> = {
    newest: row.number,
    mentions: row.mentions,
    dependent: row.dependence,
    contested: row.contest,
    unsettled: row.unsettled,
    articles: row.articles,
    origins: row.high,
    denials: row.denials,
  };
  return BigInt(keys[order]);
}

/** The filters of `conditions`, for the few cards that are counted for the actor alone. */
function passes(scope: Scope, filter: BoardFilter, row: StoredRow): boolean {
  const own = scope.own.find((card) => card.row.id === row.id);
  const inView: Partial<Record<BoardOrder, boolean>> = {
    dependent: row.type === "content" && row.mentions >= 2,
    contested: row.key > 0n || row.isDisputed,
    unsettled: row.key > 0n,
  };
  const isWith = {
    denials: row.denials > 0,
    unexamined: row.unexaminedPairs > 0,
    unrated: row.unratedRoots > 0,
    unnamed: row.unnamed > 0,
  };
  const { from, to } = days(filter);
  return (
    (inView[filter.order] ?? true) &&
    (!filter.type || row.type === filter.type) &&
    (!filter.credibility ||
      (row.suggestedCredibility === null ? "none" : String(row.suggestedCredibility)) ===
        filter.credibility) &&
    (!filter.with || isWith[filter.with]) &&
    (!filter.origin || (own?.origins.includes(filter.origin) ?? false)) &&
    (!filter.q || row.statement.toLowerCase().includes(filter.q.normalize("NFC").toLowerCase())) &&
    (!from || (row.lastPublishedAt !== null && row.lastPublishedAt >= from)) &&
    (!to || (row.firstPublishedAt !== null && row.firstPublishedAt < to))
  );
}

/** The first moment of the first day and the one after the last day, both in UTC. */
function days(filter: BoardFilter): { from: Date | null; to: Date | null } {
  const at = (day: string | undefined, plus: number) =>
    day ? new Date(new Date(`${day}T00:00:00Z`).getTime() + plus) : null;
  return { from: at(filter.from, 0), to: at(filter.to, 86_400_000) };
}

function conditions(scope: Scope, filter: BoardFilter): Prisma.Sql[] {
  const { from, to } = days(filter);
  const counted = [...scope.own.map((card) => card.row.id), ...scope.hidden];
  const withSql = {
    denials: Prisma.sql`s."denials" > 0`,
    unexamined: Prisma.sql`s."unexaminedPairs" > 0`,
    unrated: Prisma.sql`s."unratedRoots" > 0`,
    unnamed: Prisma.sql`s."unnamed" > 0`,
  };
  return [
    Prisma.sql`s."projectId" = ${scope.projectId}::uuid`,
    ...(counted.length > 0 ? [Prisma.sql`s."cardId" <> ALL(${counted}::uuid[])`] : []),
    ...(scope.seesAll ? [] : [Prisma.sql`s."mentions" > 0`]),
    ...(filter.type ? [Prisma.sql`s."type" = ${filter.type}`] : []),
    ...(filter.credibility
      ? [
          filter.credibility === "none"
            ? Prisma.sql`s."suggestedCredibility" IS NULL`
            : Prisma.sql`s."suggestedCredibility" = ${Number(filter.credibility)}::int`,
        ]
      : []),
    ...(filter.with ? [withSql[filter.with]] : []),
    ...(filter.origin
      ? [
          Prisma.sql`EXISTS (SELECT 1 FROM "CardSource" o
            WHERE o."cardId" = s."cardId" AND o."sourceId" = ${filter.origin}::uuid AND o."isOrigin")`,
        ]
      : []),
    ...(filter.q
      ? [
          Prisma.sql`EXISTS (SELECT 1 FROM "ClaimCard" w
            WHERE w."id" = s."cardId" AND w."statement" ILIKE ${`%${escapeLike(filter.q.normalize("NFC"))}%`})`,
        ]
      : []),
    ...(from ? [Prisma.sql`s."lastPublishedAt" >= ${from}`] : []),
    ...(to ? [Prisma.sql`s."firstPublishedAt" < ${to}`] : []),
  ];
}

function boardSql(scope: Scope, filter: BoardFilter, cursor: BoardCursor, limit: number): Prisma.Sql {
  const viewer = Prisma.sql`${scope.actor.userId}::uuid`;
  const column = Prisma.raw(`s."${columns[filter.order]}"`);
  const isBackward = cursor?.side === "before";
  const down = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const sign = isBackward ? Prisma.sql`>` : Prisma.sql`<`;
  const beyond = !cursor
    ? []
    : filter.order === "newest"
      ? [Prisma.sql`s."number" ${sign} ${cursor.key[2]}::bigint`]
      : [Prisma.sql`(${column}, s."number") ${sign} (${cursor.key[1]}::bigint, ${cursor.key[2]}::bigint)`];
  const wanted = [...conditions(scope, filter), ...beyond];
  // The limit inside keeps the walk along the order's index: each card is tried for itself, until a page is full.
  const seen = scope.seesAll
    ? Prisma.empty
    : Prisma.sql`CROSS JOIN LATERAL (SELECT FROM seen_cards(${viewer}) c WHERE c."id" = s."cardId" LIMIT 1) c`;
  const pick = (from: Prisma.Sql, also: Prisma.Sql[]) => Prisma.sql`
    (SELECT s.*, ${column}::bigint AS key FROM ${from} ${seen} WHERE ${Prisma.join([...wanted, ...also], " AND ")}
      ORDER BY ${column} ${down}, s."number" ${down} LIMIT ${limit})`;
  const table = Prisma.sql`"CardStanding" s`;
  const picks: Record<BoardOrder, () => Prisma.Sql> = {
    newest: () => pick(table, []),
    mentions: () => pick(table, []),
    articles: () => pick(table, []),
    origins: () => pick(table, []),
    denials: () => pick(table, []),
    dependent: () => pick(table, [Prisma.sql`s."type" = 'content' AND s."mentions" >= 2`]),
    unsettled: () => pick(table, [Prisma.sql`s."unsettled" > 0`]),
    // Cards that only grades contest come from the actor's own grades: whoever has given none cannot find them here.
    contested: () => Prisma.sql`
      ${pick(table, [Prisma.sql`s."contest" > 0`])} UNION ALL
      ${pick(Prisma.sql`"CardDispute" d JOIN "CardStanding" s ON s."cardId" = d."cardId"`, [
        Prisma.sql`d."raterId" = ${viewer} AND d."projectId" = ${scope.projectId}::uuid AND s."contest" = 0`,
      ])}`,
  };
  return Prisma.sql`
    WITH page AS MATERIALIZED (
      SELECT * FROM (${picks[filter.order]()}) s ORDER BY s.key ${down}, s."number" ${down} LIMIT ${limit}),
    ids AS MATERIALIZED (SELECT array_agg("cardId") AS all FROM page)
    SELECT s."cardId" AS id, s.*, coalesce(s."cardId" = ANY(d.ids), false) AS "isDisputed",
           s."computedAt" IS NULL OR coalesce(s."cardId" = ANY(w.ids), false) AS "isPending"
      FROM page s
     CROSS JOIN (SELECT array_agg(d."cardId") AS ids FROM "CardDispute" d
                  WHERE d."raterId" = ${viewer} AND d."cardId" = ANY((SELECT ids.all FROM ids)::uuid[])) d
     CROSS JOIN (SELECT array_agg(w."subjectId") AS ids FROM "StandingWork" w
                  WHERE w."kind" IN ('card', 'failed') AND w."subjectId" = ANY((SELECT ids.all FROM ids)::uuid[])) w
     ORDER BY s.key ${down}, s."number" ${down}`;
}

function toDto({ number: _number, key: _key, ...row }: StoredRow): BoardRow {
  return {
    ...row,
    firstPublishedAt: row.firstPublishedAt?.toISOString() ?? null,
    lastPublishedAt: row.lastPublishedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

const originRows = z.array(z.object({ id: z.string(), name: z.string() }));

/** The source that the board is filtered by, where the actor may see it: for the filter's label. */
export async function boardOrigin(
  actor: Actor,
  filter: BoardFilter,
  tx: Tx = db(),
): Promise<{ id: string; name: string } | null> {
  if (!filter.origin) return null;
  const rows = originRows.parse(
    await tx.$queryRaw`
      SELECT s."id", s."name" FROM seen_sources(${actor.userId}::uuid) s WHERE s."id" = ${filter.origin}::uuid`,
  );
  return rows[0] ?? null;
}
