import { z } from "zod";
import { articleTextSchema } from "@/lib/articles/text-schema";

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
  /** The project it is in, where that is another; such a twin is linked by its article's address. */
  project: z.string().nullable(),
  url: z.string().nullable(),
  lang: z.string().nullable(),
  start: z.number(),
  end: z.number(),
  quote: z.string(),
  before: z.string(),
  after: z.string(),
  /** Overlap of character trigrams with the passage asked about, from 0 to 1 (Dice 1945). */
  score: z.number(),
  /** Whether it was found by its words, or by names and numbers alone, as a translation is. */
  ground: z.enum(["words", "names"]),
});
export type PassageCandidate = z.infer<typeof passageCandidate>;

/** Asks for the whole text in which a twin lies. */
export const twinTextQuery = z.object({ versionId: z.uuid() });

/** What stands beside the annotated text: a twin's article as it is read. */
export const twinText = articleTextSchema
  .pick({ articleId: true, versionId: true, title: true, text: true, lang: true, publisher: true })
  .extend({
    publishedAt: z.string().nullable(),
    blocks: articleTextSchema.shape.blocks,
    dir: z.enum(["ltr", "rtl"]),
  });
export type TwinText = z.infer<typeof twinText>;
