import { z } from "zod";
import type { Corroboration } from "@/lib/corroboration/corroborate";
import { dependencyLevels } from "@/lib/corroboration/schema";
import type { SentencePart } from "@/lib/corroboration/sentence";
import type { Distribution } from "@/lib/ratings/distribution";
import { credibilityGrades } from "@/lib/vocabulary";

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
  values: string[];
  stance: string;
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
};

export type OriginDto = {
  id: string;
  name: string;
  kind: string;
  use: "range" | "assessment";
  mentionIds: string[];
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

export type CardEventDto = { id: string; type: string; at: string; actorName: string };

export type CardDto = {
  id: string;
  projectSlug: string;
  projectName: string;
  statement: string;
  type: (typeof cardTypes)[number];
  revision: number;
  createdAt: string;
  mentions: MentionDto[];
  rejected: FinalClaimDto[];
  result: Corroboration | null;
  sentence: SentencePart[];
  /** Why nothing could be computed, where that is so. */
  problem: string | null;
  origins: OriginDto[];
  pairs: PairDto[];
  /** Others' grades are in it only once the reader has saved their own. */
  credibilities: CredibilityDto[];
  hasRated: boolean;
  events: CardEventDto[];
  canEdit: boolean;
  canRate: boolean;
};
