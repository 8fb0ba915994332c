import { z } from "zod";
import { articleFacts } from "@/lib/formats/facts";

const region = z.looseObject({
  id: z.string().optional(),
  type: z.string(),
  from_name: z.string().optional(),
  value: z
    .looseObject({
      start: z.number().optional(),
      end: z.number().optional(),
      text: z.union([z.string(), z.array(z.string())]).optional(),
      labels: z.array(z.string()).optional(),
      choices: z.array(z.string()).optional(),
    })
    .optional(),
  from_id: z.string().optional(),
  to_id: z.string().optional(),
  labels: z.array(z.string()).nullish(),
  meta: z.looseObject({ text: z.array(z.string()).optional() }).optional(),
});
export type Region = z.infer<typeof region>;

const person = z.union([
  z.int(),
  z.looseObject({ id: z.int().optional(), email: z.string().optional() }),
  z.null(),
]);

/** A task as Label Studio exports and imports it (JSON), with what we need of it. */
export const labelStudioTask = z.looseObject({
  data: z.looseObject({
    text: z.string(),
    article: z.string().optional(),
    facts: articleFacts.optional().catch(undefined),
    layers: z
      .record(z.string(), z.object({ annotator: z.string().nullable(), nothingToMark: z.boolean() }))
      .optional()
      .catch(undefined),
  }),
  annotations: z
    .array(
      z.looseObject({
        result: z.array(region).default([]),
        completed_by: person.optional(),
        unique_id: z.string().nullish(),
        was_cancelled: z.boolean().nullish(),
      }),
    )
    .default([]),
  predictions: z
    .array(
      z.looseObject({
        result: z.array(region).default([]),
        model_version: z.string().nullish(),
        score: z.number().nullish(),
      }),
    )
    .default([]),
});
export type LabelStudioTask = z.infer<typeof labelStudioTask>;

/** Kept beside a layer that was a prediction: a program's work, never taken for a person's. */
export const predictionForeign = z.object({
  prediction: z.object({ modelVersion: z.string().nullable(), score: z.number().nullable() }),
});

/** The fields that Label Studio asks as choices of a region, with their values. */
export const choiceFields = ["kind", "origin", "quoteType", "attributionType", "sourceKind"] as const;
