import { z } from "zod";
import {
  derivationSchema,
  intakeProblemSchema,
  intakeWarningSchema,
  proposedBlockSchema,
  sourceFormatSchema,
  translatedSchema,
} from "@/lib/intake/draft";
import { offsetMapSchema } from "@/lib/text/offset-map-schema";
import { blockKinds, sourceKinds } from "@/lib/vocabulary";

/** The most bytes that one upload may have; larger corpora go through the command line, which reads piece by piece. */
export const maxUploadBytes = 25 * 1024 * 1024;
/** The most articles of one batch, so that its one transaction stays within what a person waits for. */
export const maxBatchArticles = 20_000;

/** Who publishes a draft: nobody knows, a source of the register, or one to be registered when the batch is committed. */
export const publisherChoice = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("unknown") }),
  z.strictObject({ kind: z.literal("source"), sourceId: z.uuid(), name: z.string().max(300) }),
  z.strictObject({
    kind: z.literal("new"),
    name: z.string().trim().min(1, "Write a name.").max(300),
    sourceKind: z.enum(sourceKinds).default("outlet"),
  }),
]);
export type PublisherChoice = z.infer<typeof publisherChoice>;

const optionalLine = z.string().trim().max(1_000).nullable();

/** The facts of a draft as the grid shows and changes them; `published` is an ISO day, time or instant. */
export const draftFactsSchema = z.strictObject({
  title: z.string().trim().min(1, "Write a title.").max(1_000),
  publisher: publisherChoice,
  credits: z.array(z.string().trim().min(1).max(300)).max(20),
  byline: optionalLine,
  url: z
    .url({ protocol: /^https?$/, error: "Write an address with http or https." })
    .max(2_000)
    .nullable(),
  published: z.string().trim().max(40).nullable(),
  language: z.string().trim().max(40).nullable(),
  originalLanguage: z.string().trim().max(40).nullable(),
  translated: translatedSchema,
  derivation: derivationSchema.nullable(),
});
export type DraftFacts = z.infer<typeof draftFactsSchema>;

/** What is stored of a draft beside its bytes and text. */
export const storedDraftSchema = z.object({
  facts: draftFactsSchema,
  blocks: z.array(proposedBlockSchema),
  warnings: z.array(intakeWarningSchema),
  sourceFormat: sourceFormatSchema,
  extractor: z.string(),
  line: z.number().nullable(),
  /** What was read, where normalising changed it. */
  rawText: z.string().nullable(),
  offsetMap: offsetMapSchema,
});
export type StoredDraft = z.infer<typeof storedDraftSchema>;

/** One change in the grid: facts and whether the article is left out; `fillDown` says it of every draft below as well. */
export const editDraftInput = z.strictObject({
  draftId: z.uuid(),
  facts: draftFactsSchema.partial().default({}),
  isExcluded: z.boolean().optional(),
  fillDown: z.boolean().default(false),
  /** Said of a text that was withdrawn for good: it is to be taken in all the same; never of those below it. */
  again: z.boolean().optional(),
});
export type EditDraftInput = z.infer<typeof editDraftInput>;

const seen = z.strictObject({ kind: z.enum(blockKinds), start: z.int().min(0), end: z.int().min(1) });

/** One correction of a draft's blocks; `seen` is the block as the client saw it, offsets in code points. */
export const editDraftBlockInput = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("kind"), seen, kind: z.enum(blockKinds) }),
  z.strictObject({ op: z.literal("split"), seen, at: z.int().min(1), kind: z.enum(blockKinds) }),
  z.strictObject({ op: z.literal("merge"), seen }),
]);
export type EditDraftBlockInput = z.infer<typeof editDraftBlockInput>;

export const batchStates = [
  "draft",
  "reading",
  "committing",
  "committed",
  "failed",
  "discarded",
  "withdrawn",
] as const;
export type BatchState = (typeof batchStates)[number];

const leftOutSchema = z.object({ title: z.string(), fileName: z.string(), reason: z.string() });

/** What a batch remembers of its reading and of its end, in ImportBatch.report. */
export const batchReportSchema = z.object({
  files: z.array(z.string()).default([]),
  /** What was passed over at reading, because the person chose to skip what is bad. */
  skipped: z.array(intakeProblemSchema).default([]),
  /** What was left out at the commit, and why. */
  leftOut: z.array(leftOutSchema).default([]),
  startedAt: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type BatchReport = z.infer<typeof batchReportSchema>;

/** A batch in the list of a project's imports. */
export type BatchSummary = {
  id: string;
  label: string;
  state: BatchState;
  createdAt: string;
  createdBy: string;
  total: number;
  done: number;
  skipped: number;
  /** Plain articles, a dataset of annotated ones, or what a program suggests. */
  kind: "articles" | "annotations" | "suggestions";
};

export type BatchDto = Omit<BatchSummary, "kind"> & {
  report: BatchReport;
  committedAt: string | null;
  withdrawnAt: string | null;
  included: number;
  excluded: number;
  duplicates: number;
  /** Other texts of an article's address. */
  newer: number;
  /** Texts that were withdrawn for good. */
  withdrawn: number;
  /** Names that the commit will add to the register. */
  newSources: string[];
};

/** How far a batch is, for the page that waits for it. */
export type BatchProgress = { state: BatchState; total: number; done: number; error: string | null };

/** Why a draft is thought to be here already. */
export type DuplicateOf =
  | { where: "project"; articleId: string; title: string }
  | { where: "batch"; draftId: string; title: string };

/** An article of the project, by its id and title, that a draft may be a newer text of. */
export const newerOfSchema = z.object({ articleId: z.string(), title: z.string() }).nullable();

/** A row of the grid. */
export type DraftRow = {
  id: string;
  ordinal: number;
  fileName: string;
  line: number | null;
  facts: DraftFacts;
  warnings: { code: string; message: string; line: number | null }[];
  isExcluded: boolean;
  duplicateOf: DuplicateOf | null;
  /** The article of the project that has its address with another text. */
  newerOf: z.infer<typeof newerOfSchema>;
  /** When this very text was withdrawn for good, and by whom where that was in this project. */
  withdrawn: { at: string; by: string | null } | null;
  blocks: number;
  /** Length of the text in code points. */
  length: number;
};

/** The article in preparation that an address names, plain or of a dataset; what is no id names none. */
export const draftOfBatch = z.object({
  batch: z.uuid().optional().catch(undefined),
  draft: z.uuid().optional().catch(undefined),
  record: z.uuid().optional().catch(undefined),
});
export type DraftOfBatch = z.output<typeof draftOfBatch>;

/** A draft with its text, for correcting its blocks. */
export type DraftText = {
  id: string;
  ordinal: number;
  title: string;
  text: string;
  language: string | null;
  dir: "ltr" | "rtl";
  blocks: z.infer<typeof proposedBlockSchema>[];
  nextId: string | null;
  previousId: string | null;
};

/** An article of a batch that somebody's work rests on already. */
export type RestingWork = { articleId: string; title: string; reasons: string[] };

/** The most pages that one request fetches: each takes up to seconds, and somebody waits. */
export const maxWebPages = 50;

/** A page to fetch, with what its feed said of it. */
export const webArticle = z.strictObject({
  address: z.url({ protocol: /^https?$/, error: "Write an address with http or https." }).max(2_000),
  publishedAt: z.string().max(40).nullable().default(null),
  publishedHasZone: z.boolean().default(false),
});
export type WebArticle = z.infer<typeof webArticle>;

export const fromWebInput = z.strictObject({
  articles: z
    .array(webArticle)
    .min(1, "Give an address first.")
    .max(maxWebPages, `At most ${maxWebPages} pages at once.`),
  /** Take texts that were withdrawn for good, and other texts of an article's address, all the same. */
  again: z.boolean().default(false),
});

export const feedInput = z.strictObject({
  address: z.url({ protocol: /^https?$/, error: "Write an address with http or https." }).max(2_000),
});

/** A feed as the page shows it; `articleId` is the article that came from the same address, `more` were not shown. */
export const feedDto = z.object({
  address: z.string(),
  title: z.string(),
  entries: z.array(
    z.object({
      address: z.string(),
      title: z.string(),
      publishedAt: z.string().nullable(),
      publishedHasZone: z.boolean(),
      articleId: z.string().nullable(),
    }),
  ),
  more: z.number(),
});
export type FeedDto = z.infer<typeof feedDto>;

/** How many pages came so far, and at last the batch. */
export type WebProgress = { done: number; total: number } | { batchId: string };
