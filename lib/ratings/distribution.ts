import { reliabilityGrades } from "@/lib/vocabulary";

export type ReliabilityGrade = (typeof reliabilityGrades)[number];

/** A rating as the distribution needs it: who, which grade, when (ISO 8601). */
export type RatingPoint = { raterId: string; grade: ReliabilityGrade; createdAt: string };

/**
 * How the raters of one source in one role stand: `counts` by grade, of each rater's newest rating alone; `n` raters
 * who judged (A to E) and `cannotJudge` who answered F, which is missing and never the lowest; `lowerMedian` the
 * middle grade, the less reliable one of two; `spread` the steps between the best and the worst grade.
 */
export type Distribution = {
  counts: Record<ReliabilityGrade, number>;
  n: number;
  cannotJudge: number;
  lowerMedian: ReliabilityGrade | null;
  spread: number | null;
  oldest: string | null;
  newest: string | null;
  isConsensus: boolean;
};

/** Fewer raters than this who judged are "not a consensus", whatever they say. */
export const consensusFrom = 3;

/** The distribution of ratings given in any order; of one rater's several ratings the newest counts. Never a mean of letters. */
export function distributionOf(ratings: readonly RatingPoint[]): Distribution {
  const newest = new Map<string, RatingPoint>();
  for (const rating of ratings) {
    const known = newest.get(rating.raterId);
    if (!known || known.createdAt < rating.createdAt) newest.set(rating.raterId, rating);
  }
  const counts: Record<ReliabilityGrade, number> = { A: 0, B: 0, C: 0, D: 0, E: 0, F: 0 };
  for (const { grade } of newest.values()) counts[grade] += 1;
  const ranks = reliabilityGrades.flatMap((grade, rank) =>
    grade === "F" ? [] : Array.from({ length: counts[grade] }, () => rank),
  );
  const middle = ranks[Math.floor(ranks.length / 2)];
  const best = ranks[0];
  const worst = ranks.at(-1);
  const times = [...newest.values()].map((rating) => rating.createdAt).toSorted();
  return {
    counts,
    n: ranks.length,
    cannotJudge: counts.F,
    lowerMedian: middle === undefined ? null : (reliabilityGrades[middle] ?? null),
    spread: best === undefined || worst === undefined ? null : worst - best,
    oldest: times[0] ?? null,
    newest: times.at(-1) ?? null,
    isConsensus: ranks.length >= consensusFrom,
  };
}

/** The distribution in one sentence, as a screen says it beside the plot. */
export function describeDistribution(distribution: Distribution): string {
  const { n, cannotJudge, lowerMedian, spread, isConsensus } = distribution;
  const missing = cannotJudge === 0 ? "" : ` ${people(cannotJudge)} could not judge (F).`;
  if (lowerMedian === null) return `Nobody has judged it.${missing}`;
  const apart = spread === 0 ? "all the same" : `${spread} ${spread === 1 ? "grade" : "grades"} apart`;
  const median =
    n === 1 ? `${lowerMedian}, from one rater.` : `Lower median ${lowerMedian} of ${n}, ${apart}.`;
  return `${median}${isConsensus ? "" : " Not a consensus."}${missing}`;
}

function people(count: number): string {
  return count === 1 ? "One rater" : `${count} raters`;
}
