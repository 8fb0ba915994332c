import { z } from "zod";

const articleIds = z.array(z.uuid()).min(1, "Choose at least one article.").max(50, "At most 50 at a time.");
const personIds = z.array(z.uuid()).min(1, "Choose at least one person.").max(20, "At most 20 people.");

/** Whole numbers from -100 to 100; the higher, the sooner. */
export const priorityValue = z.coerce
  .number("Write a whole number.")
  .int("Write a whole number.")
  .min(-100, "At least -100.")
  .max(100, "At most 100.");

export const priorityInput = z.object({
  slug: z.string(),
  items: z
    .array(z.object({ articleId: z.uuid(), priority: priorityValue }))
    .min(1)
    .max(50),
});
export type PriorityInput = z.output<typeof priorityInput>;

export const calibrationInput = z.object({ slug: z.string(), articleIds, isCalibration: z.boolean() });
export type CalibrationInput = z.output<typeof calibrationInput>;

export const assignInput = z.object({ slug: z.string(), articleIds, personIds });
export type AssignInput = z.output<typeof assignInput>;
export const unassignInput = z.object({ slug: z.string(), slotIds: z.array(z.uuid()).min(1).max(50) });
export type UnassignInput = z.output<typeof unassignInput>;

/** Why somebody cannot be given an article. */
export const assignRefusals = {
  "not-open": "It is in review or done.",
  gold: "It has gold, so it is given out by chance.",
  "no-place": "Every place on it is taken or kept for somebody.",
  "has-it": "They have it, or had it before.",
  "has-seen": "They have seen others' work on it.",
  language: "They do not read its language.",
} as const;
export type AssignRefusal = keyof typeof assignRefusals;

/** Who would get what, and what nobody gets, each with its reason. */
export type AssignmentPlan = {
  given: { articleId: string; title: string; personId: string; person: string }[];
  refused: { articleId: string; title: string; reason: AssignRefusal }[];
};

/** An assignment that was made, with the places, so that it can be taken back. */
export type Assigned = AssignmentPlan & { slotIds: string[] };

/** Somebody who can be given articles, with how many are in hand or kept for them already. */
export type Assignee = { userId: string; name: string; inHand: number };
