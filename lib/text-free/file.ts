import { type DatasetEntry, type EntriesAgain, isItem } from "@/lib/formats/conversion";
import { askArticle, closeItem, type OpenItem, openItem } from "@/lib/text-free/items";
import { selectShown, toTextFree } from "@/lib/text-free/make";
import type { TextFreeLimits, TextFreeSummary } from "@/lib/text-free/schema";
import { createSharing } from "@/lib/text-free/sharing";

/** A line of the text-free file, and the entry that it is the variant of. */
export type TextFreeLine = { line: string; of: DatasetEntry };

/**
 * The text-free variant of a whole export, line by line in its order: articles first, then claim cards and ratings, whose
 * strings count on the limits of the articles they speak of. What articles share (a run of 12 words, or a passage that a
 * duplicate names) counts on the limit of each, wherever it is shown. Reads the entries up to three times and keeps in
 * memory the cards and ratings, four bytes a word, and the texts that share words. `finish` is given the figures at the end.
 */
export async function* writeTextFree(
  entries: EntriesAgain,
  limits: TextFreeLimits,
  finish: (summary: TextFreeSummary) => void = () => {},
): AsyncGenerator<TextFreeLine> {
  const items: OpenItem[] = [];
  const sharing = createSharing();
  for await (const entry of entries())
    if (isItem(entry)) items.push(openItem(entry));
    else sharing.note(entry);
  sharing.close();
  if (sharing.isAny()) for await (const entry of entries()) if (!isItem(entry)) sharing.keep(entry);
  const byArticle = new Map<string, OpenItem[]>();
  for (const item of items)
    for (const article of item.articles) byArticle.set(article, [...(byArticle.get(article) ?? []), item]);
  const summary = emptySummary(limits, items.length);
  for await (const entry of entries()) {
    if (isItem(entry)) continue;
    const { own, copies } = sharing.textsOf(entry);
    const selection = selectShown(entry, limits, own.cover, copies);
    for (const item of byArticle.get(entry.article.id) ?? [])
      for (const copy of [own, ...copies]) {
        const { shown, withheld } = askArticle(item, copy, limits);
        if (copy !== own) continue;
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
