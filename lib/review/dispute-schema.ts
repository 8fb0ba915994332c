import { z } from "zod";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import type { AnnotationDto } from "@/lib/layers/schema";
import type { DecisionDto } from "@/lib/review/schema";
import { reviewReasons } from "@/lib/vocabulary";

const id = z.uuid();
const body = z
  .string()
  .trim()
  .min(1, "Say in a sentence or two what is wrong.")
  .max(2_000, "At most 2,000 characters.");

export const disputeStates = ["open", "kept", "changed", "withdrawn"] as const;
export type DisputeState = (typeof disputeStates)[number];

/** How screens name the states of a dispute. */
export const disputeLabels: Record<DisputeState, string> = {
  open: "Waits for an answer",
  kept: "Decision kept",
  changed: "Decision changed",
  withdrawn: "Withdrawn",
};

export const raiseInput = z.object({ articleId: id, unitId: id, body });
export const replyInput = z.object({ disputeId: id, body });
export const withdrawInput = z.object({ disputeId: id });

/**
 * A reviewer's answer. `keep` changes nothing; `take` makes the marks of one layer final; `remove` takes the place out
 * of the final layer for a reason; `both` takes everybody's marks.
 */
export const answerInput = z
  .object({
    disputeId: id,
    body: z.string().trim().min(1, "Say why.").max(2_000, "At most 2,000 characters."),
    decision: z.enum(["keep", "take", "both", "remove"]),
    layerId: z.union([id, z.literal("")]).optional(),
    reason: z.union([z.enum(reviewReasons), z.literal("")]).optional(),
  })
  .refine((input) => input.decision !== "take" || Boolean(input.layerId), {
    path: ["layerId"],
    error: "Choose whose mark is taken.",
  })
  .refine((input) => input.decision !== "remove" || Boolean(input.reason), {
    path: ["reason"],
    error: "Choose a reason.",
  });
export type AnswerInput = z.output<typeof answerInput>;

export type DisputeMessageDto = {
  id: string;
  author: string;
  isSelf: boolean;
  body: string;
  answer: "kept" | "changed" | null;
  createdAt: string;
};

/** A dispute as its raiser or a reviewer reads it. */
export type DisputeDto = {
  id: string;
  articleId: string;
  unitId: string;
  state: DisputeState;
  isOwn: boolean;
  messages: DisputeMessageDto[];
};

/** Somebody's marks in a disputed place, under the name that the reader may see. */
export type DisputeCandidate = {
  layerId: string;
  name: string;
  letter: string;
  isRaiser: boolean;
  marks: AnnotationDto[];
  links: string[][];
};

/** Everything a reviewer needs to answer a dispute. */
export type DisputePage = DisputeDto & {
  slug: string;
  title: string;
  versionId: string;
  kind: string;
  /** The project's own attributes, as they were published last. */
  attributes: AttributeDefinition[];
  decision: DecisionDto | null;
  candidates: DisputeCandidate[];
};

/** A row of the list of disputes. */
export type DisputeItem = {
  id: string;
  articleId: string;
  title: string;
  state: DisputeState;
  raisedBy: string;
  firstWords: string;
  createdAt: string;
};

export const disputeFilters = ["open", "settled"] as const;
export type DisputeFilter = (typeof disputeFilters)[number];
