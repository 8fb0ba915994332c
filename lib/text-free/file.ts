import { type DatasetEntry, type EntriesAgain, isItem } from "@/lib/formats/conversion";
import { askArticle, closeItem, type OpenItem, openItem } from "@/lib/text-free/items";
import { selectShown, toTextFree } from "@/lib/text-free/make";
import type { TextFreeLimits, TextFreeSummary } from "@/lib/text-free/schema";

/** A line of the text-free file, and the entry that it is the variant of. */
export type TextFreeLine = { line: string; of: DatasetEntry };

/**
 * The text-free variant of a whole export, line by line in its order: articles first, then claim cards and ratings, whose
 * strings count on the limits of the articles they speak of. Reads the entries twice and keeps the cards and ratings in
 * memory, of the articles one at a time. `finish` is given the figures behind the last line.
 */
export async function* writeTextFree(
  entries: EntriesAgain,
  limits: TextFreeLimits,
  finish: (summary: TextFreeSummary) => void = () => {},
): AsyncGenerator<TextFreeLine> {
  const items: OpenItem[] = [];
  for await (const entry of entries()) if (isItem(entry)) items.push(openItem(entry));
  const byArticle = new Map<string, OpenItem[]>();
  for (const item of items)
    for (const article of item.articles) byArticle.set(article, [...(byArticle.get(article) ?? []), item]);
  const summary = emptySummary(limits, items.length);
  for await (const entry of entries()) {
    if (isItem(entry)) continue;
    const { id, sha256 } = entry.articleVersion;
    const selection = selectShown(entry, limits);
    for (const item of byArticle.get(entry.article.id) ?? []) {
      const { shown, withheld } = askArticle(item, selection.cover, { id, sha256 }, limits);
      summary.texts += shown;
      summary.textsWithheld += withheld;
    }
    const free = toTextFree(entry, limits, selection);
    addCoverage(summary, free.coverage);
    yield { line: `${JSON.stringify(free)}\n`, of: entry };
  }
  for (const open of items) yield { line: `${JSON.stringify(closeItem(open))}\n`, of: open.item };
  finish(summary);
}

function emptySummary(limits: TextFreeLimits, items: number): TextFreeSummary {
  return {
    articles: 0,
    items,
    limits,
    characters: 0,
    shown: 0,
    quotes: 0,
    quotesWithheld: 0,
    texts: 0,
    textsWithheld: 0,
    lost: 0,
    largestShare: 0,
    articlesWithheld: 0,
  };
}

function addCoverage(summary: TextFreeSummary, coverage: ReturnType<typeof toTextFree>["coverage"]): void {
  const { characters, shown, quotes, quotesWithheld, texts, textsWithheld, lost } = coverage;
  summary.articles += 1;
  summary.characters += characters;
  summary.shown += shown;
  summary.quotes += quotes;
  summary.quotesWithheld += quotesWithheld;
  summary.texts += texts;
  summary.textsWithheld += textsWithheld;
  summary.lost += lost;
  summary.largestShare = Math.max(summary.largestShare, shown / Math.max(1, characters));
  if (quotesWithheld + textsWithheld > 0) summary.articlesWithheld += 1;
}
