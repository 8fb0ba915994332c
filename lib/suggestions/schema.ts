import { z } from "zod";
import { objectInput, spanSchema } from "@/lib/layers/schema";
import { annotationKinds } from "@/lib/vocabulary";

/** When annotators see what programs suggest; calibration and gold articles never show any. */
export const suggestionViews = ["never", "after-first-pass", "from-beginning"] as const;
export type SuggestionView = (typeof suggestionViews)[number];
export const suggestionViewTerms: Record<SuggestionView, string> = {
  never: "Never",
  "after-first-pass": "After their own first pass",
  "from-beginning": "From the beginning",
};

/** The most objects of one push, and the most suggestions that a text may have from runs that are not withdrawn. */
export const mostPushed = 1_000;
export const mostOnText = 2_000;

const name = (what: string) =>
  z.string().trim().min(1, `Name the ${what}.`).max(100, "At most 100 characters.");
export const producerInput = z.strictObject({ producer: name("producer"), version: name("version") });
export type Producer = z.output<typeof producerInput>;

/** A mark with its score from 0 to 1, or a link between two marks of the same push, for one version of an article. */
export const suggestedObject = z.strictObject({
  versionId: z.uuid(),
  score: z.number().min(0).max(1).nullable().default(null),
  object: objectInput,
});
export type SuggestedObject = z.output<typeof suggestedObject>;

export const pushInput = producerInput.extend({
  items: z.array(suggestedObject).min(1).max(mostPushed),
  /** Stores what is right although something is not. */
  skipBad: z.boolean().default(false),
});
export type PushInput = z.output<typeof pushInput>;

/** What is not right about one item of a push, by its place from 0. */
export const suggestionFault = z.strictObject({
  index: z.number(),
  id: z.string(),
  code: z.string(),
  message: z.string(),
});
export type SuggestionFault = z.infer<typeof suggestionFault>;

/** What a push did: `present` were there from the same producer and version already, word for word. */
export const pushResult = z.strictObject({
  runId: z.string(),
  stored: z.number(),
  present: z.number(),
  skipped: z.array(suggestionFault),
});
export type PushResult = z.infer<typeof pushResult>;

/** A suggestion as the annotating screen offers it; ids in `nestedInId` and `links` are those of suggestions. */
export const suggestionSchema = z.strictObject({
  id: z.string(),
  producer: z.string(),
  version: z.string(),
  score: z.number().nullable(),
  kind: z.enum(annotationKinds),
  attributes: z.record(z.string(), z.json()),
  nestedInId: z.string().nullable(),
  spans: z.array(spanSchema),
  links: z.array(objectInput),
});
export type SuggestionDto = z.infer<typeof suggestionSchema>;

/** What a layer is offered: `off` where the project shows none, `after-first-pass` while that has not been said. */
export const layerSuggestions = z.strictObject({
  showing: z.enum(["off", "after-first-pass", "shown"]),
  items: z.array(suggestionSchema),
});
export type LayerSuggestions = z.infer<typeof layerSuggestions>;

/** Counts of a run's suggestions of a kind, in one tenth of the score (-1: without a score). */
export const suggestionTally = z.strictObject({
  kind: z.enum(annotationKinds),
  band: z.number(),
  total: z.number(),
  accepted: z.number(),
  amended: z.number(),
  rejected: z.number(),
});
export type SuggestionTally = z.infer<typeof suggestionTally>;

/**
 * A run with how its suggestions were answered, in layers that were handed in, articles left out to which the reader is
 * blind. Times are ISO 8601.
 */
export const suggestionRun = z.strictObject({
  id: z.string(),
  producer: z.string(),
  version: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  withdrawnAt: z.string().nullable(),
  /** The import that brought them, where they came in a file. */
  batchId: z.string().nullable(),
  tallies: z.array(suggestionTally),
});
export type SuggestionRunDto = z.infer<typeof suggestionRun>;

export const withdrawRunInput = z.strictObject({ slug: z.string().min(1).max(200), runId: z.uuid() });
