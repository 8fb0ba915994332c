import type { DiagonalDto } from "@/lib/ratings/schema";
import type { credibilityGrades, reliabilityGrades } from "@/lib/vocabulary";

/** One rater's grade of a source, and the same rater's grade of a claim that the source carries. */
export type GradePair = {
  reliability: (typeof reliabilityGrades)[number];
  credibility: (typeof credibilityGrades)[number];
};

/** The share that was found in the field, on 1,400 ratings by one team of analysts. */
export const diagonalInTheField = 0.87;

const ranks: Record<string, number> = { A: 1, B: 2, C: 3, D: 4, E: 5 };

/**
 * How many pairs lie on one rank of both axes, A1 to E5. F and 6 are missing grades: such a pair is counted apart and
 * never on the diagonal. `share` is from 0 to 1, null where no pair has both grades.
 */
export function diagonalOf(pairs: readonly GradePair[]): DiagonalDto {
  let [judged, onDiagonal] = [0, 0];
  for (const { reliability, credibility } of pairs) {
    if (reliability === "F" || credibility === "6") continue;
    judged += 1;
    if (ranks[reliability] === Number(credibility)) onDiagonal += 1;
  }
  return {
    pairs: judged,
    onDiagonal,
    missing: pairs.length - judged,
    share: judged === 0 ? null : onDiagonal / judged,
  };
}

/** The figure in a sentence and why it matters; a share below ten pairs says how little it rests on. */
export function describeDiagonal({ pairs, onDiagonal, missing, share }: DiagonalDto): string {
  const left = missing === 0 ? "" : ` ${missing} more had F or 6, which are missing grades.`;
  if (share === null)
    return `Undefined because nobody whose grades you see has judged both a source and a claim it carries.${left}`;
  const thin = pairs < 10 ? " That is too few to say much." : "";
  return `${onDiagonal} of ${pairs} ${pairs === 1 ? "pair" : "pairs"} lie on one rank of both scales (A1, B2, C3, D4, E5).${left}${thin}`;
}
