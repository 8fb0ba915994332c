import { z } from "zod";

/** Asks for passages like a span (code points) of a version. */
export const passageQuery = z.object({
  versionId: z.uuid(),
  start: z.coerce.number().int().min(0),
  end: z.coerce.number().int().min(1),
});
export type PassageQuery = z.infer<typeof passageQuery>;

/** A passage that resembles the one asked about, with some words before and after it; offsets are code points. */
export const passageCandidate = z.object({
  versionId: z.string(),
  articleId: z.string(),
  title: z.string(),
  isSameArticle: z.boolean(),
  start: z.number(),
  end: z.number(),
  quote: z.string(),
  before: z.string(),
  after: z.string(),
  /** Overlap of character trigrams with the passage asked about, from 0 to 1 (Dice 1945). */
  score: z.number(),
});
export type PassageCandidate = z.infer<typeof passageCandidate>;
