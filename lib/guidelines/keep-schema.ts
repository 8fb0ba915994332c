import { z } from "zod";
import { guidelineAnchor } from "@/lib/guidelines/schema";

/** As many marks as are counted when they are kept; more are "10,000 or more". */
export const mostMarksCounted = 10_000;

const id = z.uuid();
const number = z.int().min(1).max(1_000_000);
const keep = { action: z.literal("keep"), id, number, anchor: guidelineAnchor };
const withdraw = { action: z.literal("withdraw"), id, keepId: id };
const slug = z.string();

/**
 * Says that the final marks made before version `number` changed a rule stay as they are, or that they are to be looked at
 * again after all. The sender makes the id, so that a repeat adds nothing.
 */
export const keepAct = z.discriminatedUnion("action", [z.strictObject(keep), z.strictObject(withdraw)]);

/** The same as a form sends it. */
export const keepInput = z.discriminatedUnion("action", [
  z.object({ ...keep, slug, number: z.coerce.number().pipe(number) }),
  z.object({ ...withdraw, slug }),
]);
export type KeepInput = z.output<typeof keepInput>;

export const keptRuleSchema = z.object({
  id: z.string(),
  anchor: guidelineAnchor,
  count: z.number(),
  by: z.string(),
  at: z.string(),
});
/** A rule whose older marks stay as they are: who said so, when, and of how many. */
export type KeptRuleDto = z.output<typeof keptRuleSchema>;
