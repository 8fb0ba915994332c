import "server-only";
import { z } from "zod";
import { db } from "@/lib/db";
import type { Cursor } from "@/lib/page";
import type { DifferingPlace } from "@/lib/releases/page-of-places";
import { Prisma } from "@/prisma/generated/client";

/** Articles of each release that are looked at for one page at most, whether they differ or not. */
const WINDOW = 2_000;

const place = z.object({ offset: z.coerce.number(), bytes: z.coerce.number() });
const windowRows = z.tuple([
  z.object({
    edge: z.string().nullable(),
    places: z.array(
      z.object({ number: z.coerce.string(), before: place.nullable(), after: place.nullable() }),
    ),
  }),
]);

/**
 * The next articles that differ between two releases, nearest to the cursor first, at most `limit`. Only so many articles
 * are looked at: `edge` is the number of the last one, from which there may be more to see; null where all were.
 */
export async function readPlaces(
  { from, to }: { from: string; to: string },
  cursor: Cursor<string> | null,
  limit: number,
  window = WINDOW,
): Promise<{ places: DifferingPlace[]; edge: string | null }> {
  const isBackward = cursor?.side === "before";
  const [order, last, nearest, reach] = isBackward
    ? [Prisma.sql`DESC`, Prisma.sql`min`, Prisma.sql`greatest`, Prisma.sql`>=`]
    : [Prisma.sql`ASC`, Prisma.sql`max`, Prisma.sql`least`, Prisma.sql`<=`];
  const range = !cursor
    ? Prisma.empty
    : isBackward
      ? Prisma.sql`AND x."articleNumber" < ${BigInt(cursor.key)}`
      : Prisma.sql`AND x."articleNumber" > ${BigInt(cursor.key)}`;
  const side = (releaseId: string) => Prisma.sql`
    SELECT x.* FROM "ReleaseArticle" x WHERE x."releaseId" = ${releaseId}::uuid ${range}
     ORDER BY x."articleNumber" ${order} LIMIT ${window}`;
  const edgeOf = (alias: Prisma.Sql) => Prisma.sql`
    SELECT CASE WHEN count(*) = ${window} THEN ${last}("articleNumber") END FROM ${alias}`;
  const rows = await db().$queryRaw`
    WITH a AS MATERIALIZED (${side(from)}), b AS MATERIALIZED (${side(to)}),
         edge AS MATERIALIZED (SELECT ${nearest}((${edgeOf(Prisma.sql`a`)}), (${edgeOf(Prisma.sql`b`)})) AS at),
         differing AS (
           SELECT coalesce(a."articleNumber", b."articleNumber") AS number,
                  CASE WHEN a."articleId" IS NOT NULL THEN json_build_object('offset', a."offset", 'bytes', a."bytes") END AS before,
                  CASE WHEN b."articleId" IS NOT NULL THEN json_build_object('offset', b."offset", 'bytes', b."bytes") END AS after
             FROM a FULL JOIN b ON a."articleId" = b."articleId"
            WHERE a."contentHash" IS DISTINCT FROM b."contentHash"),
         nearest AS (
           SELECT d.* FROM differing d, edge e WHERE e.at IS NULL OR d.number ${reach} e.at
            ORDER BY d.number ${order} LIMIT ${limit})
    SELECT (SELECT e.at::text FROM edge e) AS edge,
           coalesce((SELECT json_agg(json_build_object('number', s.number::text, 'before', s.before, 'after', s.after)
                              ORDER BY s.number ${order}) FROM nearest s), '[]') AS places`;
  const [{ edge, places }] = windowRows.parse(rows);
  return { places, edge };
}
