import { groupBy } from "@/lib/reuse/group-by";
import type { SplitGroup } from "@/lib/splits/groups";
import {
  type SideCounts,
  type SplitRatio,
  type SplitSide,
  type Stratum,
  sharesOf,
} from "@/lib/splits/schema";

/**
 * What each side was to have and has: articles, articles of each source (the largest first; no publisher is the name ""),
 * marks of each kind. `wanted` is the side's share of the total, with one decimal.
 */
export function reportBalance(
  groups: readonly SplitGroup[],
  sides: ReadonlyMap<string, SplitSide>,
  ratio: SplitRatio,
): Stratum[] {
  const articles = groups.flatMap(({ id, items }) =>
    items.map((item) => ({ item, side: sides.get(id) ?? ("train" as const) })),
  );
  const shares = sharesOf(ratio);
  const row = (what: Stratum["what"], name: string, parts: { side: SplitSide; count: number }[]): Stratum => {
    const got: SideCounts = { train: 0, dev: 0, test: 0 };
    for (const { side, count } of parts) got[side] += count;
    const total = got.train + got.dev + got.test;
    const wanted = {
      train: Math.round(shares.train * total * 10) / 10,
      dev: Math.round(shares.dev * total * 10) / 10,
      test: Math.round(shares.test * total * 10) / 10,
    };
    return { what, name, total, wanted, got };
  };
  const kinds = [...new Set(articles.flatMap(({ item }) => Object.keys(item.marks)))].toSorted();
  const bySource = groupBy(articles, ({ item }) => item.publisher?.id ?? "");
  const sources = [...bySource]
    .map(([id, own]) => ({
      id,
      stratum: row(
        "source",
        own[0]?.item.publisher?.name ?? "",
        own.map(({ side }) => ({ side, count: 1 })),
      ),
    }))
    .toSorted((a, b) => b.stratum.total - a.stratum.total || (a.id < b.id ? -1 : 1));
  return [
    row(
      "articles",
      "",
      articles.map(({ side }) => ({ side, count: 1 })),
    ),
    ...kinds.map((kind) =>
      row(
        "kind",
        kind,
        articles.map(({ item, side }) => ({ side, count: item.marks[kind] ?? 0 })),
      ),
    ),
    ...sources.map(({ stratum }) => stratum),
  ];
}
