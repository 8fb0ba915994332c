import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";

const finalRows = z.array(
  z.object({ layerId: z.string(), versionId: z.string(), number: z.number(), text: z.string() }),
);

/** The final layer of an article on an earlier text than its newest, with that text. */
export type FormerFinal = z.infer<typeof finalRows>[number];

/** What is final of an article on an earlier text than its newest and not superseded yet; null where nothing is. */
export async function readFormerFinal(tx: Tx, articleId: string): Promise<FormerFinal | null> {
  const rows = await tx.$queryRaw`
    SELECT l."id" AS "layerId", v."id" AS "versionId", v."number", v."text"
      FROM "Layer" l JOIN "ArticleVersion" v ON v."id" = l."versionId"
     WHERE l."articleId" = ${articleId}::uuid AND l."kind" = 'adjudicated' AND l."state" = 'closed' AND l."withdrawnAt" IS NULL
       AND EXISTS (SELECT 1 FROM "ArticleVersion" n WHERE n."articleId" = l."articleId" AND n."number" > v."number")
     ORDER BY v."number" DESC LIMIT 1`;
  return finalRows.parse(rows)[0] ?? null;
}
