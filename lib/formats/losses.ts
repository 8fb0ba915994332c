/** Something that was there and is not in what was written: what it is, why, in which article, and how often. */
export type Loss = { what: string; why: string; article: string; count: number };

/** A part of a file that is not right and was left out: where it stands, and what is wrong with it. */
export type Problem = {
  file: string;
  line: number | null;
  message: string;
  /** The words that a span is said to have are not those of the text. */
  isQuote?: boolean;
};

/** Losses of one kind over all articles; `articles` names the first of them. */
export type LossSummary = { what: string; why: string; count: number; articles: string[] };

/** Gathers losses, so that a conversion of any size keeps one entry a kind. */
export type LossLog = { add: (loss: Loss) => void; list: () => LossSummary[] };

/** The most articles that a summary names. */
const MOST_NAMED = 5;

/** An empty log; equal `what` and `why` are counted together, in the order in which they first came. */
export function createLossLog(): LossLog {
  const byKind = new Map<string, LossSummary>();
  return {
    add({ what, why, article, count }) {
      if (count === 0) return;
      const key = `${what}\n${why}`;
      const known = byKind.get(key) ?? { what, why, count: 0, articles: [] };
      known.count += count;
      if (article !== "" && known.articles.length < MOST_NAMED && !known.articles.includes(article))
        known.articles.push(article);
      byKind.set(key, known);
    },
    list: () => [...byKind.values()],
  };
}
