import { z } from "zod";
import { blockKinds, derivations, translatedStates } from "@/lib/vocabulary";

/** A proposed block: a half-open range of code points in the stored text. */
export const proposedBlockSchema = z
  .object({
    kind: z.enum(blockKinds),
    start: z.number().int().nonnegative(),
    end: z.number().int().positive(),
  })
  .refine((block) => block.end > block.start, "A block holds at least one code point.");
export type ProposedBlock = z.infer<typeof proposedBlockSchema>;

export const translatedSchema = z.enum(translatedStates);
export type Translated = z.infer<typeof translatedSchema>;

export const derivationSchema = z.enum(derivations);

export const sourceFormatSchema = z.enum(["txt", "html", "jsonl", "csv", "paste"]);
export type SourceFormat = z.infer<typeof sourceFormatSchema>;

/** A remark on a draft that does not stop its import; `line` counts from 1 in the file it came from. */
export const intakeWarningSchema = z.object({
  code: z.string(),
  message: z.string(),
  line: z.number().int().positive().nullable(),
});
export type IntakeWarning = z.infer<typeof intakeWarningSchema>;

/** Why a file, or one article of it, cannot be imported; `line` is null when the whole file is meant. */
export const intakeProblemSchema = intakeWarningSchema.extend({ fileName: z.string() });
export type IntakeProblem = z.infer<typeof intakeProblemSchema>;

/**
 * What a file says about an article. `publishedAt` is an ISO instant in UTC when `publishedHasZone`, and else the
 * local ISO date or date-time as it was given. `publisherName` comes from explicit metadata only.
 */
export const articleFactsSchema = z.object({
  headline: z.string().optional(),
  byline: z.string().optional(),
  publishedAt: z.string().optional(),
  publishedHasZone: z.boolean().optional(),
  language: z.string().optional(),
  originalLanguage: z.string().optional(),
  canonicalUrl: z.string().optional(),
  publisherName: z.string().optional(),
  creditNames: z.array(z.string()).optional(),
  translated: translatedSchema.optional(),
  derivation: derivationSchema.optional(),
});
export type ArticleFacts = z.infer<typeof articleFactsSchema>;

/**
 * One article on its way in. `rawText` is what was read, `text` the same as it will be stored (NFC, `\n`), `blocks`
 * partition `text`. `rawBytes` is what to keep: the file for txt and html, the article's text in UTF-8 otherwise.
 */
export const articleDraftSchema = articleFactsSchema.extend({
  fileName: z.string(),
  sourceFormat: sourceFormatSchema,
  extractor: z.string(),
  line: z.number().int().positive().nullable(),
  rawBytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  rawText: z.string(),
  text: z.string(),
  creditNames: z.array(z.string()),
  blocks: z.array(proposedBlockSchema),
  warnings: z.array(intakeWarningSchema),
});
export type ArticleDraft = z.infer<typeof articleDraftSchema>;

/** What reading a file yields, one after another in the file's order. */
export type IntakeItem = { kind: "draft"; draft: ArticleDraft } | { kind: "problem"; problem: IntakeProblem };
