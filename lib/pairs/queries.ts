import "server-only";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db, type Tx } from "@/lib/db";
import { decodeCursor, makePage } from "@/lib/page";
import {
  AROUND,
  type PairDto,
  type PairFilter,
  type PairPage,
  type PairShow,
  pairVerdicts,
} from "@/lib/pairs/schema";
import type { Actor } from "@/lib/policy";
import { Prisma } from "@/prisma/generated/client";

const PER_PAGE = 20;
const MOST_COUNTED = 1_000;
/** Code points shown of a passage itself at most. */
const LONGEST = 2_400;

const side = z.object({
  articleId: z.string(),
  versionId: z.string(),
  title: z.string(),
  publisher: z.string().nullable(),
  publishedAt: z.iso.datetime({ offset: true }).nullable(),
  lang: z.string().nullable(),
  start: z.number(),
  end: z.number(),
  quote: z.string(),
  before: z.string(),
  after: z.string(),
});
const rows = z.array(
  z.object({
    id: z.string(),
    revision: z.number(),
    score: z.number(),
    method: z.enum(["texts", "link"]),
    verdict: z.enum(pairVerdicts).nullable(),
    judgedBy: z.string().nullable(),
    judgedAt: z.date().nullable(),
    a: side,
    b: side,
  }),
);
const countRows = z.array(z.object({ count: z.number() }));

const lists: Record<PairShow, { holds: Prisma.Sql; column: Prisma.Sql; type: Prisma.Sql }> = {
  open: {
    holds: Prisma.sql`p."verdict" IS NULL AND NOT p."isLinked"`,
    column: Prisma.sql`p."score"`,
    type: Prisma.sql`int`,
  },
  unsure: {
    holds: Prisma.sql`p."verdict" = 'unsure'`,
    column: Prisma.sql`p."judgedAt"`,
    type: Prisma.sql`timestamptz`,
  },
  judged: {
    holds: Prisma.sql`p."verdict" IS NOT NULL AND p."verdict" <> 'unsure'`,
    column: Prisma.sql`p."judgedAt"`,
    type: Prisma.sql`timestamptz`,
  },
};

/**
 * A project's pairs that the actor sees (`seen_pairs`): those nobody judged, the likest first, or those judged or left
 * unsure, the newest first. Throws notFound, forbidden, badInput `bad-cursor`.
 */
export async function listPairs(
  actor: Actor,
  slug: string,
  filter: PairFilter,
  { tx = db(), limit = PER_PAGE }: { tx?: Tx; limit?: number } = {},
): Promise<PairPage> {
  const { projectId } = await requireProject(actor, slug, "review.decide", tx);
  const show = filter.show ?? "open";
  const { holds, column, type } = lists[show];
  const key = show === "open" ? z.int32() : z.iso.datetime();
  const cursor = decodeCursor(z.tuple([key, z.uuid()]), filter.cursor);
  const isBackward = cursor?.side === "before";
  const order = isBackward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const sign = isBackward ? Prisma.sql`>` : Prisma.sql`<`;
  const after = cursor
    ? Prisma.sql`AND (${column}, p."id") ${sign} (${String(cursor.key[0])}::${type}, ${cursor.key[1]}::uuid)`
    : Prisma.empty;
  const found = rows.parse(
    await tx.$queryRaw`
      WITH page AS (
        SELECT p.* FROM seen_pairs(${actor.userId}::uuid) p
         WHERE p."projectId" = ${projectId}::uuid AND ${holds} ${after}
         ORDER BY ${column} ${order}, p."id" ${order} LIMIT ${limit + 1})
      SELECT p."id", p."revision", p."score", p."method", p."verdict", u."name" AS "judgedBy", p."judgedAt", a.side AS a, b.side AS b
        FROM page p
        LEFT JOIN "User" u ON u."id" = p."judgedById"
       CROSS JOIN LATERAL ${sideSql("A")} a
       CROSS JOIN LATERAL ${sideSql("B")} b
       ORDER BY ${column} ${order}, p."id" ${order}`,
  );
  const page = makePage(
    found,
    cursor,
    (row) => [show === "open" ? row.score : (row.judgedAt?.toISOString() ?? ""), row.id],
    limit,
  );
  return { ...page, items: page.items.map(toPair), left: await countOpen(tx, actor, projectId) };
}

function sideSql(end: "A" | "B"): Prisma.Sql {
  const of = (name: string) => Prisma.raw(`p."${name}${end}"`);
  return Prisma.sql`(
    SELECT jsonb_build_object(
             'articleId', t."id", 'versionId', v."id", 'title', t."title", 'publisher', s."name", 'lang', t."language",
             'publishedAt', to_char(t."publishedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
             'start', ${of("start")}, 'end', ${of("end")},
             'quote', quote_of(v."id", ${of("start")}, least(${of("end")}, ${of("start")} + ${LONGEST}::int)),
             'before', CASE WHEN ${of("start")} = 0 THEN '' ELSE quote_of(v."id", greatest(0, ${of("start")} - ${AROUND}::int), ${of("start")}) END,
             'after', CASE WHEN ${of("end")} >= v."length" THEN '' ELSE quote_of(v."id", ${of("end")}, least(v."length", ${of("end")} + ${AROUND}::int)) END) AS side
      FROM "ArticleVersion" v JOIN "Article" t ON t."id" = v."articleId"
      LEFT JOIN "Source" s ON s."id" = canonical_source(t."publisherId")
     WHERE v."id" = ${of("version")})`;
}

async function countOpen(tx: Tx, actor: Actor, projectId: string): Promise<number> {
  const counted = countRows.parse(
    await tx.$queryRaw`
      SELECT count(*)::int AS count FROM (
        SELECT 1 FROM seen_pairs(${actor.userId}::uuid) p
         WHERE p."projectId" = ${projectId}::uuid AND p."verdict" IS NULL AND NOT p."isLinked" LIMIT ${MOST_COUNTED}) x`,
  );
  return counted[0]?.count ?? 0;
}

function toPair({ a, b, judgedAt, ...row }: z.infer<typeof rows>[number]): PairDto {
  const isTurned = a.publishedAt !== null && b.publishedAt !== null && b.publishedAt < a.publishedAt;
  const [first, second] = isTurned ? [b, a] : [a, b];
  return { ...row, first, second, judgedAt: judgedAt?.toISOString() ?? null };
}
