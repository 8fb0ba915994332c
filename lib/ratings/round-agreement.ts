import { bootstrapInterval } from "@/lib/agreement/bootstrap";
import { krippendorffAlpha } from "@/lib/agreement/krippendorff-alpha";
import { decimal } from "@/lib/agreement/pair-agreement";
import type { RoundAgreementDto } from "@/lib/ratings/schema";
import { reliabilityGrades } from "@/lib/vocabulary";

/** A rating of a round as its agreement needs it. */
export type RoundGrade = { sourceId: string; grade: (typeof reliabilityGrades)[number]; sawOthers: boolean };

const seed = 20_111_980;

/**
 * Krippendorff's ordinal α over sources (A to E in order) with a 95 % bootstrap interval over sources, from grades given
 * blind: F is missing, and what was given after others' were seen is left out. The draws are seeded, so that the same
 * grades give the same interval; a large round draws fewer samples (never under 200), to stay within a page's time.
 */
export function agreementOf(grades: readonly RoundGrade[]): RoundAgreementDto {
  const blind = grades.filter((one) => !one.sawOthers);
  const judged = blind.filter((one) => one.grade !== "F");
  const bySource = new Map<string, number[]>();
  for (const { sourceId, grade } of judged)
    bySource.set(sourceId, [...(bySource.get(sourceId) ?? []), reliabilityGrades.indexOf(grade)]);
  const units = [...bySource.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, ranks]) => ranks.toSorted((a, b) => a - b))
    .filter((ranks) => ranks.length > 1);
  const counts = {
    sources: units.length,
    grades: judged.length,
    cannotJudge: blind.length - judged.length,
    sawOthers: grades.length - blind.length,
  };
  // Over a single source α is 0 whatever was said: there is nothing that its grades could be told apart from.
  if (units.length === 1) return { ...counts, alpha: null, interval: null, why: reasons.one };
  const { alpha } = krippendorffAlpha(units, "ordinal");
  if (alpha.value === null)
    return {
      ...counts,
      alpha: null,
      interval: null,
      why: reasonFor(alpha.undefinedBecause),
    };
  const values = units.reduce((sum, unit) => sum + unit.length, 0);
  const rounds = Math.min(1_000, Math.max(200, Math.floor(100_000 / values)));
  const interval = bootstrapInterval(units, (sample) => krippendorffAlpha(sample, "ordinal").alpha.value, {
    seed,
    rounds,
  });
  if (interval.low === null)
    return {
      ...counts,
      alpha: alpha.value,
      interval: null,
      why: reasonFor(interval.undefinedBecause),
    };
  return { ...counts, alpha: alpha.value, interval: { low: interval.low, high: interval.high }, why: null };
}

const reasons = {
  one: "only one source has two blind grades, and agreement is over sources",
  "no unit has two values": "no source that you have rated has two blind grades from A to E",
  "only one value occurs": "every blind grade is the same letter, so nothing could have differed",
  "most samples of the units give no number": "the sources are too few, or too alike, to draw samples from",
};

function reasonFor(code: string): string {
  return new Map(Object.entries(reasons)).get(code) ?? code;
}

/** The figure in one sentence, with what it rests on (thresholds: Krippendorff 2019, ch. 12). */
export function describeAgreement(agreement: RoundAgreementDto): string {
  const { alpha, interval, why, sources, grades, cannotJudge, sawOthers } = agreement;
  const left = [
    ...(cannotJudge > 0 ? [`${cannotJudge} F, which is a missing grade`] : []),
    ...(sawOthers > 0 ? [`${sawOthers} given after others\u2019 grades were seen`] : []),
  ];
  const apart = left.length === 0 ? "" : ` Left out: ${left.join("; ")}.`;
  if (alpha === null) return `Undefined because ${why}.${apart}`;
  const range = interval
    ? `95 % interval ${decimal(interval.low)} to ${decimal(interval.high)}`
    : `no interval, because ${why}`;
  return `Ordinal α ${decimal(alpha)}, ${strengthOf(alpha, interval)} (${range}), over ${sources} sources and ${grades} blind grades.${apart}`;
}

function strengthOf(alpha: number, interval: RoundAgreementDto["interval"]): string {
  if (alpha < 0.667) return "too low to rely on";
  // A number that another draw of sources would take below the threshold is no ground to stand on.
  if (!interval || interval.low < 0.667) return "too uncertain to rely on: rate more sources";
  return alpha >= 0.8 ? "firm" : "tentative";
}
