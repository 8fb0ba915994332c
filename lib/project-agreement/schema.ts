import { z } from "zod";
import { annotationKinds } from "@/lib/vocabulary";

/** What agreement is asked about; each has one recommended measure. */
export const questions = ["where", "what", "attributes", "triples", "links", "reuse"] as const;
export type Question = (typeof questions)[number];

export const questionLabels: Record<Question, string> = {
  where: "Where: did they mark the same words?",
  what: "What: did they give the same marks the same kind?",
  attributes: "Which attributes: did they fill in the same?",
  triples: "Source, cue and content together",
  links: "Links between attributions and claims",
  reuse: "Reuse: did they join the same passages?",
};

/**
 * One measure as it is stored and drawn: a number with its interval (null where it has none), or why it is undefined.
 * `places` names the places that it counts (see expandReason). `scale` says how it is judged: α has thresholds, a share of 1 has none.
 */
export const measureSchema = z.object({
  id: z.string(),
  question: z.enum(questions),
  name: z.string(),
  isRecommended: z.boolean(),
  scale: z.enum(["share", "alpha"]),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  undefinedBecause: z.string().nullable(),
  basis: z.string(),
  places: z.string().nullable(),
});
export type MeasureDto = z.infer<typeof measureSchema>;

export const monthSchema = z.object({
  month: z.string(),
  articles: z.number(),
  matched: z.number(),
  a: z.number(),
  b: z.number(),
  f1: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type MonthDto = z.infer<typeof monthSchema>;

export const summarySchema = z.record(
  z.string(),
  z.object({
    months: z.array(monthSchema),
    commonest: z.array(z.object({ pairId: z.string(), reason: z.string(), count: z.number() })),
  }),
);
export type Summary = z.infer<typeof summarySchema>;

/** What the overview is asked for: a kind of mark, and which numbers the plots show. */
export const overviewQuery = z.object({
  kind: z.enum(annotationKinds).optional().catch(undefined),
  show: z.enum(["position", "labels"]).catch("position").default("position"),
});
export type OverviewQuery = z.infer<typeof overviewQuery>;

export const pairQuery = z.object({
  kind: z.enum(annotationKinds).optional().catch(undefined),
  cursor: z.string().max(2_000).optional().catch(undefined),
});

export const placesQuery = z.object({
  kind: z.enum(annotationKinds).catch("claim").default("claim"),
  reason: z.string().max(200).catch("same").default("same"),
  cursor: z.string().max(2_000).optional().catch(undefined),
});

export const tableQuery = z.object({
  kind: z.enum(annotationKinds).optional(),
  part: z.enum(["pairs", "months", "measures"]).default("pairs"),
  pair: z.uuid().optional(),
});
export type TableQuery = z.infer<typeof tableQuery>;

/** How fresh the figures are: what was computed from how many articles, what came since, what is under way. */
export type Freshness = {
  computedAt: string | null;
  articles: number;
  newer: number;
  isMoreNewer: boolean;
  isWanted: boolean;
  isRunning: boolean;
  done: number;
  total: number;
  hasFailed: boolean;
  isOwn: boolean;
};

export type PairDto = {
  pairId: string;
  first: string;
  second: string;
  isFinal: boolean;
  articles: number;
  a: number;
  b: number;
  exact: number;
  f1: number | null;
  low: number | null;
  high: number | null;
  /** Marks of both that agree by half, their kinds the same (a share), and α of the kinds. */
  sameKind: MeasureDto | null;
  labelled: MeasureDto | null;
};

/** A stretch of words with the place they stand at, as one of the two marked it. */
export type PlaceDto = {
  id: string;
  articleId: string;
  versionId: string;
  title: string;
  isDone: boolean;
  first: string | null;
  second: string | null;
  /** Both one's spans, in code points of the version's text. */
  lit: { start: number; end: number }[];
};

export type DisagreementDto = {
  pairId: string;
  reason: string;
  sentence: string;
  count: number;
  places: PlaceDto[];
};

export type OverviewDto = {
  kinds: string[];
  kind: string;
  pairs: PairDto[];
  isMore: boolean;
  against: PairDto[];
  months: MonthDto[];
  disagreements: DisagreementDto[];
  freshness: Freshness;
  waiting: number;
  canSet: boolean;
  showsAgreement: boolean;
};

export type ArticlePartDto = {
  articleId: string;
  title: string;
  isDone: boolean;
  a: number;
  b: number;
  exact: number;
  overlap: number;
};

export type PairPageDto = {
  kinds: string[];
  kind: string;
  pair: PairDto;
  measures: MeasureDto[];
  reasons: { reason: string; sentence: string; count: number; isDifference: boolean }[];
  months: MonthDto[];
  disagreements: DisagreementDto[];
  articles: { items: ArticlePartDto[]; next: string | null; previous: string | null };
  freshness: Freshness;
};

export type PlacesDto = {
  kind: string;
  reason: string;
  sentence: string;
  pairId: string;
  first: string;
  second: string;
  items: PlaceDto[];
  next: string | null;
  previous: string | null;
};
