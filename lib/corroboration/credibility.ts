import { counted } from "@/lib/counted";
/** What the suggestion rests on; the counts are those of the range. */
export type CredibilityGrounds = {
  card: "content" | "speech-act";
  asserting: number;
  assessments: number;
  low: number;
  high: number;
  unexaminedPairs: number;
  denials: number;
  hasIndependentDenial: boolean;
  hasConflictingValues: boolean;
};

/** A grade of STANAG 2511's credibility scale, or null where no rule gives one, and the reason in words. */
export type CredibilitySuggestion = { grade: 1 | 2 | 3 | 6 | null; why: string };

/**
 * Suggests the credibility of the information (STANAG 2511, 1–6) from its independent corroboration: 1 when at
 * least two origins are independent beyond the possible, every pair is examined and nobody independent
 * denies; 2 when there may be two; 3 for one origin that neither a denial nor another value contradicts; 6 for
 * none. 4 and 5 are a person's to give, so a contradicted single origin, a speech act and mere assessments get no
 * suggestion. Conflicting values of several origins stand beside the suggestion, named in its reason.
 */
export function suggestCredibility(grounds: CredibilityGrounds): CredibilitySuggestion {
  const { low, high, unexaminedPairs, denials, hasIndependentDenial, hasConflictingValues } = grounds;
  if (grounds.card === "speech-act") {
    return {
      grade: null,
      why: "The card is about what was said: speakers are counted, no credibility is suggested.",
    };
  }
  if (grounds.asserting === 0 && grounds.assessments > 0) {
    return { grade: null, why: "Only assessments: opinions are counted, none confirms another." };
  }
  if (high === 0) return { grade: 6, why: "No mention leads to an origin with a name." };
  if (high === 1) {
    if (denials > 0) {
      return { grade: null, why: "One origin, and it is denied: 4 and 5 are given by a person only." };
    }
    if (hasConflictingValues) {
      return { grade: null, why: "One origin whose values conflict: 4 and 5 are given by a person only." };
    }
    return { grade: 3, why: "One origin, uncontradicted." };
  }
  const doubts = [
    ...(low < 2 ? ["their independence cannot be guaranteed"] : []),
    ...(unexaminedPairs > 0 ? [`${counted(unexaminedPairs, "pair")} of origins not examined`] : []),
    ...(hasIndependentDenial ? ["somebody independent denies it"] : []),
  ];
  const beside = hasConflictingValues ? " Their values conflict: look which of them this is about." : "";
  if (doubts.length === 0) {
    const why = `${low} independent origins, every pair examined, nobody independent denies.${beside}`;
    return { grade: 1, why };
  }
  return { grade: 2, why: `Up to ${high} origins, but ${doubts.join(", and ")}.${beside}` };
}
