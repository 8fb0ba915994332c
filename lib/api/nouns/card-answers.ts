import { z } from "zod";
import { distribution } from "@/lib/api/nouns/rating-answers";
import type { BoardRow } from "@/lib/cards/board-schema";
import {
  type CandidateDto,
  type CardDto,
  cardTypes,
  type FinalClaimDto,
  type MentionDto,
  type OriginDto,
  type PairDto,
} from "@/lib/cards/schema";
import { dependencyLevels } from "@/lib/corroboration/schema";
import {
  cardLinkTypes,
  claimTypes,
  credibilityGrades,
  evidenceStances,
  interestFlags,
  truthScales,
  verdicts,
} from "@/lib/vocabulary";

/** What operations about claim cards answer. */

const type = z.enum(cardTypes);
const text = z.string().nullable();
const named = z.strictObject({ id: z.string(), name: z.string() });
export const cardName = z.strictObject({ id: z.string(), statement: z.string() });

export const finalClaim = z.strictObject({
  claimId: z.string(),
  quote: z.string(),
  kind: z.string(),
  articleId: z.string(),
  articleTitle: z.string(),
  publishedAt: text,
}) satisfies z.ZodType<FinalClaimDto>;

export const candidate = finalClaim.extend({
  cards: z.array(cardName),
}) satisfies z.ZodType<CandidateDto>;

export const boardRow = z.strictObject({
  id: z.string(),
  statement: z.string(),
  type,
  mentions: z.number(),
  articles: z.number(),
  clusters: z.number(),
  unnamed: z.number(),
  roots: z.number(),
  low: z.number(),
  high: z.number(),
  unexaminedPairs: z.number(),
  unratedRoots: z.number(),
  denials: z.number(),
  assessments: z.number(),
  valueConflicts: z.number(),
  suggestedCredibility: z.number().nullable(),
  hasProblem: z.boolean(),
  isDisputed: z.boolean(),
  isPending: z.boolean(),
  firstPublishedAt: text,
  lastPublishedAt: text,
  createdAt: z.string(),
}) satisfies z.ZodType<BoardRow>;

const mention = finalClaim.extend({
  id: z.string(),
  href: z.string(),
  values: z.array(z.string()),
  stance: z.string(),
  publisher: text,
  saidBy: text,
  path: z.array(z.string()),
  origins: z.array(z.string()),
  hasUnnamedEnd: z.boolean(),
  isUnresolved: z.boolean(),
  cluster: z.number().nullable(),
  number: z.number(),
  otherCards: z.array(cardName),
}) satisfies z.ZodType<MentionDto>;

const numbered = z.array(z.strictObject({ id: z.string(), number: z.number() }));

const origin = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  use: z.enum(["range", "assessment"]),
  mentions: numbered,
  mentionCount: z.number(),
  interests: z.array(z.enum(interestFlags)),
  grades: z.array(z.strictObject({ role: z.string(), topic: z.string(), distribution })).nullable(),
}) satisfies z.ZodType<OriginDto>;

const pair = z.strictObject({
  a: named,
  b: named,
  level: z.enum([...dependencyLevels, "not-examined", "joined"]),
  why: text,
  judged: z.strictObject({ byName: z.string(), at: z.string() }).nullable(),
  overruled: text,
  history: z.array(
    z.strictObject({
      level: z.enum(dependencyLevels),
      reason: z.string(),
      byName: z.string(),
      at: z.string(),
    }),
  ),
}) satisfies z.ZodType<PairDto>;

const numberLine = z.strictObject({
  unit: text,
  rows: z.array(
    z.strictObject({
      text: z.string(),
      counted: text,
      asOf: text,
      low: z.number().nullable(),
      high: z.number().nullable(),
      from: z.number(),
      to: z.number(),
      mentions: numbered,
      mentionCount: z.number(),
      isDenied: z.boolean(),
      conflicts: z.array(z.number()),
      incomparable: z.array(z.number()),
    }),
  ),
  ticks: z.array(z.strictObject({ at: z.number(), label: z.string() })),
  left: z.number(),
  vague: z.array(z.strictObject({ text: z.string(), count: z.number() })),
});

const result = z.strictObject({
  id: z.string(),
  mentions: z.number(),
  articles: z.number(),
  clusters: z.number(),
  unnamed: z.number(),
  roots: z.number(),
  low: z.number(),
  high: z.number(),
  unexaminedPairs: z.number(),
  denials: z.number(),
  assessments: z.number(),
  suggestedCredibility: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(6)]).nullable(),
  why: z.string(),
  values: z.enum(["compatible", "conflict", "not-comparable"]).nullable(),
});

const sentencePart = z.strictObject({
  about: z.enum([
    "mentions",
    "origins",
    "clusters",
    "range",
    "assessments",
    "unnamed",
    "denials",
    "pairs",
    "values",
  ]),
  text: z.string(),
});

const graph = z.strictObject({
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(["mention", "cluster", "attribution", "root", "unnamed"]),
      place: z.number(),
      label: z.string(),
      detail: z.string(),
      flags: z.array(z.string()).readonly().optional(),
      href: text,
    }),
  ),
  edges: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  merges: z.array(
    z.strictObject({
      a: z.string(),
      b: z.string(),
      level: z.enum(["known", "possible"]),
      why: z.string(),
    }),
  ),
  columns: z.array(z.string()),
  drawn: z.number(),
  all: z.number(),
});

const layer = z.strictObject({
  id: z.string(),
  name: z.string(),
  isOwn: z.boolean(),
  articles: z.number(),
});

const opinion = {
  id: z.string(),
  raterName: z.string(),
  isMine: z.boolean(),
  rationale: z.string(),
  sawOthers: z.boolean(),
  createdAt: z.string(),
};

export const card = z.strictObject({
  id: z.string(),
  projectSlug: z.string(),
  projectName: z.string(),
  statement: z.string(),
  type,
  revision: z.number(),
  createdAt: z.string(),
  claimTypes: z.array(z.enum(claimTypes)),
  verifiable: z.boolean().nullable(),
  publicInterest: z.boolean().nullable(),
  harm: z.boolean().nullable(),
  truthScale: z.enum(truthScales),
  mentions: z.array(mention),
  mentionPages: z.strictObject({ previous: text, next: text, layer: text }),
  unnamed: z.array(
    z.strictObject({
      id: z.string(),
      articleTitle: z.string(),
      isUnresolved: z.boolean(),
      saidBy: text,
      last: text,
    }),
  ),
  rejected: z.array(finalClaim),
  rejectedCount: z.number(),
  lines: z.array(numberLine),
  result: result.nullable(),
  sentence: z.array(sentencePart),
  problem: text,
  origins: z.array(origin),
  pairs: z.array(pair),
  graph: graph.nullable(),
  layers: z.array(layer),
  preview: layer.nullable(),
  credibilities: z.array(z.strictObject({ ...opinion, grade: z.enum(credibilityGrades) })),
  verdicts: z.array(z.strictObject({ ...opinion, verdict: z.enum(verdicts) })),
  hasRated: z.boolean(),
  evidence: z.array(
    z.strictObject({
      id: z.string(),
      url: z.string(),
      archivedUrl: text,
      readOn: z.string(),
      quote: z.string(),
      stance: z.enum(evidenceStances),
      byName: z.string(),
    }),
  ),
  links: z.array(
    z.strictObject({ id: z.string(), type: z.enum([...cardLinkTypes, "broader"]), card: cardName }),
  ),
  moves: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(["split", "merge"]),
      other: cardName,
      isFromHere: z.boolean(),
      mentions: z.number(),
      byName: z.string(),
      at: z.string(),
    }),
  ),
  events: z.array(
    z.strictObject({ id: z.string(), type: z.string(), at: z.string(), actorName: z.string() }),
  ),
  canEdit: z.boolean(),
  canRate: z.boolean(),
}) satisfies z.ZodType<CardDto>;
