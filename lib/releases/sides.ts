import { type DatasetEntry, isItem } from "@/lib/formats/conversion";
import { articlesOf, itemNames } from "@/lib/formats/dataset-items";
import type { Loss } from "@/lib/formats/losses";
import { type SplitResult, type SplitSide, splitSides } from "@/lib/splits/schema";

/** The sides of a release's split: which there are, and where each entry goes. */
export type Sides = {
  names: readonly SplitSide[];
  /**
   * The side of an article; of a claim card or a judged pair the one on which all its articles are, null where they are on several or none
   * (it would carry words of one side to another); `every` for ratings, which speak of sources.
   */
  of: (entry: DatasetEntry) => SplitSide | "every" | null;
};

/** The sides that a split made. */
export function sidesOf({ articles }: SplitResult): Sides {
  const byArticle = new Map(articles.map(({ article, side }) => [article, side]));
  const found = new Set(byArticle.values());
  return {
    names: splitSides.filter((side) => found.has(side)),
    of(entry) {
      if (!isItem(entry)) return byArticle.get(entry.article.id) ?? null;
      if (entry.item === "rating") return "every";
      const sides = new Set(articlesOf(entry).map((article) => byArticle.get(article) ?? null));
      const [only = null] = sides;
      return sides.size === 1 ? only : null;
    },
  };
}

/** The entries of one side, in their order. */
export async function* entriesOf(
  side: SplitSide,
  sides: Sides,
  entries: AsyncIterable<DatasetEntry>,
): AsyncGenerator<DatasetEntry> {
  for await (const entry of entries) {
    const own = sides.of(entry);
    if (own === side || own === "every") yield entry;
  }
}

/** What no side has, as a loss to tell. */
export function lossOfSides(entry: DatasetEntry, sides: Sides): Loss | null {
  if (sides.of(entry) !== null) return null;
  return isItem(entry)
    ? {
        what: itemNames[entry.item],
        why: "their articles are on several sides of the split, or on none",
        article: "",
        count: 1,
      }
    : {
        what: "articles",
        why: "the split leaves them out: split.json says why",
        article: entry.article.title,
        count: 1,
      };
}
