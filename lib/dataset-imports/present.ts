import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";

const counted = z.tuple([z.object({ articles: z.number(), layers: z.number(), all: z.number() })]);

/**
 * How many staged articles of a batch have a text that the project has, how many of their layers it has too (its own, or
 * brought by an earlier import), and how many layers they have in all.
 */
export async function countPresent(
  tx: Tx,
  batchId: string,
): Promise<{ articles: number; layers: number; all: number }> {
  const rows = await tx.$queryRaw`
    WITH here AS (
      SELECT r."id", r."layerIds", array_agg(v."id") AS versions
        FROM "ImportRecord" r
        JOIN "ArticleVersion" v ON v."projectId" = r."projectId" AND v."textSha256" = r."textSha256"
        JOIN "Article" a ON a."id" = v."articleId" AND a."withdrawnAt" IS NULL
       WHERE r."batchId" = ${batchId}::uuid
       GROUP BY r."id", r."layerIds")
    SELECT count(*)::int AS articles, coalesce(sum(cardinality(h."layerIds")), 0)::int AS all,
           coalesce(sum((SELECT count(*) FROM unnest(h."layerIds") i WHERE EXISTS (
             SELECT 1 FROM "Layer" l
              WHERE l."versionId" = ANY(h.versions) AND l."withdrawnAt" IS NULL
                AND i = CASE l."kind" WHEN 'imported' THEN l."importedFrom" ->> 'id' ELSE l."id"::text END))), 0)::int AS layers
      FROM here h`;
  return counted.parse(rows)[0];
}

const nameRows = z.array(z.object({ name: z.string() }));

/** The sources of a list that the actor's register does not know by name and kind. */
export async function listNewSources(
  tx: Tx,
  viewerId: string,
  sources: readonly { name: string; kind: string }[],
): Promise<string[]> {
  if (sources.length === 0) return [];
  const rows = await tx.$queryRaw`
    SELECT w."name" FROM jsonb_to_recordset(${JSON.stringify(sources)}::jsonb) AS w("name" text, "kind" text)
     WHERE NOT EXISTS (SELECT 1 FROM seen_sources(${viewerId}::uuid) s WHERE s."name" = w."name" AND s."kind" = w."kind")
     ORDER BY w."name"`;
  return nameRows.parse(rows).map((row) => row.name);
}
