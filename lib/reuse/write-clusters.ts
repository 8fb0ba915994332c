import "server-only";
import type { Tx } from "@/lib/db";
import type { ClusterSummary } from "@/lib/reuse/summary";

/** What stands for "no publication time is known" in the column that lists are sorted by. */
export const noTime = "0001-01-01T00:00:00Z";

/** Replaces the clusters `gone` by those computed now, in one statement a table. */
export async function replaceClusters(
  tx: Tx,
  projectId: string,
  gone: readonly string[],
  clusters: readonly ClusterSummary[],
): Promise<void> {
  if (gone.length > 0)
    await tx.$executeRaw`DELETE FROM "ReuseCluster" WHERE "id" = ANY(${[...gone]}::uuid[])`;
  if (clusters.length === 0) return;
  const heads = clusters.map((one) => ({
    id: one.id,
    passageCount: one.passages.length,
    articleCount: one.articleCount,
    linkCount: one.ties.length,
    contradictionCount: one.contradictions.length,
    newestAt: one.newestAt === null ? noTime : new Date(one.newestAt).toISOString(),
    hasUnknownDirection: one.hasUnknownDirection,
    isTranslated: one.isTranslated,
    hasLoss: one.hasLoss,
  }));
  await tx.$executeRaw`
    INSERT INTO "ReuseCluster" ("id", "projectId", "passageCount", "articleCount", "linkCount", "contradictionCount", "newestAt",
                                "hasUnknownDirection", "isTranslated", "hasLoss")
    SELECT x."id", ${projectId}::uuid, x."passageCount", x."articleCount", x."linkCount", x."contradictionCount", x."newestAt",
           x."hasUnknownDirection", x."isTranslated", x."hasLoss"
      FROM jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) AS x("id" uuid, "passageCount" int, "articleCount" int, "linkCount" int,
        "contradictionCount" int, "newestAt" timestamptz, "hasUnknownDirection" boolean, "isTranslated" boolean, "hasLoss" boolean)`;
  const passages = clusters.flatMap((one) =>
    one.passages.map(({ passage, node }, place) => ({
      clusterId: one.id,
      place,
      parentPlace: node.parentPlace,
      depth: node.depth,
      linkId: node.linkId,
      ground: node.ground,
      articleId: passage.articleId,
      versionId: passage.versionId,
      url: passage.url,
      quote: passage.quote,
      spans: passage.spans.map(({ start, end }) => [start, end]),
      start: passage.hull.start,
      end: passage.hull.end,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO "ReusePassage" ("clusterId", "place", "projectId", "parentPlace", "depth", "linkId", "ground", "articleId", "versionId",
                                "url", "quote", "spans", "start", "end")
    SELECT x."clusterId", x."place", ${projectId}::uuid, x."parentPlace", x."depth", x."linkId", x."ground", x."articleId", x."versionId",
           x."url", x."quote", x."spans", x."start", x."end"
      FROM jsonb_to_recordset(${JSON.stringify(passages)}::jsonb) AS x("clusterId" uuid, "place" int, "parentPlace" int, "depth" int,
        "linkId" uuid, "ground" text, "articleId" uuid, "versionId" uuid, "url" text, "quote" text, "spans" jsonb, "start" int, "end" int)`;
  const links = clusters.flatMap((one) =>
    one.ties.map(({ id, placeA, placeB, original }) => ({
      linkId: id,
      clusterId: one.id,
      placeA,
      placeB,
      original,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO "ReuseClusterLink" ("linkId", "clusterId", "placeA", "placeB", "original")
    SELECT x."linkId", x."clusterId", x."placeA", x."placeB", x."original"
      FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS x("linkId" uuid, "clusterId" uuid, "placeA" int, "placeB" int, "original" text)`;
  const contradictions = clusters.flatMap((one) =>
    one.contradictions.map(({ kind, places, links: linkIds }, ordinal) => ({
      clusterId: one.id,
      ordinal,
      kind,
      places,
      linkIds,
    })),
  );
  if (contradictions.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "ReuseContradiction" ("clusterId", "ordinal", "kind", "places", "linkIds")
    SELECT x."clusterId", x."ordinal", x."kind", ARRAY(SELECT jsonb_array_elements_text(x."places")::int),
           ARRAY(SELECT jsonb_array_elements_text(x."linkIds")::uuid)
      FROM jsonb_to_recordset(${JSON.stringify(contradictions)}::jsonb) AS x("clusterId" uuid, "ordinal" int, "kind" text, "places" jsonb, "linkIds" jsonb)`;
}
