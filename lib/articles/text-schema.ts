import { z } from "zod";
import { blockKinds, translatedStates, versionChanges } from "@/lib/vocabulary";

/** A stretch of a version's text with its place in the article; half-open, in code points. */
export const blockSchema = z.object({
  id: z.string(),
  kind: z.enum(blockKinds),
  start: z.number(),
  end: z.number(),
});
export type BlockDto = z.infer<typeof blockSchema>;

export const articleTextSchema = z.object({
  articleId: z.string(),
  versionId: z.string(),
  projectId: z.string(),
  title: z.string(),
  text: z.string(),
  /** Length of the text in code points. */
  length: z.number(),
  lang: z.string().nullable(),
  publisher: z.string().nullable(),
  credits: z.array(z.string()),
  byline: z.string().nullable(),
  url: z.string().nullable(),
  publishedAt: z.string().nullable(),
  publishedText: z.string().nullable(),
  originalLanguage: z.string().nullable(),
  translated: z.enum(translatedStates).catch("unsure"),
  blocks: z.array(blockSchema),
  /** Which of the article's texts this is; `change` is why it differs from the one before, null of the first. */
  version: z.object({
    number: z.number(),
    change: z.enum(versionChanges).nullable(),
    changedAt: z.string().nullable(),
    addedAt: z.string(),
    isNewest: z.boolean(),
  }),
});

/** An article as it is read: a version's text, its blocks, and the facts that stand above it. */
export type ArticleText = z.infer<typeof articleTextSchema> & {
  /** Which way the text runs, by its language and script. */
  dir: "ltr" | "rtl";
};

/** How far a person is in a project: articles submitted, and those with a place for this person, taken or free. */
export type WorkPosition = { submitted: number; total: number };

const blockId = z.uuid();
const seen = z.object({ kind: z.enum(blockKinds), start: z.int().min(0), end: z.int().min(1) });

/** One change of a version's blocks; `seen` is the block as the client saw it, so that a change in between is noticed. */
export const editBlockInput = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("kind"), blockId, seen, kind: z.enum(blockKinds) }),
  z.strictObject({ op: z.literal("split"), blockId, seen, at: z.int().min(1), kind: z.enum(blockKinds) }),
  z.strictObject({ op: z.literal("merge"), blockId, seen }),
]);
export type EditBlockInput = z.infer<typeof editBlockInput>;
