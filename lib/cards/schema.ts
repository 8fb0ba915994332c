import { z } from "zod";
import type { CardGraph } from "@/lib/cards/graph";
import type { MentionPages } from "@/lib/cards/mention-href";
import type { NumberLine } from "@/lib/cards/number-line";
import type { Corroboration } from "@/lib/corroboration/corroborate";
import type { ValueRelation } from "@/lib/corroboration/quantities";
import { dependencyLevels } from "@/lib/corroboration/schema";
import type { SentencePart } from "@/lib/corroboration/sentence";
import type { Distribution } from "@/lib/ratings/distribution";
import {
  cardLinkTypes,
  claimTypes,
  credibilityGrades,
  evidenceStances,
  interestFlags,
  type truthScales,
  verdicts,
} from "@/lib/vocabulary";

export const cardTypes = ["content", "speech-act"] as const;
const statement = z.string().trim().min(1, "Write the statement.").max(1_000);

export const createCardInput = z.object({
  claimId: z.uuid("Choose a claim."),
  statement,
  type: z.enum(cardTypes).default("content"),
});
export type CreateCardInput = z.infer<typeof createCardInput>;

export const editCardInput = z.object({
  cardId: z.uuid(),
  revision: z.coerce.number().int().min(1),
  statement,
  type: z.enum(cardTypes),
});
export type EditCardInput = z.infer<typeof editCardInput>;

/** An answer about a candidate: whether the claim says what the card says. */
export const answerInput = z.object({ claimId: z.uuid(), isSame: z.boolean() });
export type AnswerInput = z.infer<typeof answerInput>;

/** Takes a claim's mentions off the card, or puts those taken off back. */
export const withdrawInput = z.object({ claimId: z.uuid(), isRemoved: z.boolean() });
export type WithdrawInput = z.infer<typeof withdrawInput>;

export const judgePairInput = z.object({
  cardId: z.uuid(),
  a: z.uuid(),
  b: z.uuid(),
  level: z.enum(dependencyLevels, "Choose how they depend on each other."),
  reason: z.string().trim().min(1, "Say why.").max(2_000),
});
export type JudgePairInput = z.infer<typeof judgePairInput>;

export const rateCredibilityInput = z.object({
  cardId: z.uuid(),
  grade: z.enum(credibilityGrades, "Choose a grade."),
  rationale: z.string().trim().min(1, "Say what the grade rests on.").max(4_000),
});
export type RateCredibilityInput = z.infer<typeof rateCredibilityInput>;

export const saveVerdictInput = z.object({
  cardId: z.uuid(),
  verdict: z.enum(verdicts, "Choose a verdict."),
  rationale: z.string().trim().min(1, "Say what the verdict rests on.").max(4_000),
});
export type SaveVerdictInput = z.infer<typeof saveVerdictInput>;

const answered = z.enum(["yes", "no", ""]).transform((value) => (value === "" ? null : value === "yes"));

/** What is checked about a card's statement and whether that is worth it; an empty answer is "nobody has said". */
export const describeCardInput = z.object({
  cardId: z.uuid(),
  revision: z.coerce.number().int().min(1),
  claimTypes: z.array(z.enum(claimTypes)).max(claimTypes.length).default([]),
  verifiable: answered,
  publicInterest: answered,
  harm: answered,
});
export type DescribeCardInput = z.infer<typeof describeCardInput>;

const webAddress = z
  .string()
  .trim()
  .max(2_000)
  .refine((text) => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text), {
    error: "Give an address that begins with http:// or https://.",
  });

export const addEvidenceInput = z.object({
  cardId: z.uuid(),
  url: webAddress,
  archivedUrl: z.union([z.literal("").transform(() => null), webAddress, z.null()]).default(null),
  readOn: z.iso.date("Say on which day it was read."),
  quote: z.string().trim().min(1, "Quote the words that matter.").max(4_000),
  stance: z.enum(evidenceStances, "Choose what it does."),
});
export type AddEvidenceInput = z.infer<typeof addEvidenceInput>;

/** Takes evidence off a card, or puts back what was taken off. */
export const withdrawEvidenceInput = z.object({
  cardId: z.uuid(),
  evidenceId: z.uuid(),
  isRemoved: z.enum(["true", "false"]).transform((value) => value === "true"),
});
export type WithdrawEvidenceInput = z.infer<typeof withdrawEvidenceInput>;

/** The whole set of interests that a source has in what a card says; it replaces the set there was. */
export const setInterestsInput = z.object({
  cardId: z.uuid(),
  sourceId: z.uuid(),
  flags: z.array(z.enum(interestFlags)).max(interestFlags.length).default([]),
});
export type SetInterestsInput = z.infer<typeof setInterestsInput>;

/** How a card stands to another: `broader` is the other one's `narrower`. */
export const addCardLinkInput = z.object({
  cardId: z.uuid(),
  otherId: z.uuid("Choose a card."),
  type: z.enum([...cardLinkTypes, "broader"], "Choose how they stand to each other."),
});
export type AddCardLinkInput = z.infer<typeof addCardLinkInput>;
/** Takes the link between two cards away, or puts back the one taken away. */
export const withdrawCardLinkInput = z.object({
  cardId: z.uuid(),
  linkId: z.uuid(),
  isRemoved: z.enum(["true", "false"]).transform((value) => value === "true"),
});
export type WithdrawCardLinkInput = z.infer<typeof withdrawCardLinkInput>;

export const splitCardInput = z.object({
  cardId: z.uuid(),
  mentionIds: z
    .string()
    .transform((text) => text.split(",").filter((id) => id !== ""))
    .pipe(z.array(z.uuid()).min(1, "Choose the mentions that go.").max(1_000)),
  statement,
  type: z.enum(cardTypes).default("content"),
});
export type SplitCardInput = z.infer<typeof splitCardInput>;
export const mergeCardInput = z.object({ cardId: z.uuid(), intoId: z.uuid("Choose the card that stays.") });
export type MergeCardInput = z.infer<typeof mergeCardInput>;
export const undoMoveInput = z.object({ moveId: z.uuid() });

/** A claim of a final layer, as a list shows it. */
export type FinalClaimDto = {
  claimId: string;
  quote: string;
  kind: string;
  articleId: string;
  articleTitle: string;
  publishedAt: string | null;
};

/** A card by name, as another one's link or warning shows it. */
export type CardName = { id: string; statement: string };

/** A claim that may say what a card says, with the cards that it is on already. */
export type CandidateDto = FinalClaimDto & { cards: CardName[] };

export type MentionDto = FinalClaimDto & {
  id: string;
  /** Where the claim can be read among the marks of its layer. */
  href: string;
  values: string[];
  stance: string;
  /** Who published the article; null where that is unknown. */
  publisher: string | null;
  /** The words that name who said it; null where the claim stands without an attribution. */
  saidBy: string | null;
  /** Who stands between the article and the origins, outermost first, in the articles' words. */
  path: string[];
  origins: string[];
  hasUnnamedEnd: boolean;
  /** The source has words but nobody has said yet who of the register it is. */
  isUnresolved: boolean;
  /** The number of its reuse cluster, where it is copied or a copy. */
  cluster: number | null;
  /** Its place among the card's mentions, from 1. */
  number: number;
  /** Other cards that the same claim is on. */
  otherCards: CardName[];
};

export type OriginDto = {
  id: string;
  name: string;
  kind: string;
  use: "range" | "assessment";
  /** The mentions that lead to it, as far as a page shows them; `mentionCount` counts all. */
  mentions: { id: string; number: number }[];
  mentionCount: number;
  interests: (typeof interestFlags)[number][];
  /** What the reader sees of its reliability; null while the reader's own credibility rating of the card is unsaved. */
  grades: { role: string; topic: string; distribution: Distribution }[] | null;
};

export type PairLevel = (typeof dependencyLevels)[number] | "not-examined" | "joined";

export type PairDto = {
  a: { id: string; name: string };
  b: { id: string; name: string };
  level: PairLevel;
  why: string | null;
  /** Who judged it and when; null where it comes from the register or the chains. */
  judged: { byName: string; at: string } | null;
  /** What the register says that the judgement overrules. */
  overruled: string | null;
  /** Its judgements, newest first. */
  history: { level: (typeof dependencyLevels)[number]; reason: string; byName: string; at: string }[];
};

export type CredibilityDto = {
  id: string;
  raterName: string;
  isMine: boolean;
  grade: (typeof credibilityGrades)[number];
  rationale: string;
  sawOthers: boolean;
  createdAt: string;
};

export type VerdictDto = Omit<CredibilityDto, "grade"> & { verdict: (typeof verdicts)[number] };

export type EvidenceDto = {
  id: string;
  url: string;
  archivedUrl: string | null;
  /** A day, as YYYY-MM-DD. */
  readOn: string;
  quote: string;
  stance: (typeof evidenceStances)[number];
  byName: string;
};

export type CardLinkDto = {
  id: string;
  type: (typeof cardLinkTypes)[number] | "broader";
  card: CardName;
};

/** A split or merge that has not been undone, seen from one of its two cards. */
export type CardMoveDto = {
  id: string;
  kind: "split" | "merge";
  /** For a merge and for what was split off: the other card; for a split-off card: where it comes from. */
  other: CardName;
  isFromHere: boolean;
  mentions: number;
  byName: string;
  at: string;
};

export type UnnamedMentionDto = Pick<MentionDto, "id" | "articleTitle" | "isUnresolved" | "saidBy"> & {
  last: string | null;
};

/** The part of a card that is computed from all of its mentions; origins without what is read for each reader. */
export type CardReading = Pick<
  CardDto,
  | "mentions"
  | "mentionPages"
  | "unnamed"
  | "rejected"
  | "rejectedCount"
  | "lines"
  | "result"
  | "sentence"
  | "problem"
  | "pairs"
  | "graph"
  | "layers"
  | "preview"
> & { origins: Omit<OriginDto, "grades">[] };

export type CardEventDto = { id: string; type: string; at: string; actorName: string };

/** A person of whose layers there may be a preview, under the id of one of them; `articles` of the card have one. */
export type CardLayerDto = { id: string; name: string; isOwn: boolean; articles: number };

/** A card's figures without the steps behind them; `values` says how the values stand to each other. */
export type CardResult = Omit<Corroboration, "steps"> & { values: ValueRelation | null };

export type CardDto = {
  id: string;
  projectSlug: string;
  projectName: string;
  statement: string;
  type: (typeof cardTypes)[number];
  revision: number;
  createdAt: string;
  claimTypes: (typeof claimTypes)[number][];
  verifiable: boolean | null;
  publicInterest: boolean | null;
  harm: boolean | null;
  truthScale: (typeof truthScales)[number];
  /** One page of the mentions, those that deny it last; everything computed rests on all of them. */
  mentions: MentionDto[];
  mentionPages: MentionPages;
  /** Mentions without an identifiable origin, at most 20 of them. */
  unnamed: UnnamedMentionDto[];
  /** The latest claims answered "not the same", at most 50. */
  rejected: FinalClaimDto[];
  rejectedCount: number;
  lines: NumberLine[];
  result: CardResult | null;
  sentence: SentencePart[];
  /** Why nothing could be computed, where that is so. */
  problem: string | null;
  /** At most 200 of them, those most mentions lead to; `result.roots` counts all. */
  origins: OriginDto[];
  pairs: PairDto[];
  graph: CardGraph | null;
  /** Whose layers the reader may have a preview of. */
  layers: CardLayerDto[];
  /** The person whose layers everything above is computed from instead of the final ones; null for the final ones. */
  preview: CardLayerDto | null;
  /** Others' grades are in it only once the reader has saved their own. */
  credibilities: CredibilityDto[];
  /** The same of others' verdicts. */
  verdicts: VerdictDto[];
  /** Whether the reader has answered everything that the truth scale asks; until then sources' grades are folded. */
  hasRated: boolean;
  evidence: EvidenceDto[];
  links: CardLinkDto[];
  moves: CardMoveDto[];
  events: CardEventDto[];
  canEdit: boolean;
  canRate: boolean;
};
