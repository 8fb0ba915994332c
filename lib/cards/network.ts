import "server-only";
import { z } from "zod";
import type { CardNetwork, PairJudgement } from "@/lib/cards/corroboration-input";
import { quoteSql, spansSql } from "@/lib/cards/mark-sql";
import type { Tx } from "@/lib/db";
import { claimAttributes } from "@/lib/layers/schema";
import type { Actor } from "@/lib/policy";

/** As many judgements of one pair are shown, the newest. */
const KEPT_JUDGEMENTS = 10;

const spans = z.array(z.object({ start: z.number(), end: z.number() }));

/** Rows of mentions as both a card's final layers and one person's are read into. */
export const mentionRows = z.array(
  z.object({
    id: z.string(),
    claimId: z.string(),
    attributionId: z.string().nullable(),
    isSame: z.boolean(),
    attributes: claimAttributes,
    layerId: z.string(),
    versionId: z.string(),
    articleId: z.string(),
    articleTitle: z.string(),
    publishedAt: z.date().nullable(),
    publisherId: z.string().nullable(),
    quote: z.string(),
    spans,
    stance: z.string().nullable(),
  }),
);

export type MentionRow = z.infer<typeof mentionRows>[number];

const attributionRows = z.array(
  z.object({
    id: z.string(),
    articleId: z.string(),
    nestedInId: z.string().nullable(),
    words: z.string(),
    sourceIds: z.array(z.string()),
    restsOn: z.array(
      z.object({
        targetId: z.string().nullable(),
        sourceId: z.string().nullable(),
        description: z.string().nullable(),
        claimIds: z.array(z.string()),
        type: z.enum(["relays", "analyses"]),
      }),
    ),
  }),
);

const reuseRows = z.array(
  z.object({
    direction: z.enum(["from-passage", "to-passage", "unknown"]),
    versionId: z.string(),
    spans,
    passageVersionId: z.string(),
    passageArticleId: z.string(),
    passageSpans: spans,
    heldClaimIds: z.array(z.string()),
  }),
);

const sourceRows = z.array(
  z.object({ id: z.string(), name: z.string(), kind: z.string(), isHidden: z.boolean() }),
);
const ancestorRows = z.array(
  z.object({
    sourceId: z.string(),
    ancestorId: z.string(),
    name: z.string(),
    fromDay: z.string().nullable(),
    toDay: z.string().nullable(),
  }),
);
const judgedRows = z.array(
  z.object({
    a: z.string(),
    b: z.string(),
    level: z.enum(["known", "possible", "independent"]),
    reason: z.string(),
    byName: z.string(),
    at: z.date(),
  }),
);

/**
 * Everything that a card's corroboration is computed from, as far as the actor sees it: its mentions in final layers and
 * what `completeNetwork` says of them.
 */
export async function readNetwork(actor: Actor, cardId: string, tx: Tx): Promise<CardNetwork> {
  return completeNetwork(actor, await readFinalMentions(actor, cardId, tx), tx);
}

/** A card's mentions in final layers that the actor sees, oldest article first; those answered "not the same" too. */
export async function readFinalMentions(actor: Actor, cardId: string, tx: Tx): Promise<MentionRow[]> {
  return mentionRows.parse(
    await tx.$queryRaw`
      SELECT m."id", m."claimId", m."attributionId", m."isSame", n."attributes", l."id" AS "layerId", l."versionId",
             l."articleId", a."title" AS "articleTitle", a."publishedAt", canonical_source(a."publisherId") AS "publisherId",
             ${quoteSql("body")} AS quote, ${spansSql("annotation")} AS spans,
             (SELECT k."stance" FROM "ClaimLink" k
               WHERE k."claimId" = m."claimId" AND k."attributionId" = m."attributionId" AND k."deletedAt" IS NULL) AS stance
        FROM "Mention" m
        JOIN "Annotation" n ON n."id" = m."claimId" AND n."deletedAt" IS NULL
        JOIN final_layers(${actor.userId}::uuid) l ON l."id" = n."layerId"
        JOIN "Article" a ON a."id" = l."articleId"
       WHERE m."cardId" = ${cardId}::uuid AND m."deletedAt" IS NULL
       ORDER BY a."publishedAt" NULLS LAST, a."number", m."createdAt", m."id"`,
  );
}

/**
 * Mentions with the attributions of their layers, confirmed reuse of those layers between their texts, the sources at the
 * ends (each as the one that stands for it), the latest judgement of each pair and the register's affiliations that held
 * when the articles appeared (all of those whose time or whose article's time is unknown). The layers are taken as seen.
 */
export async function completeNetwork(
  actor: Actor,
  mentions: readonly MentionRow[],
  tx: Tx,
): Promise<CardNetwork> {
  const same = mentions.filter((mention) => mention.isSame);
  const layerIds = [...new Set(same.map((mention) => mention.layerId))];
  const versionIds = [...new Set(same.map((mention) => mention.versionId))];
  const claimIds = [...new Set(same.map((mention) => mention.claimId))];
  const attributions = attributionRows.parse(
    await tx.$queryRaw`
      SELECT n."id", l."articleId", n."nestedInId", ${quoteSql("source")} AS words,
             ARRAY(SELECT DISTINCT canonical_source(u."sourceId")::text FROM "AttributionSource" u
                    WHERE u."attributionId" = n."id" AND u."deletedAt" IS NULL ORDER BY 1) AS "sourceIds",
             coalesce((SELECT jsonb_agg(jsonb_build_object('targetId', r."targetId", 'sourceId', canonical_source(r."sourceId"),
                              'description', r."description", 'claimIds', r."claimIds", 'type', r."type") ORDER BY r."id")
                         FROM "RestsOn" r WHERE r."attributionId" = n."id" AND r."deletedAt" IS NULL), '[]'::jsonb) AS "restsOn"
        FROM "Annotation" n JOIN "Layer" l ON l."id" = n."layerId"
       WHERE n."layerId" = ANY(${layerIds}::uuid[]) AND n."kind" = 'attribution' AND n."deletedAt" IS NULL`,
  );
  const reuse = reuseRows.parse(
    await tx.$queryRaw`
      SELECT k."direction", n."versionId", p."versionId" AS "passageVersionId", w."articleId" AS "passageArticleId", k."heldClaimIds",
             ${spansSql("annotation")} AS spans,
             ${spansSql("passage")} AS "passageSpans"
        FROM "ReuseLink" k
        JOIN "Annotation" n ON n."id" = k."annotationId" AND n."deletedAt" IS NULL
        JOIN "Passage" p ON p."id" = k."passageId" AND (p."versionId" = ANY(${versionIds}::uuid[]) OR k."heldClaimIds" && ${claimIds}::uuid[])
        JOIN "ArticleVersion" w ON w."id" = p."versionId"
       WHERE k."layerId" = ANY(${layerIds}::uuid[]) AND k."state" = 'confirmed' AND k."deletedAt" IS NULL
       ORDER BY k."id"`,
  );
  const sourceIds = new Set<string>();
  for (const one of attributions) {
    for (const id of one.sourceIds) sourceIds.add(id);
    for (const ground of one.restsOn) if (ground.sourceId) sourceIds.add(ground.sourceId);
  }
  for (const mention of same) if (mention.publisherId) sourceIds.add(mention.publisherId);
  return {
    mentions: [...mentions],
    attributions,
    reuse,
    ...(await readSources(actor, [...sourceIds], same, tx)),
  };
}

async function readSources(
  actor: Actor,
  ids: string[],
  mentions: { publishedAt: Date | null }[],
  tx: Tx,
): Promise<Pick<CardNetwork, "sources" | "ancestors" | "judged" | "history">> {
  const times = mentions.flatMap((mention) => mention.publishedAt ?? []).map((time) => time.getTime());
  const isDated = times.length === mentions.length && times.length > 0;
  const from = isDated ? new Date(Math.min(...times)) : null;
  const to = isDated ? new Date(Math.max(...times)) : null;
  const sources = sourceRows.parse(
    await tx.$queryRaw`
      SELECT s."id", s."name", s."kind",
             NOT EXISTS (SELECT 1 FROM seen_sources(${actor.userId}::uuid) v WHERE v."id" = s."id") AS "isHidden"
        FROM "Source" s WHERE s."id" = ANY(${ids}::uuid[]) ORDER BY s."name", s."id"`,
  );
  const ancestors = ancestorRows.parse(
    await tx.$queryRaw`
      WITH RECURSIVE up("sourceId", "ancestorId", "from", "to") AS (
          SELECT i, i, NULL::date, NULL::date FROM unnest(${ids}::uuid[]) i
        UNION
          SELECT up."sourceId", canonical_source(f."parentId"), greatest(up."from", f."fromDate"), least(up."to", f."toDate")
            FROM up
            JOIN "SourceAffiliation" f ON f."sourceId" IN (SELECT source_family(up."ancestorId"))
           WHERE (${from}::date IS NULL OR f."toDate" IS NULL OR f."toDate" >= ${from}::date)
             AND (${to}::date IS NULL OR f."fromDate" IS NULL OR f."fromDate" <= ${to}::date))
      SELECT up."sourceId", up."ancestorId", s."name", up."from"::text AS "fromDay", up."to"::text AS "toDay"
        FROM up JOIN "Source" s ON s."id" = up."ancestorId" ORDER BY 1, 3, 2, 4 NULLS FIRST, 5 NULLS LAST`,
  );
  const history = judgedRows.parse(
    await tx.$queryRaw`
      SELECT y.a::text, y.b::text, y."level", y."reason", u."name" AS "byName", y."createdAt" AS at
        FROM (SELECT least(x.first, x.second) AS a, greatest(x.first, x.second) AS b, x.*,
                     row_number() OVER (PARTITION BY least(x.first, x.second), greatest(x.first, x.second) ORDER BY x."number" DESC) AS place
                FROM (SELECT d."level", d."reason", d."decidedById", d."createdAt", d."number",
                             canonical_source(d."firstId") AS first, canonical_source(d."secondId") AS second
                        FROM "Dependency" d
                       WHERE d."firstId" IN (SELECT source_family(i) FROM unnest(${ids}::uuid[]) i)
                         AND d."secondId" IN (SELECT source_family(i) FROM unnest(${ids}::uuid[]) i)) x
               WHERE x.first <> x.second) y
        JOIN "User" u ON u."id" = y."decidedById"
       WHERE y.place <= ${KEPT_JUDGEMENTS}
       ORDER BY y.a, y.b, y."number" DESC`,
  );
  const latest = new Map<string, PairJudgement>();
  for (const one of history) if (!latest.has(`${one.a} ${one.b}`)) latest.set(`${one.a} ${one.b}`, one);
  return { sources, ancestors, judged: [...latest.values()], history };
}
