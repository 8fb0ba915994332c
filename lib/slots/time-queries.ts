import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db } from "@/lib/db";
import { csvBeginning, csvLine } from "@/lib/formats/csv-table";
import { decodeCursor, makePage, type Page, pageSize } from "@/lib/page";
import type { Actor } from "@/lib/policy";
import type { TimeRow, WeekSums } from "@/lib/slots/time-schema";
import { Prisma } from "@/prisma/generated/client";

const timeKey = z.tuple([z.iso.date(), z.uuid(), z.uuid()]);
const timeRows = z.array(
  z.object({
    day: z.string(),
    userId: z.string(),
    person: z.string(),
    articleId: z.string(),
    title: z.string(),
    seconds: z.number(),
    total: z.number(),
  }),
);
const weeksShown = 8;
const csvPage = 500;

/** A page of the time spent in a project by day, person and article, newest first, for managers. Throws notFound, forbidden, badInput `bad-cursor`. */
export async function listWorkTime(
  actor: Actor,
  slug: string,
  cursorText?: string | null,
  limit = pageSize,
): Promise<Page<TimeRow>> {
  const { projectId } = await requireProject(actor, slug, "article.assign");
  return readTime(Prisma.sql`t."projectId" = ${projectId}::uuid`, cursorText, limit);
}

/** A page of the actor's own time in a project by day and article, newest first. Throws notFound, forbidden, badInput `bad-cursor`. */
export async function listOwnTime(
  actor: Actor,
  slug: string,
  cursorText?: string | null,
  limit = pageSize,
): Promise<Page<TimeRow>> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const own = Prisma.sql`t."userId" = ${actor.userId}::uuid AND t."projectId" = ${projectId}::uuid`;
  return readTime(own, cursorText, limit);
}

async function readTime(
  which: Prisma.Sql,
  cursorText: string | null | undefined,
  limit: number,
): Promise<Page<TimeRow>> {
  const cursor = decodeCursor(timeKey, cursorText);
  const isBackward = cursor?.side === "before";
  const direction = Prisma.raw(isBackward ? "ASC" : "DESC");
  const beyond = cursor
    ? Prisma.sql`AND (t."day", t."userId", t."articleId") ${Prisma.raw(isBackward ? ">" : "<")}
        (${cursor.key[0]}::date, ${cursor.key[1]}::uuid, ${cursor.key[2]}::uuid)`
    : Prisma.empty;
  const rows = await db().$queryRaw`
    SELECT to_char(t."day", 'YYYY-MM-DD') AS day, t."userId", u."name" AS person, t."articleId",
           CASE WHEN a."withdrawnAt" IS NULL THEN a."title" ELSE 'A withdrawn article' END AS title, t."seconds",
           (SELECT sum(o."seconds")::int FROM "WorkTime" o WHERE o."articleId" = t."articleId" AND o."userId" = t."userId") AS total
      FROM "WorkTime" t JOIN "User" u ON u."id" = t."userId" JOIN "Article" a ON a."id" = t."articleId"
     WHERE ${which} ${beyond}
     ORDER BY t."day" ${direction}, t."userId" ${direction}, t."articleId" ${direction} LIMIT ${limit + 1}`;
  return makePage(timeRows.parse(rows), cursor, (row) => [row.day, row.userId, row.articleId], limit);
}

const weekRows = z.array(
  z.object({ week: z.string(), userId: z.string(), name: z.string(), seconds: z.number() }),
);

/** What each person spent in each of the last eight weeks, for managers. Throws notFound, forbidden. */
export async function getWeekSums(actor: Actor, slug: string): Promise<WeekSums> {
  const { projectId } = await requireProject(actor, slug, "article.assign");
  const rows = weekRows.parse(
    await db().$queryRaw`
      SELECT to_char(date_trunc('week', t."day"), 'YYYY-MM-DD') AS week, t."userId", u."name", sum(t."seconds")::int AS seconds
        FROM "WorkTime" t JOIN "User" u ON u."id" = t."userId"
       WHERE t."projectId" = ${projectId}::uuid
         AND t."day" >= (date_trunc('week', now() AT TIME ZONE 'UTC') - make_interval(weeks => ${weeksShown - 1}))::date
       GROUP BY 1, t."userId", u."name" ORDER BY u."name", t."userId"`,
  );
  const weeks = lastMondays(new Date());
  const people = new Map<string, WeekSums["people"][number]>();
  for (const row of rows) {
    const person = people.get(row.userId) ?? {
      userId: row.userId,
      name: row.name,
      seconds: weeks.map(() => 0),
    };
    person.seconds[weeks.indexOf(row.week)] = row.seconds;
    people.set(row.userId, person);
  }
  return { weeks, people: [...people.values()] };
}

function lastMondays(now: Date): string[] {
  const monday = Date.UTC(
    now.getUTCFullYear(),
    now.getUTCMonth(),
    now.getUTCDate() - ((now.getUTCDay() + 6) % 7),
  );
  return Array.from({ length: weeksShown }, (_, index) =>
    new Date(monday - (weeksShown - 1 - index) * 7 * 86_400_000).toISOString().slice(0, 10),
  );
}

const ownRows = z.tuple([z.object({ week: z.number(), total: z.number() })]);

/** The actor's own seconds in a project: since Monday (UTC), and in all. */
export async function getOwnTime(actor: Actor, slug: string): Promise<{ week: number; total: number }> {
  const { projectId } = await requireProject(actor, slug, "layer.annotate");
  const rows = await db().$queryRaw`
    SELECT coalesce(sum(t."seconds") FILTER (WHERE t."day" >= date_trunc('week', now() AT TIME ZONE 'UTC')::date), 0)::int AS week,
           coalesce(sum(t."seconds"), 0)::int AS total
      FROM "WorkTime" t WHERE t."userId" = ${actor.userId}::uuid AND t."projectId" = ${projectId}::uuid`;
  return ownRows.parse(rows)[0];
}

/** The whole table as CSV, newest first, page by page; for managers. Throws as `listWorkTime`, before the first byte. */
export async function* workTimeCsv(actor: Actor, slug: string): AsyncGenerator<string> {
  // Read before anything is sent, so that a refusal is one.
  let page = await listWorkTime(actor, slug, null, csvPage);
  yield csvBeginning + csvLine(["day", "person", "article", "title", "seconds", "total seconds"]);
  for (;;) {
    for (const row of page.items)
      yield csvLine([row.day, row.person, row.articleId, row.title, row.seconds, row.total]);
    if (!page.next) return;
    page = await listWorkTime(actor, slug, page.next, csvPage);
  }
}
