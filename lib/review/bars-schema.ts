import { z } from "zod";

export const barInput = z
  .object({
    slug: z.string(),
    reviewerId: z.uuid("Choose who reviews."),
    annotatorId: z.uuid("Choose who annotates."),
    isBarred: z.preprocess((value) => value === true || value === "true", z.boolean()),
  })
  .refine((input) => input.reviewerId !== input.annotatorId, {
    message: "Nobody reviews their own work anyway. Choose two people.",
    path: ["annotatorId"],
  });
export type BarInput = z.output<typeof barInput>;

/** That one person may not review what another annotated. */
export type ReviewBarDto = { reviewerId: string; reviewer: string; annotatorId: string; annotator: string };
