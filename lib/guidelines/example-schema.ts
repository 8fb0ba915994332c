import { z } from "zod";
import { guidelineAnchor } from "@/lib/guidelines/schema";

const id = z.uuid();

/**
 * Makes a decided unit an example under a rule, or takes one back. The sender makes the id, so that a repeat adds
 * nothing.
 */
export const exampleInput = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("add"),
    id,
    unitId: id,
    anchor: guidelineAnchor,
    note: z.string().trim().max(500).nullable().default(null),
  }),
  z.strictObject({ action: z.literal("withdraw"), id, exampleId: id }),
]);
export type ExampleInput = z.infer<typeof exampleInput>;

export const exampleSchema = z.object({
  id: z.string(),
  anchor: guidelineAnchor.catch("claim"),
  articleId: z.string(),
  title: z.string(),
  unitId: z.string(),
  kind: z.string(),
  verdict: z.string(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  /** The words that the decision is about, as they stand in the article. */
  quote: z.string(),
  /** The final mark, where there is one, by which the article's page shows it. */
  markId: z.string().nullable(),
  by: z.string(),
  createdAt: z.string(),
  /** The unit has been decided otherwise since. */
  isOutdated: z.boolean(),
});

/** A decided unit as it stands under its rule. */
export type GuidelineExampleDto = z.infer<typeof exampleSchema>;
