import "server-only";
import { requireProject } from "@/lib/access";
import {
  getArticleText,
  getLayerGuideline,
  getWorkPosition,
  type LayerGuideline,
} from "@/lib/articles/get-article-text";
import type { ArticleText, WorkPosition } from "@/lib/articles/text-schema";
import { listTextTitles } from "@/lib/articles/text-titles";
import { db, type Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { GuidelineExampleDto } from "@/lib/guidelines/example-schema";
import { listExamples } from "@/lib/guidelines/examples";
import { getLayer, type LayerDto } from "@/lib/layers/queries";
import { type Actor, can } from "@/lib/policy";
import { listArticleClusters } from "@/lib/reuse/article-clusters";
import type { Family } from "@/lib/reuse/schema";
import { getKeyPreference } from "@/lib/shortcuts/queries";
import type { KeyPreference } from "@/lib/shortcuts/schema";
import { listSourceNames } from "@/lib/sources/names";
import { getLayerSuggestions } from "@/lib/suggestions/queries";
import type { LayerSuggestions } from "@/lib/suggestions/schema";
import { findCarried } from "@/lib/versions/carried-queries";
import type { CarriedListDto } from "@/lib/versions/schema";

/** Everything that the annotation screen is opened with. */
export type AnnotatePage = {
  userId: string;
  layer: LayerDto;
  article: ArticleText;
  position: WorkPosition;
  guideline: LayerGuideline | null;
  /** Decided places that stand under the guideline's rules, as far as this reader may know of them. */
  examples: GuidelineExampleDto[];
  sourceNames: Record<string, string>;
  isOwn: boolean;
  /** Nobody else's marks are in the layer, so that the reader's browser may keep it. */
  mayKeep: boolean;
  mayPrepare: boolean;
  /** Passages of this text that final layers link to others, with the page of their family tree; none while one is blind here. */
  families: Family[];
  /** Titles of the articles that the layer's twins lie in, by the id of the text, as far as the reader sees them. */
  twinTitles: Record<string, string>;
  keys: KeyPreference;
  /** What programs suggest for the layer, as far as its project shows it. */
  suggestions: LayerSuggestions;
  /** Codes of what is checked that stop the submission. */
  blockingChecks: readonly string[];
  /** What became of the marks of an earlier text that the layer began with; null where it began with none. */
  carried: CarriedListDto | null;
};

/** A layer with its article for the screen that annotates or reads it; throws notFound, also for another project's. */
export async function getAnnotatePage(
  actor: Actor,
  slug: string,
  layerId: string,
  tx: Tx = db(),
): Promise<AnnotatePage> {
  const { projectId, role } = await requireProject(actor, slug, "project.view", tx);
  const layer = await getLayer(actor, layerId, tx);
  if (layer.projectId !== projectId) throw notFound();
  const sourceIds = layer.objects.flatMap((object) =>
    object.type === "attributionSource" || (object.type === "restsOn" && object.sourceId)
      ? [object.sourceId ?? ""]
      : [],
  );
  const twinIds = layer.objects.flatMap((object) =>
    object.type === "reuseLink" ? (object.passage.versionId ?? []) : [],
  );
  const [
    article,
    position,
    guideline,
    sourceNames,
    clusters,
    examples,
    project,
    keys,
    suggestions,
    carried,
    twinTitles,
  ] = await Promise.all([
    getArticleText(actor, layer.versionId, tx),
    getWorkPosition(actor, projectId, tx),
    getLayerGuideline(actor, layerId, tx),
    listSourceNames(actor, [...new Set(sourceIds)], tx),
    listArticleClusters(actor, layer.articleId, tx, layer.versionId),
    listExamples(actor, slug, tx),
    tx.project.findUniqueOrThrow({ where: { id: projectId }, select: { blockingChecks: true } }),
    getKeyPreference(actor, tx),
    getLayerSuggestions(actor, layerId, tx),
    findCarried(actor, layerId, {}, tx),
    listTextTitles(actor, [...new Set(twinIds)], tx),
  ]);
  const isCommon =
    layer.kind === "shared" ||
    (layer.kind === "gold" && layer.state === "open" && can(role, "article.assign"));
  return {
    userId: actor.userId,
    layer,
    article,
    position,
    guideline,
    examples,
    sourceNames,
    isOwn: can(role, "layer.annotate") && (isCommon || (layer.kind === "person" && layer.isOwn)),
    mayKeep: layer.kind === "person" && layer.isOwn,
    mayPrepare: can(role, "article.prepare"),
    keys,
    suggestions,
    carried,
    twinTitles,
    blockingChecks: project.blockingChecks,
    families: clusters.map(({ clusterId, spans }) => ({
      href: `/projects/${slug}/reuse/${clusterId}`,
      spans,
    })),
  };
}
