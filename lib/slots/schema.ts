import { z } from "zod";

/** Handing in: `nothingToMark` says that the article was read and holds nothing to mark. */
export const submitInput = z.strictObject({ nothingToMark: z.boolean().default(false) });
export const skipInput = z.strictObject({ reason: z.string().trim().min(1).max(500) });

/** A slot just taken, and where to work on it. */
export type TakenSlot = { slotId: string; layerId: string; articleId: string };

/** Which of one's own work a list shows: to do, handed in and not final yet, final, given back. */
export const workFilters = ["open", "submitted", "done", "skipped"] as const;
export type WorkFilter = (typeof workFilters)[number];

/** One's own work on an article; `comment` is the reviewer's, where it was returned. */
export type WorkItem = {
  slotId: string;
  layerId: string | null;
  articleId: string;
  title: string;
  state: "taken" | "submitted" | "returned" | "stalled" | "skipped";
  articleState: "open" | "review" | "reviewing" | "done";
  marks: number;
  takenAt: string | null;
  submittedAt: string | null;
  comment: string | null;
  skipReason: string | null;
  /** Nobody has begun to review it, and its person has not seen others' work since. */
  isRecallable: boolean;
};

/** Somebody's work in progress, for the managers who may release it. */
export type TakenWork = {
  slotId: string;
  articleId: string;
  title: string;
  person: string;
  state: "taken" | "returned" | "stalled";
  takenAt: string | null;
  leaseUntil: string | null;
};

/** What waits in a project, each count stopping at 1,000. */
export type Waiting = { openSlots: number; returned: number; inReview: number; stalled: number };

/** Why there is no next article for somebody. */
export const nothingLeft = [
  "most-open",
  "most-per-week",
  "no-articles",
  "other-languages",
  "only-own",
  "others-at-work",
  "all-in",
] as const;
export type NothingLeft = (typeof nothingLeft)[number];

export const releaseSlotInput = z.object({ slotId: z.uuid() });
export const recallInput = z.object({ layerId: z.uuid() });

/** Whole seconds in which keys, pointer or saves showed somebody at work since the last heartbeat. */
export const heartbeatInput = z.strictObject({ activeSeconds: z.int().min(0).max(43_200) });

/** A place whose time ran out with work in it. */
export type StalledWork = {
  slotId: string;
  articleId: string;
  title: string;
  person: string;
  takenAt: string;
  lastSavedAt: string | null;
};

/** An article kept for oneself that one has not begun. */
export type KeptWork = { slotId: string; title: string; isCalibration: boolean };

/** One's own limits in a project and how far one is; null is no limit. */
export type OwnLimits = { mostOpen: number | null; open: number; mostPerWeek: number | null; week: number };
