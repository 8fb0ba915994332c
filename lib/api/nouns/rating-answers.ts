import { z } from "zod";
import type { Distribution } from "@/lib/ratings/distribution";
import type {
  RatingDto,
  RoundDto,
  RoundSourceView,
  RoundSummary,
  SourceRatingsDto,
  SourceRecordDto,
} from "@/lib/ratings/schema";
import { ratingRoles, reliabilityGrades, versionChanges } from "@/lib/vocabulary";

/** What operations about ratings answer. */

const grade = z.enum(reliabilityGrades);
const role = z.enum(ratingRoles);

export const distribution = z.strictObject({
  counts: z.record(grade, z.number()),
  n: z.number(),
  cannotJudge: z.number(),
  lowerMedian: grade.nullable(),
  spread: z.number().nullable(),
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
  isConsensus: z.boolean(),
}) satisfies z.ZodType<Distribution>;

const place = { projectSlug: z.string(), articleId: z.string(), articleTitle: z.string() };

const rating = z.strictObject({
  id: z.string(),
  raterId: z.string(),
  raterName: z.string(),
  isMine: z.boolean(),
  grade,
  role,
  topic: z.string(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  rationale: z.string(),
  evidence: z.array(
    z.strictObject({
      annotationId: z.string().nullable(),
      quote: z.string(),
      ...place,
      isFinal: z.boolean(),
    }),
  ),
  sawOthers: z.boolean(),
  roundId: z.string().nullable(),
  scheme: z.string(),
  schemeVersion: z.string(),
  createdAt: z.string(),
}) satisfies z.ZodType<RatingDto>;

const since = z
  .strictObject({
    from: z.string(),
    verdicts: z.number(),
    against: z.number(),
    corrections: z.number(),
    newest: z.strictObject({ ...place, number: z.number() }).nullable(),
  })
  .nullable();

const recordItem = z.strictObject({
  annotationId: z.string(),
  quote: z.string(),
  ...place,
  isFinal: z.boolean(),
  how: z.enum(["said", "printed"]),
  cardId: z.string().nullable(),
  grades: z.array(z.string()),
  verdicts: z.array(z.string()),
});

const record = z.strictObject({
  claims: z.array(recordItem),
  dropped: z.array(recordItem),
  corrections: z.array(
    z.strictObject({
      ...place,
      number: z.number(),
      change: z.enum(versionChanges),
      note: z.string(),
      changedAt: z.string().nullable(),
      at: z.string(),
    }),
  ),
  observations: z.array(
    z.strictObject({
      id: z.string(),
      quote: z.string(),
      note: z.string(),
      byName: z.string(),
      at: z.string(),
    }),
  ),
}) satisfies z.ZodType<SourceRecordDto>;

export const sourceRatings = z.strictObject({
  scopes: z.array(z.strictObject({ role, topic: z.string(), distribution, ratings: z.array(rating), since })),
  houseGrades: z.array(
    z.strictObject({
      id: z.string(),
      grade,
      role: z.string(),
      topic: z.string(),
      rationale: z.string(),
      decidedByName: z.string(),
      restsOn: z.array(z.strictObject({ raterName: z.string(), grade: z.string(), createdAt: z.string() })),
      ratingCount: z.number(),
      createdAt: z.string(),
    }),
  ),
  foldedHouseGrades: z.array(z.strictObject({ role: z.string(), topic: z.string() })),
  owed: z.array(
    z.strictObject({ roundId: z.string(), name: z.string(), role: z.string(), topic: z.string() }),
  ),
  record,
  ratesPersons: z.boolean(),
}) satisfies z.ZodType<SourceRatingsDto>;

export const roundSummary = z.strictObject({
  id: z.string(),
  name: z.string(),
  topic: z.string(),
  createdAt: z.string(),
  dueOn: z.string().nullable(),
  closedAt: z.string().nullable(),
  sources: z.number(),
  raters: z.number(),
  toRate: z.number().nullable(),
}) satisfies z.ZodType<RoundSummary>;

const roundSource = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  role,
  myGrade: grade.nullable(),
});

export const roundSourceView = roundSource.extend({
  results: z.strictObject({ distribution, ratings: z.array(rating), since }).nullable(),
  record,
}) satisfies z.ZodType<RoundSourceView>;

export const roundDto = z.strictObject({
  id: z.string(),
  name: z.string(),
  topic: z.string(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  dueOn: z.string().nullable(),
  createdAt: z.string(),
  closedAt: z.string().nullable(),
  isRater: z.boolean(),
  canManage: z.boolean(),
  sources: z.array(roundSource),
  progress: z.array(z.strictObject({ userId: z.string(), name: z.string(), done: z.number() })),
  agreement: z.strictObject({
    sources: z.number(),
    grades: z.number(),
    cannotJudge: z.number(),
    sawOthers: z.number(),
    alpha: z.number().nullable(),
    interval: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
    why: z.string().nullable(),
  }),
}) satisfies z.ZodType<RoundDto>;
