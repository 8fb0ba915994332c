import { z } from "zod";
import { releaseReport } from "@/lib/releases/schema";
import { splitResult, splitSides } from "@/lib/splits/schema";

export const trialStates = ["queued", "running", "done", "failed", "cancelled"] as const;
export type TrialState = (typeof trialStates)[number];

const joinedBy = splitResult.shape.groups.shape.joinedBy;
export type JoinedCounts = z.infer<typeof joinedBy>;

/** Why a split cannot be made, what to do instead, and the groups that there would be where they could be counted. */
const trialRefusal = z.strictObject({
  code: z.string(),
  message: z.string(),
  side: z.enum(splitSides).nullable(),
  groups: z.number().nullable(),
  joinedBy: joinedBy.nullable(),
});

/** What a trial found out; `split` or `refusal` where a split is wanted, `textFree` where the texts stay here. */
export const trialResult = z.strictObject({
  takenAt: z.string(),
  /** The newest event that it has seen. */
  eventId: z.string(),
  articles: z.number(),
  hiddenArticles: z.number(),
  split: releaseReport.shape.split.unwrap().unwrap().extend({ joinedBy }).nullable(),
  refusal: trialRefusal.nullable(),
  textFree: releaseReport.shape.textFree.unwrap(),
});
export type TrialResult = z.infer<typeof trialResult>;

/** A trial as whoever asked for it sees it. `isStale`: the project has changed since its `result`. */
export const trialDto = z.strictObject({
  id: z.string(),
  state: z.enum(trialStates),
  stage: z.string(),
  done: z.number(),
  isStale: z.boolean(),
  result: trialResult.nullable(),
});
export type TrialDto = z.infer<typeof trialDto>;

/** Whether there is anything that only a trial can tell of a release with these choices. */
export function isTriable(options: { split: unknown; textFree: unknown }): boolean {
  return options.split !== null || options.textFree !== null;
}
