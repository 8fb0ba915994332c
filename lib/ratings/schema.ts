import { z } from "zod";
import type { Distribution } from "@/lib/ratings/distribution";
import { ratingRoles, reliabilityGrades } from "@/lib/vocabulary";

const day = z
  .union([z.literal("").transform(() => null), z.iso.date()])
  .nullable()
  .default(null);
const rationale = z.string().trim().min(1, "Say what the grade rests on.").max(4_000);

/** One rating of a source; what scheme its letters belong to is stored by the server, not chosen. */
export const rateSourceInput = z
  .object({
    sourceId: z.uuid(),
    grade: z.enum(reliabilityGrades, "Choose a grade."),
    role: z.enum(ratingRoles, "Choose what is rated."),
    topic: z.string().trim().max(200).default(""),
    periodFrom: day,
    periodTo: day,
    rationale,
    evidence: z.array(z.uuid()).max(50).default([]),
  })
  .refine((input) => !input.periodFrom || !input.periodTo || input.periodFrom <= input.periodTo, {
    path: ["periodTo"],
    message: "The end is before the beginning.",
  });
export type RateSourceInput = z.infer<typeof rateSourceInput>;

export const rateInRoundInput = z.object({
  roundId: z.uuid(),
  sourceId: z.uuid(),
  grade: z.enum(reliabilityGrades, "Choose a grade."),
  rationale,
  evidence: z.array(z.uuid()).max(50).default([]),
});
export type RateInRoundInput = z.infer<typeof rateInRoundInput>;

export const houseGradeInput = z.object({
  sourceId: z.uuid(),
  grade: z.enum(reliabilityGrades, "Choose a grade."),
  role: z.enum(ratingRoles, "Choose what is graded."),
  rationale,
  ratingIds: z.array(z.uuid()).min(1, "Name the ratings it rests on.").max(500),
});
export type HouseGradeInput = z.infer<typeof houseGradeInput>;

export const createRoundInput = z.object({
  name: z.string().trim().min(1, "Write a name.").max(200),
  sourceIds: z.array(z.uuid()).min(1, "Choose at least one source.").max(500),
  raterIds: z.array(z.uuid()).min(1, "Choose at least one rater.").max(200),
});
export type CreateRoundInput = z.infer<typeof createRoundInput>;

export type EvidenceDto = { annotationId: string; quote: string; projectSlug: string; articleId: string };

export type RatingDto = {
  id: string;
  raterId: string;
  raterName: string;
  isMine: boolean;
  grade: (typeof reliabilityGrades)[number];
  role: (typeof ratingRoles)[number];
  topic: string;
  periodFrom: string | null;
  periodTo: string | null;
  rationale: string;
  evidence: EvidenceDto[];
  sawOthers: boolean;
  roundId: string | null;
  scheme: string;
  schemeVersion: string;
  createdAt: string;
};

/** Everybody's ratings of a source for one role and topic; there is one only where the reader has saved their own. */
export type RatingScope = {
  role: (typeof ratingRoles)[number];
  topic: string;
  distribution: Distribution;
  ratings: RatingDto[];
};

export type HouseGradeDto = {
  id: string;
  grade: string;
  role: string;
  rationale: string;
  decidedByName: string;
  ratingCount: number;
  createdAt: string;
};

/** What a reader sees of a source's ratings; `foldedHouseGrades` are those that show once one's own rating is saved. */
export type SourceRatingsDto = {
  scopes: RatingScope[];
  houseGrades: HouseGradeDto[];
  foldedHouseGrades: string[];
};

export type RoundSummary = {
  id: string;
  name: string;
  createdAt: string;
  closedAt: string | null;
  sources: number;
  raters: number;
  /** How many sources of the round the reader has still to rate; null for who is no rater of it. */
  toRate: number | null;
};

export type RoundSourceDto = {
  id: string;
  name: string;
  kind: string;
  role: (typeof ratingRoles)[number];
  mine: RatingDto | null;
  /** The round's ratings as far as the reader may see them: null until their own is saved. */
  results: { distribution: Distribution; ratings: RatingDto[] } | null;
};

export type RoundDto = {
  id: string;
  name: string;
  createdAt: string;
  closedAt: string | null;
  isRater: boolean;
  canManage: boolean;
  sources: RoundSourceDto[];
  /** For managers alone: how far each rater is, never what they said. */
  progress: { userId: string; name: string; done: number }[];
};

/** What a round asks about a source: what it prints, what it says, or what it first reports. */
export function roundRoleOf(kind: string): (typeof ratingRoles)[number] {
  if (kind === "outlet" || kind === "agency") return "publisher";
  return kind === "document" ? "origin" : "speaker";
}
