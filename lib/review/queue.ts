import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { badInput } from "@/lib/errors";
import { decodeCursor, encodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import { type Actor, can } from "@/lib/policy";
import { readLayersOn } from "@/lib/review/layer-versions";
import {
  naturalDirection,
  type QueueChoices,
  type QueueCounts,
  type QueueFilter,
  type QueueItem,
  type QueueSort,
} from "@/lib/review/queue-schema";
import { refusalOf } from "@/lib/review/standing";
import { openCursor, sealCursor } from "@/lib/sealed-cursor";
import { getSourceName } from "@/lib/sources/source-name";
import { Prisma } from "@/prisma/generated/client";

const nobody = "00000000-0000-0000-0000-000000000000";
/** Rows that one page looks at at most in an order that leaves some out: one that finds few says so, and the next goes on. */
const MOST_LOOKED_AT = 500;
/** A page's address is good for this long: after that the past it is drawn from may have been cleared away. */
const SNAPSHOT_HOURS = 12;

const rowShape = z.object({
  articleId: z.string(),
  title: z.string(),
  list: z.string(),
  since: z.date(),
  agreement: z.number().nullable(),
  conflicts: z.number().nullable(),
  key: z.union([z.date(), z.number(), z.string()]),
  annotators: z.number(),
  publisherId: z.string(),
  publisherName: z.string().nullable(),
  assigneeId: z.string(),
  assigneeName: z.string().nullable(),
  hasUnsubmitted: z.boolean(),
  hasOwn: z.boolean(),
  isBarred: z.boolean(),
  isPast: z.boolean(),
  nowList: z.string().nullable(),
  nowAssignee: z.string().nullable(),
  snapshot: z.string(),
  at: z.date(),
});
type Row = z.output<typeof rowShape>;
const placeShape = rowShape.pick({ articleId: true, key: true, snapshot: true, at: true });

/** A page of the queue; `isPartial` where it looked at as many rows as one page may and goes on from there. */
export type QueuePage = Page<QueueItem> & { projectId: string; isPartial: boolean };

const sorts: Record<QueueSort, { column: Prisma.Sql; type: Prisma.Sql }> = {
  waiting: { column: Prisma.sql`e."since"`, type: Prisma.sql`timestamptz` },
  agreement: { column: Prisma.sql`e."agreementKey"`, type: Prisma.sql`float8` },
  conflicts: { column: Prisma.sql`e."conflictsKey"`, type: Prisma.sql`int` },
  source: { column: Prisma.sql`e."sourceKey"`, type: Prisma.sql`text` },
  assignee: { column: Prisma.sql`e."assigneeKey"`, type: Prisma.sql`text` },
};
// What the index of every order holds, and no more: a page is read from it alone.
const line = Prisma.sql`e."id", e."articleId", e."list", e."title", e."since", e."agreement", e."conflicts", e."annotators",
  e."publisherId", e."publisherName", e."assigneeId", e."assigneeName", e."fewAnnotatorIds"`;

const keyShapes: Record<QueueSort, z.ZodType<string | number>> = {
  waiting: z.iso.datetime(),
  agreement: z.number(),
  conflicts: z.int32(),
  source: z.string().max(300),
  assignee: z.string().max(300),
};
const snapshotShape = z
  .string()
  .max(1_500)
  .regex(/^\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?$/)
  .refine(isSnapshot);

/** Whether a text in the shape of a snapshot is one that PostgreSQL could have made: 0 < xmin ≤ each in progress < xmax. */
function isSnapshot(text: string): boolean {
  const [from = 0n, to = 0n, ...running] = text.split(/[:,]/).filter(Boolean).map(BigInt);
  const isRising = running.every((id, at) => id >= (running[at - 1] ?? from));
  return from > 0n && from <= to && isRising && running.every((id) => id < to) && to < 2n ** 63n;
}

/**
 * A page of a list of the review queue in the order asked for, ties by id. Every page that a cursor opens is drawn from
 * the snapshot of the first one, so that no row is skipped or repeated however the queue moves meanwhile; what changed
 * since then is flagged. Rows that the reader may know no figures of are left out of the orders by figures; a page looks
 * at `mostLookedAt` rows there and is `isPartial` where it found no full page among them. Throws notFound, forbidden,
 * badInput `bad-cursor`.
 */
export async function listReviewQueue(
  actor: Actor,
  slug: string,
  filter: QueueFilter,
  {
    tx = db(),
    limit = pageSize,
    mostLookedAt = MOST_LOOKED_AT,
  }: { tx?: Tx; limit?: number; mostLookedAt?: number } = {},
): Promise<QueuePage> {
  const { projectId } = await requireProject(actor, slug, "review.decide", tx);
  const { column, type } = sorts[filter.sort];
  const shape = z.tuple([
    z.literal(filter.sort),
    keyShapes[filter.sort],
    z.uuid(),
    snapshotShape,
    z.iso.datetime(),
  ]);
  const isByFigures = filter.sort === "agreement" || filter.sort === "conflicts";
  const scope = queueScope(actor, slug);
  const cursor = decodeCursor(shape, isByFigures ? openCursor(filter.at, scope) : filter.at);
  if (cursor && Date.now() - Date.parse(cursor.key[4]) > SNAPSHOT_HOURS * 3_600_000)
    throw badInput("bad-cursor", "This page is too old. Go back to the first page of the list.");
  const isDown = (filter.direction ?? naturalDirection(filter.sort, filter.show)) === "down";
  const isAgainst = isDown !== (cursor?.side === "before");
  const way = isAgainst ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const beyond = cursor
    ? Prisma.sql`AND (${column}, e."articleId") ${isAgainst ? Prisma.sql`<` : Prisma.sql`>`}
        (${cursor.key[1]}::${type}, ${cursor.key[2]}::uuid)`
    : Prisma.empty;
  const wanted = Prisma.sql`e."projectId" = ${projectId}::uuid AND ${listCondition(actor, filter)}
    AND ${narrowing(actor, filter)} ${beyond}`;
  const lookedAt = isByFigures ? mostLookedAt : limit + 1;
  const order = Prisma.sql`ORDER BY "key" ${way}, "articleId" ${way}`;
  const snapshot = cursor ? Prisma.sql`${cursor.key[3]}::pg_snapshot` : Prisma.sql`pg_current_snapshot()`;
  // Without a cursor this very statement is the snapshot, and what is current is what it sees.
  const past = cursor
    ? Prisma.sql`UNION ALL (SELECT ${line}, ${column} AS "key", true AS "isPast" FROM "QueueEntry" e
         WHERE e."projectId" = ${projectId}::uuid AND e."endedIn" >= pg_snapshot_xmin(${snapshot})
           AND NOT pg_visible_in_snapshot(e."endedIn", ${snapshot}) AND pg_visible_in_snapshot(e."beganIn", ${snapshot})
           AND ${wanted} ${order} LIMIT ${lookedAt})`
    : Prisma.empty;
  const since = cursor ? Prisma.sql`AND pg_visible_in_snapshot(e."beganIn", ${snapshot})` : Prisma.empty;
  const range = Prisma.sql`FROM ((SELECT ${line}, ${column} AS "key", false AS "isPast" FROM "QueueEntry" e
              WHERE e."endedIn" IS NULL AND ${wanted} ${since} ${order} LIMIT ${lookedAt}) ${past}) e ${order}`;
  // What became of a row is looked up for rows of the past alone: a join would look for every row.
  const now = (name: Prisma.Sql) => Prisma.sql`CASE WHEN e."isPast" THEN (
    SELECT n.${name} FROM "QueueEntry" n WHERE n."articleId" = e."articleId" AND n."endedIn" IS NULL) END`;
  const snapshotText = cursor ? Prisma.sql`${cursor.key[3]}::text` : Prisma.sql`pg_current_snapshot()::text`;
  const at = cursor ? Prisma.sql`${cursor.key[4]}::timestamptz` : Prisma.sql`now()`;
  const found = await tx.$queryRaw`
    SELECT e."articleId", e."title", e."list", e."since", e."agreement", e."conflicts", e."key", e."annotators",
           e."publisherId", e."publisherName", e."assigneeId", e."assigneeName",
           e."hasUnsubmitted",
           ${actor.userId}::uuid = ANY(e."annotatorIds") AS "hasOwn",
           e."annotatorIds" && ARRAY(SELECT b."annotatorId" FROM "ReviewBar" b
             WHERE b."projectId" = ${projectId}::uuid AND b."reviewerId" = ${actor.userId}::uuid) AS "isBarred",
           e."isPast", ${now(Prisma.sql`"list"`)} AS "nowList", ${now(Prisma.sql`"assigneeName"`)} AS "nowAssignee",
           ${snapshotText} AS snapshot, ${at} AS at
      FROM (SELECT e.*, coalesce(e."fewAnnotatorIds", (
              SELECT h."annotatorIds" FROM "QueueEntry" h WHERE h."id" = e."id")) AS "annotatorIds",
                   e."articleId" = ANY(${openWork(actor)}) AS "hasUnsubmitted" ${range} LIMIT ${lookedAt}) e
     WHERE ${isByFigures ? shown(actor) : Prisma.sql`true`}
     ${order} LIMIT ${limit + 1}`;
  const rows = z.array(rowShape).parse(found);
  const keyFrom = (row: z.output<typeof placeShape>) => [
    filter.sort,
    row.key instanceof Date ? row.key.toISOString() : row.key,
    row.articleId,
    rows[0]?.snapshot ?? row.snapshot,
    (rows[0]?.at ?? row.at).toISOString(),
  ];
  const page = makePage(rows, cursor, keyFrom, limit);
  const told = page.items.flatMap((row) => (isBlind(row) || row.isPast ? [] : row.articleId));
  const layersOn = await readLayersOn(tx, told);
  const items = page.items.map((row) => ({
    ...toItem(actor, row),
    layersOn: layersOn.get(row.articleId) ?? null,
  }));
  if (!isByFigures) return { ...page, projectId, items, isPartial: false };
  const sealed = (at: string | null) => at && sealCursor(at, scope);
  const safe = { projectId, items, previous: sealed(page.previous), next: sealed(page.next) };
  if (rows.length > limit) return { ...safe, isPartial: false };
  const last = z.array(placeShape).parse(
    await tx.$queryRaw`
      SELECT e."articleId", e."key", ${snapshotText} AS snapshot, ${at} AS at ${range} OFFSET ${lookedAt - 1} LIMIT 1`,
  )[0];
  if (!last) return { ...safe, isPartial: false };
  const side = cursor?.side === "before" ? "before" : "after";
  // The last row looked at may be the reader's own, whose figures the address must not tell.
  const onward = sealed(encodeCursor({ side, key: keyFrom(last) }));
  return { ...safe, [side === "before" ? "previous" : "next"]: onward, isPartial: true };
}

/** What a page's address in an order by figures is sealed for. */
export function queueScope(actor: Actor, slug: string): string {
  return `review queue ${slug} ${actor.userId}`;
}

function listCondition(actor: Actor, { show }: QueueFilter): Prisma.Sql {
  if (show !== "mine") return Prisma.sql`e."list" = ${show}`;
  return Prisma.sql`e."assigneeId" = ${actor.userId}::uuid AND e."list" IN ('waiting', 'reviewing')`;
}

function narrowing(actor: Actor, { publisher, assignee }: QueueFilter): Prisma.Sql {
  const source = publisher === "unknown" ? nobody : publisher;
  const person = assignee === "me" ? actor.userId : assignee === "nobody" ? nobody : assignee;
  return Prisma.sql`${source ? Prisma.sql`e."publisherId" = ${source}::uuid` : Prisma.sql`true`}
    AND ${person ? Prisma.sql`e."assigneeId" = ${person}::uuid` : Prisma.sql`true`}`;
}

/** The articles that the actor still annotates. */
function openWork(actor: Actor): Prisma.Sql {
  return Prisma.sql`ARRAY(SELECT l."articleId" FROM "Layer" l WHERE l."ownerId" = ${actor.userId}::uuid
    AND l."kind" IN ('person', 'measured') AND l."state" IN ('open', 'returned'))`;
}

/** The rows of an order by figures: a row's place in it would tell the figures. */
function shown(actor: Actor): Prisma.Sql {
  return Prisma.sql`NOT (e."list" IN ('waiting', 'signing') AND ${actor.userId}::uuid = ANY(e."annotatorIds"))
    AND NOT e."hasUnsubmitted"`;
}

/** Whether the reader may not know the row's figures yet: one's own work can be taken back as long as nobody has begun to review it. */
function isBlind({ hasUnsubmitted, hasOwn, list }: Row): boolean {
  return hasUnsubmitted || (hasOwn && (list === "waiting" || list === "signing"));
}

function toItem(actor: Actor, row: Row): Omit<QueueItem, "layersOn"> {
  const hidesFigures = isBlind(row);
  return {
    articleId: row.articleId,
    title: row.title,
    list: row.list,
    since: row.since.toISOString(),
    agreement: hidesFigures ? null : row.agreement,
    conflicts: hidesFigures ? null : row.conflicts,
    annotators: row.annotators,
    publisher: row.publisherName === null ? null : { id: row.publisherId, name: row.publisherName },
    assignee:
      row.assigneeName === null
        ? null
        : { id: row.assigneeId, name: row.assigneeName, isSelf: row.assigneeId === actor.userId },
    refusal: row.list === "done" || row.list === "disputed" ? null : refusalOf(row),
    changed: row.isPast ? { list: row.nowList, assignee: row.nowAssignee } : null,
  };
}

const countRows = z.array(z.object({ list: z.string(), count: z.number() }));

/** How many articles are in each list of a project's queue, from counts that the changes themselves keep. */
export async function countReviewQueue(actor: Actor, slug: string, tx: Tx = db()): Promise<QueueCounts> {
  const { projectId } = await requireProject(actor, slug, "review.decide", tx);
  const rows = countRows.parse(
    await tx.$queryRaw`
      SELECT c."list", c."count" FROM "QueueCount" c WHERE c."projectId" = ${projectId}::uuid
      UNION ALL
      SELECT 'mine', (SELECT count(*)::int FROM (
        SELECT 1 FROM "QueueEntry" e WHERE e."projectId" = ${projectId}::uuid AND e."assigneeId" = ${actor.userId}::uuid
           AND e."endedIn" IS NULL AND e."list" IN ('waiting', 'reviewing') LIMIT 1000) o)`,
  );
  const of = (list: string) => rows.find((row) => row.list === list)?.count ?? 0;
  return {
    waiting: of("waiting"),
    reviewing: of("reviewing"),
    mine: of("mine"),
    signing: of("signing"),
    returned: of("returned"),
    disputed: of("disputed"),
    done: of("done"),
  };
}

const choiceRows = z.array(z.object({ id: z.string(), name: z.string() }));

/** Who can review in a project, by name, at most 200; and the publisher that the filter names, which is found by search. */
export async function listQueueChoices(
  actor: Actor,
  slug: string,
  publisher?: QueueFilter["publisher"],
  tx: Tx = db(),
): Promise<QueueChoices> {
  const { projectId } = await requireProject(actor, slug, "review.decide", tx);
  const people = await tx.$queryRaw`
    SELECT u."id", u."name" FROM "Member" m JOIN "User" u ON u."id" = m."userId" AND u."disabledAt" IS NULL
     WHERE m."projectId" = ${projectId}::uuid AND m."role" IN ('manager', 'reviewer') ORDER BY u."name", u."id" LIMIT 200`;
  const isNamed = publisher !== undefined && publisher !== "unknown";
  return {
    people: choiceRows.parse(people),
    publisher: isNamed ? await getSourceName(actor, publisher, tx) : null,
  };
}

/** Whether the actor may say who reviews what, and share filters; throws notFound, forbidden as the queue does. */
export async function mayAssignReviews(actor: Actor, slug: string, tx: Tx = db()): Promise<boolean> {
  const { role } = await requireProject(actor, slug, "review.decide", tx);
  return can(role, "article.assign");
}
