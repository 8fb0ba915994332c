import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { LayersOn } from "@/lib/review/queue-schema";

const rows = z.array(
  z.object({ articleId: z.string(), newest: z.number(), versions: z.array(z.number()).nullable() }),
);

/**
 * Of articles whose layers that people handed in do not all stand on the newest text: on which texts they stand, lowest
 * first. Articles with one text are told apart by an index that holds later texts alone.
 */
export async function readLayersOn(tx: Tx, articleIds: readonly string[]): Promise<Map<string, LayersOn>> {
  if (articleIds.length === 0) return new Map();
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT n."articleId", n."newest", (
               SELECT array_agg(DISTINCT v."number" ORDER BY v."number")
                 FROM "Layer" l JOIN "ArticleVersion" v ON v."id" = l."versionId"
                WHERE l."articleId" = n."articleId" AND l."kind" IN ('person', 'shared')
                  AND l."state" IN ('submitted', 'returned') AND l."withdrawnAt" IS NULL) AS versions
        FROM (SELECT v."articleId", max(v."number") AS "newest" FROM "ArticleVersion" v
               WHERE v."articleId" = ANY(${[...articleIds]}::uuid[]) AND v."number" > 1 GROUP BY v."articleId") n`,
  );
  return new Map(
    found.flatMap(({ articleId, newest, versions }) =>
      versions === null || versions.every((number) => number === newest)
        ? []
        : [[articleId, { versions, newest }]],
    ),
  );
}
