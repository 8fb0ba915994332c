import "server-only";
import { z } from "zod";
import { type ProjectAccess, recordLayerView } from "@/lib/access";
import type { CardNetwork } from "@/lib/cards/corroboration-input";
import { quoteSql, spansSql } from "@/lib/cards/mark-sql";
import { completeNetwork, type MentionRow, mentionRows } from "@/lib/cards/network";
import type { CardLayerDto } from "@/lib/cards/schema";
import type { Tx } from "@/lib/db";
import type { Actor } from "@/lib/policy";
import { hiddenName } from "@/lib/review/hidden-name";
import { coverage } from "@/lib/text/span";
import { Prisma } from "@/prisma/generated/client";

/** The share of a final claim's span from which on a person's claim is taken for the same one, as reuse joins mentions. */
const LEAST_COVERED = 0.5;

const personRows = z.array(
  z.object({
    ownerId: z.string(),
    layerId: z.string(),
    name: z.string(),
    articles: z.number(),
    hideNames: z.boolean(),
  }),
);
const layerRows = z.array(z.object({ id: z.string(), articleId: z.string(), versionId: z.string() }));

/**
 * Layers `l` of persons that the actor sees. A layer that measures its owner passes for an ordinary one before the owner,
 * and is nobody else's to choose.
 */
function personLayers(actor: Actor): Prisma.Sql {
  const viewer = Prisma.sql`${actor.userId}::uuid`;
  return Prisma.sql`
    (SELECT l.* FROM seen_layers(${viewer}) l
      WHERE l."ownerId" IS NOT NULL AND l."state" <> 'open'
        AND (l."kind" = 'person' OR (l."kind" = 'measured' AND l."ownerId" = ${viewer})))`;
}

/**
 * The people of whose layers the actor may have a preview on a card: those with a layer, seen by the actor, on an article
 * of its mentions. Each stands under the id of one of those layers and, where the project hides names, under a hidden one.
 */
export async function listCardLayers(
  actor: Actor,
  project: ProjectAccess,
  mentions: readonly MentionRow[],
  tx: Tx,
): Promise<(CardLayerDto & { ownerId: string })[]> {
  const articleIds = articlesOf(mentions);
  const rows = personRows.parse(
    await tx.$queryRaw`
      SELECT l."ownerId", min(l."id"::text) AS "layerId", u."name", p."hideNames", count(DISTINCT l."articleId")::int AS articles
        FROM ${personLayers(actor)} l
        JOIN "User" u ON u."id" = l."ownerId"
        JOIN "Project" p ON p."id" = l."projectId"
       WHERE l."articleId" = ANY(${articleIds}::uuid[])
       GROUP BY l."ownerId", u."name", p."id"`,
  );
  return rows
    .map(({ ownerId, layerId, name, articles, hideNames }) => {
      const isOwn = ownerId === actor.userId;
      const isHidden = hideNames && project.role !== "manager" && !isOwn;
      return {
        ...{ ownerId, id: layerId, articles, isOwn },
        name: isHidden ? hiddenName(project.projectId, ownerId) : name,
      };
    })
    .toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn) || (a.name < b.name ? -1 : 1));
}

/** The person whose layer, seen by the actor on one of the card's articles, has this id; null where there is none. */
export async function findLayerOwner(
  actor: Actor,
  layerId: string,
  mentions: readonly MentionRow[],
  tx: Tx,
): Promise<string | null> {
  if (!z.uuid().safeParse(layerId).success) return null;
  const rows = z.array(z.object({ ownerId: z.string() })).parse(
    await tx.$queryRaw`
        SELECT l."ownerId" FROM ${personLayers(actor)} l
         WHERE l."id" = ${layerId}::uuid AND l."articleId" = ANY(${articlesOf(mentions)}::uuid[])`,
  );
  return rows[0]?.ownerId ?? null;
}

/**
 * What a card's corroboration would be computed from if one person's layers were final: their claims that cover at least
 * half of a final claim of the card in the same text, with their attributions, what those rest on, and their reuse links.
 * Only articles whose final mention the actor sees, of each the person's last layer. Looking is noted for each article.
 */
export async function readPreviewNetwork(
  actor: Actor,
  { id, ownerId }: { id: string; ownerId: string },
  final: readonly MentionRow[],
  tx: Tx,
): Promise<CardNetwork> {
  const same = final.filter((mention) => mention.isSame);
  const layers = layerRows.parse(
    await tx.$queryRaw`
      SELECT DISTINCT ON (l."articleId") l."id", l."articleId", l."versionId" FROM ${personLayers(actor)} l
       WHERE l."ownerId" = ${ownerId}::uuid AND l."articleId" = ANY(${articlesOf(final)}::uuid[])
       ORDER BY l."articleId", l."round" DESC, l."id" DESC`,
  );
  if (ownerId !== actor.userId) {
    const articleIds = layers.map((layer) => layer.articleId);
    await recordLayerView(actor, articleIds, tx);
  }
  const rows = mentionRows.parse(
    await tx.$queryRaw`
      SELECT n."id" || coalesce('.' || k."attributionId", '') AS id, n."id" AS "claimId", k."attributionId",
             true AS "isSame", n."attributes", l."id" AS "layerId", l."versionId", l."articleId",
             a."title" AS "articleTitle", a."publishedAt", canonical_source(a."publisherId") AS "publisherId",
             ${quoteSql("body")} AS quote, ${spansSql("annotation")} AS spans, k."stance"
        FROM "Layer" l
        JOIN "Article" a ON a."id" = l."articleId"
        JOIN "Annotation" n ON n."layerId" = l."id" AND n."kind" = 'claim' AND n."deletedAt" IS NULL
        LEFT JOIN "ClaimLink" k ON k."claimId" = n."id" AND k."deletedAt" IS NULL
       WHERE l."id" = ANY(${layers.map((layer) => layer.id)}::uuid[])
       ORDER BY a."publishedAt" NULLS LAST, a."number", n."id", k."attributionId"`,
  );
  const byVersion = new Map<string, MentionRow[]>();
  for (const mention of new Map(same.map((one) => [one.claimId, one])).values())
    byVersion.set(mention.versionId, [...(byVersion.get(mention.versionId) ?? []), mention]);
  const matching = rows.filter((row) =>
    (byVersion.get(row.versionId) ?? []).some(
      (mention) => coverage(mention.spans, row.spans) >= LEAST_COVERED,
    ),
  );
  return { ...(await completeNetwork(actor, matching, tx)), previewId: id };
}

/** The articles of the mentions that count. */
function articlesOf(mentions: readonly MentionRow[]): string[] {
  return [...new Set(mentions.filter((mention) => mention.isSame).map((mention) => mention.articleId))];
}
