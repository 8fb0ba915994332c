import { type Contradiction, findContradictions } from "@/lib/reuse/contradictions";
import { growTree, type TreeNode } from "@/lib/reuse/family-tree";
import type { PassageCluster, PassageTie, ReusePassage } from "@/lib/reuse/form-clusters";

/** A cluster as it is stored: what lists sort and filter by, and its passages in the order of its tree. */
export type ClusterSummary = {
  id: string;
  passages: { passage: ReusePassage; node: TreeNode }[];
  ties: (PassageTie & { placeA: number; placeB: number })[];
  contradictions: (Omit<Contradiction, "passages"> & { places: number[] })[];
  articleCount: number;
  /** Its newest publication, ms since 1970; null where no time is known. */
  newestAt: number | null;
  hasUnknownDirection: boolean;
  isTranslated: boolean;
  hasLoss: boolean;
};

/**
 * What is stored of a cluster. Its direction is unknown where a link tells none and the publication times do not
 * either; it is translated where a link says so or a passage's article is a translation.
 */
export function summarise(cluster: PassageCluster): ClusterSummary {
  const byId = new Map(cluster.passages.map((passage) => [passage.id, passage]));
  const tree = growTree(cluster);
  const places = new Map(tree.map((node, place) => [node.passageId, place]));
  const placeOf = (id: string) => places.get(id) ?? 0;
  const times = cluster.passages.flatMap((passage) => passage.publishedAt ?? []);
  const isUndirected = (tie: PassageTie) => {
    const [a, b] = [byId.get(tie.a)?.publishedAt ?? null, byId.get(tie.b)?.publishedAt ?? null];
    return tie.a !== tie.b && tie.original === null && (a === null || b === null || a === b);
  };
  return {
    id: cluster.id,
    passages: tree.flatMap((node) => {
      const passage = byId.get(node.passageId);
      return passage ? [{ passage, node }] : [];
    }),
    ties: cluster.ties.map((tie) => ({ ...tie, placeA: placeOf(tie.a), placeB: placeOf(tie.b) })),
    contradictions: findContradictions(cluster).map(({ passages, ...rest }) => ({
      ...rest,
      places: passages.map(placeOf).toSorted((x, y) => x - y),
    })),
    articleCount: new Set(cluster.passages.flatMap((passage) => passage.articleId ?? [])).size,
    newestAt: times.length > 0 ? times.reduce((x, y) => Math.max(x, y)) : null,
    hasUnknownDirection: cluster.ties.some(isUndirected),
    isTranslated:
      cluster.ties.some((tie) => tie.degree === "translation") ||
      cluster.passages.some((passage) => passage.isTranslated),
    hasLoss: cluster.ties.some((tie) => tie.lost.length > 0),
  };
}
