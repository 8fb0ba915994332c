import { badInput } from "@/lib/errors";
import { type EntriesAgain, isItem } from "@/lib/formats/conversion";
import { countSides, dealBySeed, dealByTime } from "@/lib/splits/assign";
import { reportBalance } from "@/lib/splits/balance";
import { formGroups } from "@/lib/splits/groups";
import { type Gathered, gather, gatherNothing } from "@/lib/splits/items";
import { allowedRuns, reportLeaks } from "@/lib/splits/leaks";
import { findRefusal } from "@/lib/splits/refuse";
import { hashText, pairsBySharedRuns, type RunText } from "@/lib/splits/run-index";
import type { SplitOptions, SplitResult } from "@/lib/splits/schema";

/**
 * Splits articles into train, dev and test, equal for equal records and options in whatever order the entries come: whole
 * groups of copies on one side, shares of sources and kinds kept near the ratio, and a report of every run of 12 words that
 * stands on two sides all the same. Texts are stored ones. Reads them twice and keeps about four bytes a word and a table of at most
 * 96 MB. Throws badInput `split-no-articles`, `split-time-unknown`, and what `findRefusal` names, each with what to do.
 */
export async function splitRecords(
  entries: EntriesAgain,
  options: SplitOptions,
  onProgress: (done: number) => void = () => {},
): Promise<SplitResult> {
  const gathered = gatherNothing();
  const texts: RunText[] = [];
  let done = 0;
  for await (const entry of entries()) {
    gather(gathered, entry);
    if (isItem(entry)) continue;
    const { id, text } = entry.articleVersion;
    texts.push(hashText(entry.article.id, id, text, entry.blocks));
    done += 1;
    onProgress(done);
  }
  // The order of hashing decides which article of a run is the first: by id, it is the same for every order of records.
  texts.sort((a, b) => (a.version < b.version ? -1 : 1));
  const leftOut = leaveOut(gathered, options);
  const left = new Set(leftOut.map(({ article }) => article));
  const kept = texts.filter(({ article }) => !left.has(article));
  if (gathered.items.size === 0)
    throw badInput("split-no-articles", "There is no article to split. Choose a filter that finds some.");
  const shared = options.joinShared
    ? pairsBySharedRuns(kept, {
        skipApart: options.allowBoilerplate,
        allowed: allowedRuns(options.allow),
      }).filter(([one, other]) => !isAllowedPair(options, one, other))
    : [];
  const { groups, joinedBy } = formGroups(gathered, options.together, shared);
  const deal = options.by === "time" ? dealByTime : dealBySeed;
  const { sides, cuts } = deal(groups, options);
  const refusal = findRefusal(groups, joinedBy, sides, options);
  if (refusal) throw refusal;
  const articles = groups
    .flatMap(({ id, items }) =>
      items.map(({ article }) => ({ article, side: sides.get(id) ?? ("train" as const), group: id })),
    )
    .toSorted((a, b) => (a.article < b.article ? -1 : 1));
  const sideOf = new Map(articles.map(({ article, side }) => [article, side]));
  async function* again() {
    for await (const entry of entries())
      if (!isItem(entry)) yield { version: entry.articleVersion.id, text: entry.articleVersion.text };
  }
  return {
    options,
    articles,
    leftOut,
    groups: {
      all: groups.length,
      largest: Math.max(...groups.map(({ items }) => items.length)),
      sides: countSides(groups, sides, () => 1),
      joinedBy,
    },
    cuts,
    balance: reportBalance(groups, sides, options.ratio),
    leaks: await reportLeaks(kept, (article) => sideOf.get(article) ?? "train", options, again),
  };
}

/** Articles without a time, where a cut by date is wanted: refused by name, or left out of every side. */
function leaveOut(gathered: Gathered, { by, undated }: SplitOptions): SplitResult["leftOut"] {
  if (by !== "time") return [];
  const without = [...gathered.items.values()].filter(({ publishedAt }) => publishedAt === null);
  if (without.length === 0) return [];
  if (undated === "refuse")
    throw badInput(
      "split-time-unknown",
      `${without.length} of ${gathered.items.size} articles have no time of publication with a zone. Enter it, leave ` +
        "them out, or split by seed.",
      { articles: without.slice(0, 20).map(({ article, title }) => ({ article, title })) },
    );
  for (const { article } of without) gathered.items.delete(article);
  return without
    .map(({ article }) => ({ article, why: "its time of publication is not known" }))
    .toSorted((a, b) => (a.article < b.article ? -1 : 1));
}

function isAllowedPair({ allow }: SplitOptions, one: string, other: string): boolean {
  return allow.some(({ articles }) => articles?.includes(one) && articles.includes(other));
}
