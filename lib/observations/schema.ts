import { z } from "zod";

/**
 * What somebody noticed about a source, pinned to words of the layer's article (half-open, in code points); the id is
 * the client's, so that sending it twice pins it once.
 */
export const pinObservationInput = z.strictObject({
  id: z.uuid(),
  sourceId: z.uuid("Choose the source."),
  layerId: z.uuid(),
  start: z.int().min(0),
  end: z.int().min(1),
  quote: z.string().min(1).max(20_000),
  note: z.string().trim().min(1, "Say what you noticed.").max(4_000),
});
export type PinObservationInput = z.infer<typeof pinObservationInput>;

export const observationIdInput = z.object({ observationId: z.uuid() });
export const removeObservationInput = observationIdInput.extend({ sourceId: z.uuid() });

export const observationSchema = z.object({
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  projectSlug: z.string(),
  articleId: z.string(),
  articleTitle: z.string(),
  layerId: z.string(),
  start: z.number(),
  end: z.number(),
  quote: z.string(),
  note: z.string(),
  authorName: z.string(),
  isMine: z.boolean(),
  createdAt: z.string(),
});

/** An observation as it is read; `authorName` is “Somebody” where the project hides names. */
export type ObservationDto = z.infer<typeof observationSchema>;
