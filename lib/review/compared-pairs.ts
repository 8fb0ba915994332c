import "server-only";
import { storyLength, toStory } from "@/lib/agreement/article-layer";
import type { ComparedLayers } from "@/lib/agreement/differences";
import type { Actor } from "@/lib/policy";
import {
  listComparable,
  readSubmittedLayers,
  type SubmittedArticleLayer,
} from "@/lib/review/submitted-layers";

/** An article that both annotated; `readyAt` is when the last of all wanted people had handed in. */
export type ComparedArticle = ComparedLayers & {
  articleId: string;
  number: bigint;
  readyAt: Date | null;
  length: number;
};

/** Two people, or a person and the final layer (`secondId` null), with the articles on which both can be compared. */
export type ComparedPair = {
  firstId: string;
  secondId: string | null;
  names: [string, string];
  articles: ComparedArticle[];
};

const BATCH = 50;

type Article = { id: string; number: bigint; readyAt: Date | null };

/**
 * Every two people who annotated the same articles blind, and every person against the final layer, over the articles of
 * a project that the viewer may compare (listComparable; null is the program itself). Reads in portions and holds the
 * marks in memory: for the command line and jobs, not for a request. `rest` is awaited between portions.
 */
export async function readPairs(
  viewer: Actor | null,
  projectId: string,
  { onProgress, rest }: { onProgress?: (articles: number) => void; rest?: () => Promise<void> } = {},
): Promise<ComparedPair[]> {
  const pairs = new Map<string, ComparedPair>();
  let [after, done] = [0n, 0];
  for (;;) {
    const articles = await listComparable(viewer, projectId, after, BATCH);
    await comparePortion(viewer, articles, pairs);
    await rest?.();
    done += articles.length;
    onProgress?.(done);
    const last = articles.at(-1);
    if (!last || articles.length < BATCH) return [...pairs.values()];
    after = last.number;
  }
}

/** The pairs of one article, as readPairs finds them; none where the viewer may not compare it. */
export async function readArticlePairs(viewer: Actor | null, article: Article): Promise<ComparedPair[]> {
  const pairs = new Map<string, ComparedPair>();
  await comparePortion(viewer, [article], pairs);
  return [...pairs.values()];
}

async function comparePortion(
  viewer: Actor | null,
  articles: readonly Article[],
  pairs: Map<string, ComparedPair>,
): Promise<void> {
  if (articles.length === 0) return;
  const known = new Map(articles.map((article) => [article.id, article]));
  const layers = await readSubmittedLayers(viewer, [...known.keys()]);
  const byArticle = new Map<string, SubmittedArticleLayer[]>();
  for (const layer of layers)
    byArticle.set(layer.articleId, [...(byArticle.get(layer.articleId) ?? []), layer]);
  for (const [articleId, own] of byArticle) {
    const article = known.get(articleId);
    if (!article) continue;
    const read = own.map((layer) => ({ ...layer, cut: toStory(layer.layer, layer.story) }));
    for (const [place, one] of read.entries())
      for (const other of read.slice(place + 1)) addPair(pairs, article, one, other);
  }
}

type Read = SubmittedArticleLayer & { cut: ComparedLayers["a"] };

function addPair(pairs: Map<string, ComparedPair>, article: Article, one: Read, other: Read): void {
  // Marks of two versions of a text cannot be laid over one another; final layers stand last.
  if (one.versionId !== other.versionId || one.ownerId === null || one.ownerId === other.ownerId) return;
  const isInOrder = other.ownerId === null || one.ownerId < other.ownerId;
  const [a, b] = isInOrder ? [one, other] : [other, one];
  const firstId = a.ownerId ?? "";
  const key = `${firstId} ${b.ownerId ?? ""}`;
  const pair = pairs.get(key) ?? { firstId, secondId: b.ownerId, names: [a.name, b.name], articles: [] };
  pair.articles.push({
    articleId: article.id,
    number: article.number,
    readyAt: article.readyAt,
    length: storyLength(a.story),
    a: a.cut,
    b: b.cut,
    linksOfA: a.layer.links,
    linksOfB: b.layer.links,
  });
  pairs.set(key, pair);
}
