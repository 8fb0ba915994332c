import { z } from "zod";

/** Handing in: `nothingToMark` says that the article was read and holds nothing to mark. */
export const submitInput = z.strictObject({ nothingToMark: z.boolean().default(false) });
export const skipInput = z.strictObject({ reason: z.string().trim().min(1).max(500) });

/** A slot just taken, and where to work on it. */
export type TakenSlot = { slotId: string; layerId: string; articleId: string };

/** One's own work on an article. */
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
};
