export const feedbackFilters = ["all", "news", "changed", "disputed"] as const;
export type FeedbackFilter = (typeof feedbackFilters)[number];

/** One's own finished article with how one's marks came out. */
export type FeedbackItem = {
  articleId: string;
  title: string;
  taken: number;
  changed: number;
  rejected: number;
  missed: number;
  f1: number | null;
  isNews: boolean;
  finishedAt: string;
  disputes: number;
  answered: number;
};

/** A week (its Monday, in UTC): the articles finished in it and the mean of their F1, null where none has one. */
export type TrendWeek = { week: string; articles: number; f1: number | null };

export type Trends = {
  /** Oldest first; weeks without an article are left out. */
  weeks: TrendWeek[];
  /** Reasons by how often they were given, the commonest first. */
  reasons: { reason: string; count: number }[];
  articles: number;
  f1: number | null;
};

/**
 * A person's agreement with the final layers by week and over all, every article counting the same, and the reasons given
 * for what was decided otherwise. An article on which neither has a mark has no F1 and counts as an article only.
 */
export function trendsOf(
  rows: readonly { finishedAt: Date; f1: number | null; reasons: Readonly<Record<string, number>> }[],
): Trends {
  const weeks = new Map<string, { articles: number; values: number[] }>();
  const reasons = new Map<string, number>();
  const all: number[] = [];
  for (const row of rows) {
    const week = mondayOf(row.finishedAt);
    const entry = weeks.get(week) ?? { articles: 0, values: [] };
    entry.articles += 1;
    if (row.f1 !== null) {
      entry.values.push(row.f1);
      all.push(row.f1);
    }
    weeks.set(week, entry);
    for (const [reason, count] of Object.entries(row.reasons))
      reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  return {
    weeks: [...weeks]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([week, { articles, values }]) => ({ week, articles, f1: mean(values) })),
    reasons: [...reasons]
      .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([reason, count]) => ({ reason, count })),
    articles: rows.length,
    f1: mean(all),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function mondayOf(time: Date): string {
  const day = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()));
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
