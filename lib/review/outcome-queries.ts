import "server-only";
import { z } from "zod";
import { recordLayerView, requireArticle } from "@/lib/access";
import { readAttributes } from "@/lib/attributes/queries";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { db } from "@/lib/db";
import { conflict } from "@/lib/errors";
import { layerObjectsSql } from "@/lib/layers/object-sql";
import { type LayerObject, layerObject } from "@/lib/layers/schema";
import { type Actor, can } from "@/lib/policy";
import { readOwnDisputes } from "@/lib/review/dispute-queries";
import type { DisputeDto } from "@/lib/review/dispute-schema";
import { linkTexts } from "@/lib/review/link-texts";
import { type OutcomePlace, outcomeOf } from "@/lib/review/outcome";
import { readWords } from "@/lib/review/outcome-words";
import { nameLayers, readLinkNames } from "@/lib/review/queries";
import { isFinal } from "@/lib/versions/final-sql";
import { Prisma } from "@/prisma/generated/client";

/** Why a mark was not taken as it was, in the reviewer's words. */
export type OutcomeWord = {
  /** The place of the review that it was decided in. */
  unitId: string;
  verdict: string;
  reason: string | null;
  comment: string | null;
};

export type OutcomeDto = {
  articleId: string;
  versionId: string;
  title: string;
  slug: string;
  state: "open" | "review" | "reviewing" | "done";
  reviewer: string | null;
  finishedAt: string | null;
  /** The layers that this reader may lay beside the final one; the one shown is `shownId`. */
  layers: { id: string; name: string; isOwn: boolean }[];
  shownId: string | null;
  /** Whether the reader annotated this article, and so may dispute what became of it. */
  mayDispute: boolean;
  /** The project's own attributes, as they were published last. */
  attributes: AttributeDefinition[];
  places: (OutcomePlace & {
    word: OutcomeWord | null;
    ownLinks: string[];
    finalLinks: string[];
    /** The reader's own thread about this place. */
    dispute: DisputeDto | null;
  })[];
};

const layerRows = z.array(
  z.object({
    id: z.string(),
    kind: z.string(),
    versionId: z.string(),
    isOwn: z.boolean(),
    objects: z.array(layerObject),
  }),
);
/**
 * A finished article's final marks beside one's own (or, for reviewers and managers, beside those of the layer asked
 * for), each with the reviewer's reason. Looking is noted, as looking at any layer of others is. Throws 404, and 409
 * `not-finished` before the end of its review.
 */
export async function getOutcome(
  actor: Actor,
  articleId: string,
  layerId?: string | null,
): Promise<OutcomeDto> {
  const access = await requireArticle(actor, articleId, "project.view");
  const article = await db().article.findUniqueOrThrow({
    where: { id: articleId },
    select: {
      title: true,
      state: true,
      finishedAt: true,
      reviewer: { select: { name: true } },
      settledBy: { select: { name: true } },
      project: { select: { hideNames: true, showsOthersAfter: true } },
    },
  });
  const unfinished = () =>
    conflict("not-finished", "This article's review has not ended yet. Its outcome will stand here.");
  const rows = await readLayers(actor, articleId);
  const current = rows.find((row) => row.kind === "adjudicated");
  // The same words: a finished article whose final layer stays hidden must not be told from an unfinished one.
  if (!current) throw unfinished();
  const isFinalRow = (row: { kind: string }) => row.kind === "adjudicated" || row.kind === "superseded";
  await recordLayerView(actor, articleId);
  const isReviewer = can(access.role, "review.decide");
  const showsOthers = isReviewer || article.project.showsOthersAfter;
  const named = await nameLayers(
    db(),
    articleId,
    rows.filter((row) => !isFinalRow(row)),
    article.project.hideNames && access.role !== "manager",
  );
  const layers = named
    .map(({ id, name }) => ({ id, name, isOwn: rows.some((row) => row.id === id && row.isOwn) }))
    .filter((layer) => layer.isOwn || showsOthers);
  const shown =
    layers.find((layer) => layer.id === layerId) ?? layers.find((layer) => layer.isOwn) ?? layers[0] ?? null;
  const shownRow = rows.find((row) => row.id === shown?.id);
  const own = shownRow?.objects ?? [];
  // What somebody marked on an earlier text is compared with what was final of that.
  const final = rows.find((row) => isFinalRow(row) && row.versionId === shownRow?.versionId) ?? current;
  if (shown?.isOwn)
    await db().outcome.updateMany({
      where: { articleId, personId: actor.userId, isNews: true },
      data: { isNews: false, seenAt: new Date() },
    });
  const disputes = await readOwnDisputes(actor, articleId);
  const places = await withWords(outcomeOf(own, final.objects), own, final.objects);
  return {
    articleId,
    versionId: final.versionId,
    title: article.title,
    slug: access.slug,
    state: "done",
    reviewer: [article.settledBy?.name, article.reviewer?.name].filter(Boolean).join(" and ") || null,
    finishedAt: article.finishedAt?.toISOString() ?? null,
    layers,
    shownId: shown?.id ?? null,
    mayDispute: article.state === "done" && final === current && layers.some((layer) => layer.isOwn),
    attributes: await readAttributes(db(), access.projectId),
    places: places.map((place) => ({
      ...place,
      dispute: (shown?.isOwn && place.word && disputes.get(place.word.unitId)) || null,
    })),
  };
}

async function readLayers(actor: Actor, articleId: string) {
  const rows = await db().$queryRaw`
    SELECT l."id", l."kind"::text, l."versionId",
           (l."ownerId" IS NOT DISTINCT FROM ${actor.userId}::uuid OR l."kind" = 'shared') AS "isOwn",
           coalesce((SELECT jsonb_agg(o."object") FROM (${layerObjectsSql({ layerId: Prisma.sql`l."id"` })}) o), '[]') AS objects
      FROM seen_layers(${actor.userId}::uuid) l
      JOIN "Article" a ON a."id" = l."articleId"
      JOIN "ArticleVersion" v ON v."id" = l."versionId"
     WHERE l."articleId" = ${articleId}::uuid
       AND (${isFinal} OR l."kind" = 'superseded' OR (l."kind" IN ('person', 'shared') AND l."state" = 'submitted'))
     ORDER BY v."number" DESC, l."id" DESC`;
  return layerRows.parse(rows);
}

async function withWords(
  places: OutcomePlace[],
  own: readonly LayerObject[],
  final: readonly LayerObject[],
): Promise<Omit<OutcomeDto["places"][number], "dispute">[]> {
  const names = await readLinkNames(db(), [...own, ...final]);
  const ownIds = places.flatMap((place) => place.own.map((mark) => mark.id));
  const words = await readWords(
    db(),
    ownIds,
    places.flatMap((place) => place.final.map((mark) => mark.id)),
  );
  return places.map((place) => ({
    ...place,
    word:
      [...place.own, ...place.final].map((mark) => words.get(mark.id)).find((word) => word !== undefined) ??
      null,
    ownLinks: place.own.flatMap((mark) => linkTexts(mark.id, own, names)),
    finalLinks: place.final.flatMap((mark) => linkTexts(mark.id, final, names)),
  }));
}
