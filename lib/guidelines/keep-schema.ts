import { z } from "zod";
import { type GuidelineAnchor, guidelineAnchor } from "@/lib/guidelines/schema";

/** As many marks as are counted when they are kept; more are "10,000 or more". */
export const mostMarksCounted = 10_000;

const id = z.uuid();

/**
 * Says that the final marks made before version `number` changed a rule stay as they are, or that they are to be looked at
 * again after all. The sender makes the id, so that a repeat adds nothing.
 */
export const keepInput = z.discriminatedUnion("action", [
  z.object({
    action: z.literal("keep"),
    slug: z.string(),
    id,
    number: z.coerce.number().int().min(1).max(1_000_000),
    anchor: guidelineAnchor,
  }),
  z.object({ action: z.literal("withdraw"), slug: z.string(), id, keepId: id }),
]);
export type KeepInput = z.infer<typeof keepInput>;

/** A rule whose older marks stay as they are: who said so, when, and of how many. */
export type KeptRuleDto = { id: string; anchor: GuidelineAnchor; count: number; by: string; at: string };
