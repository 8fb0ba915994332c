import { z } from "zod";
import type { Distribution } from "@/lib/ratings/distribution";
import { ratingRoles, reliabilityGrades, type VersionChange } from "@/lib/vocabulary";

const day = z
  .union([z.literal("").transform(() => null), z.iso.date()])
  .nullable()
  .default(null);
const optionalDay = day.optional();
const topic = z.string().trim().max(200);
const rationale = z.string().trim().min(1, "Say what the grade rests on.").max(4_000);

/** What a rating rests on: marks by their ids, and words of an article that nobody has marked. */
const evidenceFields = {
  evidence: z.array(z.uuid()).max(50).default([]),
  quoteArticleId: z.union([z.literal("").transform(() => undefined), z.uuid()]).optional(),
  quote: z.string().trim().max(2_000).optional(),
};
export type EvidenceInput = { evidence: string[]; quoteArticleId?: string; quote?: string };

/** One rating of a source; what scheme its letters belong to is stored by the server, not chosen. */
export const rateSourceInput = z
  .object({
    sourceId: z.uuid(),
    grade: z.enum(reliabilityGrades, "Choose a grade."),
    role: z.enum(ratingRoles, "Choose what is rated."),
    topic: topic.default(""),
    periodFrom: day,
    periodTo: day,
    rationale,
    ...evidenceFields,
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
  ...evidenceFields,
});
export type RateInRoundInput = z.infer<typeof rateInRoundInput>;

export const houseGradeInput = z.object({
  sourceId: z.uuid(),
  grade: z.enum(reliabilityGrades, "Choose a grade."),
  role: z.enum(ratingRoles, "Choose what is graded."),
  topic: topic.optional(),
  rationale,
  ratingIds: z.array(z.uuid()).min(1, "Name the ratings it rests on.").max(500),
});
export type HouseGradeInput = z.infer<typeof houseGradeInput>;

/** The most sources and raters of a round: its agreement is worked out while a page is drawn. */
export const mostSources = 100;
export const mostRaters = 30;

/** A new round. Without `role` each source is asked about in the role of its kind (`roundRoleOf`). */
export const createRoundInput = z
  .object({
    name: z.string().trim().min(1, "Write a name.").max(200),
    sourceIds: z.array(z.uuid()).min(1, "Choose at least one source.").max(mostSources),
    raterIds: z.array(z.uuid()).min(1, "Choose at least one rater.").max(mostRaters),
    role: z.union([z.literal("").transform(() => undefined), z.enum(ratingRoles)]).optional(),
    topic: topic.optional(),
    periodFrom: optionalDay,
    periodTo: optionalDay,
    dueOn: optionalDay,
  })
  .refine((input) => !input.periodFrom || !input.periodTo || input.periodFrom <= input.periodTo, {
    path: ["periodTo"],
    message: "The end is before the beginning.",
  });
export type CreateRoundInput = z.infer<typeof createRoundInput>;

/** More sources, more raters or another day for a round that runs; what is empty stays as it is. */
export const extendRoundInput = z.object({
  roundId: z.uuid(),
  sourceIds: z.array(z.uuid()).max(mostSources).default([]),
  raterIds: z.array(z.uuid()).max(mostRaters).default([]),
  dueOn: optionalDay,
});
export type ExtendRoundInput = z.infer<typeof extendRoundInput>;

/** Words that a rating rests on, as they stood in their article; of a mark where they were picked from one. */
export type EvidenceDto = {
  annotationId: string | null;
  quote: string;
  projectSlug: string;
  articleId: string;
  articleTitle: string;
  isFinal: boolean;
};

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

/** What became known after a moment, as far as the reader may see it; each count stops at 100. */
export type SinceDto = {
  from: string;
  /** Credibility grades of and verdicts on claims that the source carries; how many were 4, 5 or refuted. */
  verdicts: number;
  against: number;
  /** New versions of articles that it published, of those that it declared to be corrections. */
  corrections: number;
  /** The newest of them; null for none. */
  newest: VersionPlace | null;
};

/** A text of an article, by its number among the article's texts. */
export type VersionPlace = { articleId: string; projectSlug: string; articleTitle: string; number: number };

/** Everybody's ratings of a source for one role and topic; there is one only where the reader has saved their own. */
export type RatingScope = {
  role: (typeof ratingRoles)[number];
  topic: string;
  distribution: Distribution;
  ratings: RatingDto[];
};

export type HouseGradeDto = {
  id: string;
  grade: (typeof reliabilityGrades)[number];
  role: string;
  topic: string;
  rationale: string;
  decidedByName: string;
  /** The ratings it rests on, by rater; of those that the reader may see. */
  restsOn: { raterName: string; grade: string; createdAt: string }[];
  ratingCount: number;
  createdAt: string;
};

/** What a source did here, for who is about to rate it; each list newest first and cut at `recordLength`. */
export type SourceRecordDto = {
  claims: RecordItem[];
  dropped: RecordItem[];
  /** Its articles that were changed later; `correction` alone is one by its own word. */
  corrections: (VersionPlace & {
    change: VersionChange;
    note: string;
    changedAt: string | null;
    at: string;
  })[];
  observations: { id: string; quote: string; note: string; byName: string; at: string }[];
};

export type RecordItem = {
  annotationId: string;
  quote: string;
  articleId: string;
  projectSlug: string;
  articleTitle: string;
  isFinal: boolean;
  /** Whether an attribution names the source, or its own article says it. */
  how: "said" | "printed";
  cardId: string | null;
  /** Credibility grades of and verdicts on its cards that the reader may see, the newest of each rater. */
  grades: string[];
  verdicts: string[];
};

/** What a reader sees of a source's ratings; `foldedHouseGrades` are those that show once one's own rating is saved. */
export type SourceRatingsDto = {
  scopes: (RatingScope & { since: SinceDto | null })[];
  houseGrades: HouseGradeDto[];
  foldedHouseGrades: { role: string; topic: string }[];
  /** Rounds that still wait for the reader's answer about this source. */
  owed: { roundId: string; name: string; role: string; topic: string }[];
  record: SourceRecordDto;
  ratesPersons: boolean;
};

export type RoundSummary = {
  id: string;
  name: string;
  topic: string;
  createdAt: string;
  dueOn: string | null;
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
  /** The reader's own grade in the round, null until it is saved. */
  myGrade: (typeof reliabilityGrades)[number] | null;
};

/** One source of a round as the reader may see it; `results` are null until their own rating is seen. */
export type RoundSourceView = RoundSourceDto & {
  results: { distribution: Distribution; ratings: RatingDto[]; since: SinceDto | null } | null;
  record: SourceRecordDto;
};

/** Ordinal agreement over those sources of a round whose ratings the reader may see. */
export type RoundAgreementDto = {
  sources: number;
  /** Judging grades (A to E) given blind, and what was left out: F, and what was given after others' were seen. */
  grades: number;
  cannotJudge: number;
  sawOthers: number;
  alpha: number | null;
  interval: { low: number; high: number } | null;
  /** Why there is no number, or no interval beside it. */
  why: string | null;
};

export type RoundDto = {
  id: string;
  name: string;
  topic: string;
  periodFrom: string | null;
  periodTo: string | null;
  dueOn: string | null;
  createdAt: string;
  closedAt: string | null;
  isRater: boolean;
  canManage: boolean;
  sources: RoundSourceDto[];
  /** For managers alone: how far each rater is, never what they said. */
  progress: { userId: string; name: string; done: number }[];
  agreement: RoundAgreementDto;
};

/** How often the team's two grades lie on one rank: A1, B2, C3, D4, E5. */
export type DiagonalDto = { pairs: number; onDiagonal: number; missing: number; share: number | null };

/** The installation's rules of rating: whether persons are rated, and whether the reader may change it. */
export type RatingRulesDto = { ratesPersons: boolean; canChange: boolean };
export const ratingRulesInput = z.object({ ratesPersons: z.enum(["on", "off"]) });

/** What a round asks about a source: what it prints, what it says, or what it first reports. */
export function roundRoleOf(kind: string): (typeof ratingRoles)[number] {
  if (kind === "outlet" || kind === "agency") return "publisher";
  return kind === "document" ? "origin" : "speaker";
}
