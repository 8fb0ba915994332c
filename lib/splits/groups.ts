import { UnionFind } from "@/lib/corroboration/union-find";
import { formClusters } from "@/lib/reuse/form-clusters";
import { groupBy } from "@/lib/reuse/group-by";
import type { Gathered, SplitItem } from "@/lib/splits/items";
import type { TogetherKind } from "@/lib/splits/schema";

/** Articles that must stay on one side; `id` is the smallest id among them, `items` are sorted by id. */
export type SplitGroup = { id: string; items: SplitItem[] };

/** How many articles each ground put beside others; every ground counts only what those before it had not joined. */
export type JoinedBy = Record<
  "text" | "reuse" | "derivation" | "cards" | "stories" | "sources" | "shared",
  number
>;

/**
 * The independent groups of articles, sorted by id: equal texts, whole clusters of reuse (a passage that two articles
 * copy joins them although it lies outside), an article and what it derives from, always; what `together` names; and the
 * pairs that share words. The order of articles and links changes nothing.
 */
export function formGroups(
  { items, ties, twinTexts, cards, cardLinks }: Gathered,
  together: readonly TogetherKind[],
  shared: readonly (readonly [string, string])[],
): { groups: SplitGroup[]; joinedBy: JoinedBy } {
  const sets = new UnionFind();
  const all = [...items.values()].toSorted((x, y) => (x.article < y.article ? -1 : 1));
  const name = (article: string) => `article ${article}`;
  const byVersion = new Map(all.flatMap((item) => item.versions.map((id) => [id, item.article] as const)));
  const byText = groupBy(
    all.flatMap((item) => item.texts.map((text) => ({ text, article: item.article }))),
    ({ text }) => text,
  );
  const joinedBy: JoinedBy = {
    text: 0,
    reuse: 0,
    derivation: 0,
    cards: 0,
    stories: 0,
    sources: 0,
    shared: 0,
  };
  let before = all.length;
  // What joins two articles may itself be none of them (a card, an outside page): only sets of articles count.
  const note = (ground: keyof JoinedBy) => {
    const now = new Set(all.map(({ article }) => sets.find(name(article)))).size;
    joinedBy[ground] = before - now;
    before = now;
  };
  const joinAll = (key: string, articles: Iterable<string>) => {
    for (const article of articles) sets.join(key, name(article));
  };
  for (const [text, same] of byText)
    joinAll(
      `text ${text}`,
      same.map(({ article }) => article),
    );
  note("text");
  for (const cluster of formClusters(ties)) {
    const members = cluster.passages.flatMap(({ versionId, articleId }) => {
      const twin = (versionId !== null && byVersion.get(versionId)) || articleId;
      if (twin !== null && items.has(twin)) return [twin];
      return (byText.get(twinTexts.get(versionId ?? "") ?? "") ?? []).map(({ article }) => article);
    });
    joinAll(`cluster ${cluster.id}`, members);
  }
  note("reuse");
  for (const { article, derivesFrom } of all)
    if (derivesFrom !== null) sets.join(name(article), name(derivesFrom));
  note("derivation");
  if (together.includes("cards") || together.includes("stories"))
    for (const [card, articles] of cards) joinAll(`card ${card}`, articles);
  note("cards");
  if (together.includes("stories"))
    for (const [one, other] of cardLinks) sets.join(`card ${one}`, `card ${other}`);
  note("stories");
  if (together.includes("sources"))
    for (const { article, publisher } of all)
      sets.join(name(article), `source ${publisher?.id ?? "unknown"}`);
  note("sources");
  for (const [one, other] of shared) sets.join(name(one), name(other));
  note("shared");
  const grouped = groupBy(all, ({ article }) => sets.find(name(article)));
  const groups = [...grouped.values()].map((members) => ({ id: members[0]?.article ?? "", items: members }));
  return { groups: groups.toSorted((x, y) => (x.id < y.id ? -1 : 1)), joinedBy };
}
