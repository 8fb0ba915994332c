import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import { type Cursor, decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import { requireRegister } from "@/lib/sources/access";
import { contestedFrom, type SourceBoardProject, type SourceBoardRow } from "@/lib/sources/board-schema";
import { sourceMatches } from "@/lib/sources/queries";
import type { SourceFilter } from "@/lib/sources/schema";
import { Prisma } from "@/prisma/generated/client";

/** More projects than this are not offered to choose from. */
const mostProjects = 200;
const projectRows = z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() }));

const keys = {
  byName: z.tuple([z.string(), z.uuid()]),
  rated: z.tuple([z.iso.datetime(), z.uuid()]),
  byCount: z.tuple([z.int32(), z.uuid()]),
};
type Key = [string | number, string];
type SourceCursor = Cursor<Key> | null;

const grade = z.object({ grade: z.string(), role: z.string() });
const rowShape = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  kind: z.string(),
  isProposal: z.boolean(),
  isMerged: z.boolean(),
  aliases: z.array(z.string()),
  published: z.number(),
  attributed: z.number(),
  lastRatedAt: z.date().nullable(),
  isDue: z.boolean(),
  houseGrades: z.array(grade),
  ownGrades: z.array(grade),
  spread: z.number().nullable(),
});
type Row = z.output<typeof rowShape>;
type Projects = z.output<typeof projectRows>;
type Scope = { actor: Actor; projects: Projects; chosen: Projects[number] | null };

/**
 * A page of the register as a board: by name, or those rated (newest rating first), due (most used first, in one
 * project), or contested (widest spread first, of those the actor has rated: nobody else's grades take part). Throws
 * forbidden, badInput `bad-cursor`.
 */
export async function listSourceBoard(
  actor: Actor,
  filter: SourceFilter,
  tx: Tx = db(),
): Promise<Page<SourceBoardRow> & { projects: SourceBoardProject[]; chosen: string | null }> {
  const scope = await openScope(actor, filter, tx);
  const cursor = cursorOf(filter);
  const rows = await readRows(scope, filter, cursor, pageSize + 1, tx);
  const page = makePage(rows, cursor, (row) => keyOf(filter, row));
  const projects = scope.projects.map(({ slug, name }) => ({ slug, name }));
  return { ...page, items: page.items.map(toDto), projects, chosen: scope.chosen?.slug ?? null };
}

/** Every source of the board that the filter lets through, in its order, read piece by piece. */
export async function* eachSource(actor: Actor, filter: SourceFilter): AsyncGenerator<SourceBoardRow[]> {
  const scope = await openScope(actor, filter, db());
  let cursor: SourceCursor = null;
  for (;;) {
    const rows: Row[] = await readRows(scope, filter, cursor, 500, db());
    yield rows.map(toDto);
    const last = rows.at(-1);
    if (!last || rows.length < 500) return;
    cursor = { side: "after", key: keyOf(filter, last) };
  }
}

/** The projects to count in: one where the address names it, or where what is due needs one; else all the actor sees. */
async function openScope(actor: Actor, filter: SourceFilter, tx: Tx): Promise<Scope> {
  await requireRegister(actor, "source.view", tx);
  const projects = projectRows.parse(
    await tx.$queryRaw`
      SELECT p."id", p."slug", p."name" FROM seen_projects(${actor.userId}::uuid) p
       WHERE p."archivedAt" IS NULL ORDER BY p."name", p."id" LIMIT ${mostProjects}`,
  );
  const named = projects.find((project) => project.slug === filter.project);
  const chosen = named ?? (filter.show === "due" ? projects[0] : undefined) ?? null;
  return { actor, projects, chosen };
}

function cursorOf(filter: SourceFilter): SourceCursor {
  if (filter.show === "rated") return decodeCursor(keys.rated, filter.cursor);
  if (filter.show === "due" || filter.show === "contested") return decodeCursor(keys.byCount, filter.cursor);
  return decodeCursor(keys.byName, filter.cursor);
}

function keyOf(filter: SourceFilter, row: Row): Key {
  const isCount = filter.show === "due" || filter.show === "contested";
  return [isCount ? Number(row.key) : row.key, row.id];
}

async function readRows(
  scope: Scope,
  filter: SourceFilter,
  cursor: SourceCursor,
  limit: number,
  tx: Tx,
): Promise<Row[]> {
  if (filter.show === "due" && !scope.chosen) return [];
  const isBackward = cursor?.side === "before";
  const isByName = filter.show !== "rated" && filter.show !== "due" && filter.show !== "contested";
  const order = isBackward === isByName ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const sign = isBackward === isByName ? Prisma.sql`<` : Prisma.sql`>`;
  const from = (key: Prisma.Sql, id: Prisma.Sql, type: Prisma.Sql) =>
    cursor
      ? Prisma.sql`AND (${key}, ${id}) ${sign} (${cursor.key[0]}::${type}, ${cursor.key[1]}::uuid)`
      : Prisma.empty;
  return z
    .array(rowShape)
    .parse(await tx.$queryRaw(enrich(scope, pick(scope, filter, { order, from, limit }), order)));
}

type Cut = {
  order: Prisma.Sql;
  from: (key: Prisma.Sql, id: Prisma.Sql, type: Prisma.Sql) => Prisma.Sql;
  limit: number;
};

/** What each view has read of a source by the time it is picked: it is not looked up again for the page. */
const picked = Prisma.sql`s."id", s."name", s."kind", s."isProposal", s."canonicalId" IS NOT NULL AS "isMerged"`;

/** The sources of one page with their key in the order, as `sort` and as text; each view reads one index. */
function pick(scope: Scope, filter: SourceFilter, { order, from, limit }: Cut): Prisma.Sql {
  const viewer = Prisma.sql`${scope.actor.userId}::uuid`;
  const wanted = Prisma.join(
    [
      Prisma.sql`s."canonicalId" IS ${filter.show === "merged" ? Prisma.sql`NOT NULL` : Prisma.sql`NULL`}`,
      ...(filter.show === "proposals" ? [Prisma.sql`s."isProposal" AND s."refusedAt" IS NULL`] : []),
      ...(filter.kind ? [Prisma.sql`s."kind" = ${filter.kind}`] : []),
      ...(filter.q ? [sourceMatches(filter.q)] : []),
    ],
    " AND ",
  );
  if (filter.show === "rated")
    return Prisma.sql`
      SELECT ${picked}, NULL::int AS spread, t."lastRatedAt" AS sort, to_char(t."lastRatedAt", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS key
        FROM "SourceStanding" t JOIN "Source" s ON s."id" = t."sourceId"
       WHERE t."lastRatedAt" IS NOT NULL AND t."isListed" AND ${wanted}
             ${from(Prisma.sql`t."lastRatedAt"`, Prisma.sql`t."sourceId"`, Prisma.sql`timestamptz`)}
       ORDER BY t."lastRatedAt" ${order}, t."sourceId" ${order} LIMIT ${limit}`;
  if (filter.show === "contested")
    return Prisma.sql`
      SELECT ${picked}, t."spread", t."spread" AS sort, t."spread"::text AS key
        FROM "RaterSpread" t JOIN "Source" s ON s."id" = t."sourceId"
       WHERE t."raterId" = ${viewer} AND t."spread" >= ${contestedFrom} AND seen_spread(${viewer}, t."sourceId") = t."spread" AND ${wanted}
             ${from(Prisma.sql`t."spread"`, Prisma.sql`t."sourceId"`, Prisma.sql`int`)}
       ORDER BY t."spread" ${order}, t."sourceId" ${order} LIMIT ${limit}`;
  if (filter.show === "due") {
    const project = Prisma.sql`${scope.chosen?.id ?? null}::uuid`;
    const hidden = Prisma.sql`SELECT b."sourceId", b.uses FROM blind_uses(${viewer}) b WHERE b."projectId" = ${project}`;
    const own = Prisma.sql`(t."uses" - b.uses)`;
    const cut = Prisma.sql`ORDER BY sort ${order}, id ${order} LIMIT ${limit}`;
    return Prisma.sql`
      SELECT x.*, x.sort::text AS key FROM (
        (SELECT ${picked}, NULL::int AS spread, t."uses" AS sort FROM "SourceUse" t JOIN "Source" s ON s."id" = t."sourceId"
          WHERE t."projectId" = ${project} AND t."isDue" AND t."uses" > 0 AND ${wanted}
            AND t."sourceId" <> ALL(ARRAY(SELECT h."sourceId" FROM (${hidden}) h))
                ${from(Prisma.sql`t."uses"`, Prisma.sql`t."sourceId"`, Prisma.sql`int`)}
          ORDER BY t."uses" ${order}, t."sourceId" ${order} LIMIT ${limit})
        UNION ALL
        (SELECT ${picked}, NULL::int, ${own} FROM (${hidden}) b
           JOIN "SourceUse" t ON t."projectId" = ${project} AND t."sourceId" = b."sourceId" AND t."isDue"
           JOIN "Source" s ON s."id" = t."sourceId"
          WHERE ${own} > 0 AND ${wanted} ${from(own, Prisma.sql`t."sourceId"`, Prisma.sql`int`)})) x ${cut}`;
  }
  return Prisma.sql`
    SELECT ${picked}, NULL::int AS spread, s."name" AS sort, s."name" AS key FROM seen_sources(${viewer}) s
     WHERE ${wanted} ${from(Prisma.sql`s."name"`, Prisma.sql`s."id"`, Prisma.sql`text`)}
     ORDER BY s."name" ${order}, s."id" ${order} LIMIT ${limit}`;
}

/** What the board says of each source of a page, as the actor may know it. */
function enrich({ actor, chosen }: Scope, page: Prisma.Sql, order: Prisma.Sql): Prisma.Sql {
  const viewer = Prisma.sql`${actor.userId}::uuid`;
  const inScope = (column: Prisma.Sql) =>
    chosen
      ? Prisma.sql`${column} = ${chosen.id}::uuid`
      : Prisma.sql`${column} = ANY(ARRAY(SELECT p."id" FROM seen_projects(${viewer}) p))`;
  const newest = (table: Prisma.Sql, where: Prisma.Sql, last: Prisma.Sql) => Prisma.sql`
    coalesce((SELECT jsonb_agg(jsonb_build_object('grade', g."grade", 'role', g."role") ORDER BY g."role")
                FROM (SELECT DISTINCT ON (g."role") g."role", g."grade" FROM ${table} g
                       WHERE g."sourceId" = s."id" ${where} ORDER BY g."role", ${last} DESC) g), '[]'::jsonb)`;
  return Prisma.sql`
    WITH page AS MATERIALIZED (${page}),
    hidden AS MATERIALIZED (
      SELECT b."sourceId", sum(b.uses)::int AS uses FROM blind_uses(${viewer}) b WHERE ${inScope(Prisma.sql`b."projectId"`)} GROUP BY 1)
    SELECT s."id", s.key, s."name", s."kind", s."isProposal", s."isMerged",
           ARRAY(SELECT a."name" FROM "SourceAlias" a WHERE a."sourceId" = s."id" ORDER BY a."name" LIMIT 6) AS aliases,
           u.published, u.attributed - coalesce((SELECT h.uses FROM hidden h WHERE h."sourceId" = s."id"), 0) AS attributed,
           t."lastRatedAt", coalesce(t."isDue", false) AS "isDue",
           ${newest(Prisma.sql`seen_house_grades(${viewer})`, Prisma.empty, Prisma.sql`g."createdAt"`)} AS "houseGrades",
           own.grades AS "ownGrades",
           CASE WHEN own.grades <> '[]' THEN coalesce(s.spread, seen_spread(${viewer}, s."id")) END AS spread
      FROM page s
      LEFT JOIN "SourceStanding" t ON t."sourceId" = s."id"
     CROSS JOIN LATERAL (
       SELECT ${newest(Prisma.sql`"SourceRating"`, Prisma.sql`AND g."raterId" = ${viewer}`, Prisma.sql`g."number"`)} AS grades) own
     CROSS JOIN LATERAL (
       SELECT coalesce(sum(u."published"), 0)::int AS published, coalesce(sum(u."attributed"), 0)::int AS attributed
         FROM "SourceUse" u WHERE u."sourceId" = s."id" AND ${inScope(Prisma.sql`u."projectId"`)}) u
     ORDER BY s.sort ${order}, s."id" ${order}`;
}

function toDto({ key: _key, lastRatedAt, attributed, ...row }: Row): SourceBoardRow {
  const day = lastRatedAt?.toISOString().slice(0, 10) ?? null;
  return { ...row, attributed: Math.max(0, attributed), lastRatedAt: day };
}
