import "server-only";
import { z } from "zod";
import { db, type Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import type { ArticleCluster } from "@/lib/reuse/schema";

const MOST = 200;
const rows = z.array(
  z.object({
    clusterId: z.string(),
    spans: z.array(z.tuple([z.number(), z.number()])),
    passages: z.number(),
  }),
);

/**
 * The clusters that an article's newest text (or the one named) has passages in, in reading order, at most 200; none for
 * whoever does not see them, which is the same as there being none.
 */
export async function listArticleClusters(
  actor: Actor,
  articleId: string,
  tx: Tx = db(),
  versionId: string | null = null,
): Promise<ArticleCluster[]> {
  const found = rows.parse(
    await tx.$queryRaw`
      SELECT c."id" AS "clusterId", p."spans", c."passageCount" AS passages
        FROM "ReusePassage" p JOIN seen_reuse_clusters(${actor.userId}::uuid) c ON c."id" = p."clusterId"
       WHERE p."articleId" = ${articleId}::uuid
         AND p."versionId" = coalesce(${versionId}::uuid, (SELECT v."id" FROM "ArticleVersion" v WHERE v."articleId" = ${articleId}::uuid ORDER BY v."number" DESC LIMIT 1))
       ORDER BY p."start", p."end", c."id" LIMIT ${MOST}`,
  );
  return found.map((row) => ({ ...row, spans: row.spans.map(([start, end]) => ({ start, end })) }));
}
