import { type DatasetEntry, isItem } from "@/lib/formats/conversion";
import { articlesOf } from "@/lib/formats/dataset-items";
import type { SplitSide } from "@/lib/splits/schema";

/**
 * Where an entry goes, given the sides of the articles: an article to its own, a claim card to that of all its mentions, a
 * judged pair to that of both passages; null where those stand on several sides (or on none), and for a rating, which is of a source.
 */
export function sideOfEntry(entry: DatasetEntry, sides: ReadonlyMap<string, SplitSide>): SplitSide | null {
  if (!isItem(entry)) return sides.get(entry.article.id) ?? null;
  if (entry.item === "rating") return null;
  const own = new Set(articlesOf(entry).map((article) => sides.get(article) ?? null));
  const [side] = own;
  return own.size === 1 ? (side ?? null) : null;
}
