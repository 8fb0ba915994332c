import { z } from "zod";
import { requireProject } from "@/lib/access";
import { cursor, id, inProject, pageOf, under } from "@/lib/api/nouns/common";
import { none, nothing, type Operation, read, upload, write } from "@/lib/api/operation";
import { discardBatch, editDraftBlock, editDrafts, withdrawBatch } from "@/lib/imports/commands";
import { getDraftText } from "@/lib/imports/get-draft-text";
import { stageUpload } from "@/lib/imports/in-thread";
import { getBatch, getBatchProgress, listBatches, listDrafts } from "@/lib/imports/queries";
import { receiveUpload } from "@/lib/imports/receive-upload";
import {
  type BatchDto,
  type BatchProgress,
  type BatchSummary,
  batchReportSchema,
  batchStates,
  type DraftRow,
  type DraftText,
  draftFactsSchema,
  editDraftBlockInput,
  editDraftInput,
  maxUploadBytes,
  newerOfSchema,
} from "@/lib/imports/schema";
import { startCommit } from "@/lib/imports/start-commit";
import { intakeProblemSchema, proposedBlockSchema } from "@/lib/intake/draft";

const described = z.strictObject({
  id: z.string(),
  label: z.string(),
  state: z.enum(batchStates),
  createdAt: z.string(),
  createdBy: z.string(),
  total: z.number(),
  done: z.number(),
  skipped: z.number(),
});

const summary = described.extend({
  kind: z.enum(["articles", "annotations", "suggestions"]),
}) satisfies z.ZodType<BatchSummary>;

const batch = described.extend({
  report: batchReportSchema,
  committedAt: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
  included: z.number(),
  excluded: z.number(),
  duplicates: z.number(),
  newer: z.number(),
  withdrawn: z.number(),
  newSources: z.array(z.string()),
}) satisfies z.ZodType<BatchDto>;

const progress = z.strictObject({
  state: z.enum(batchStates),
  total: z.number(),
  done: z.number(),
  error: z.string().nullable(),
}) satisfies z.ZodType<BatchProgress>;

const draft = z.strictObject({
  id: z.string(),
  ordinal: z.number(),
  fileName: z.string(),
  line: z.number().nullable(),
  facts: draftFactsSchema,
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string(), line: z.number().nullable() })),
  isExcluded: z.boolean(),
  duplicateOf: z
    .union([
      z.strictObject({ where: z.literal("project"), articleId: z.string(), title: z.string() }),
      z.strictObject({ where: z.literal("batch"), draftId: z.string(), title: z.string() }),
    ])
    .nullable(),
  newerOf: newerOfSchema,
  withdrawn: z.strictObject({ at: z.string(), by: z.string().nullable() }).nullable(),
  blocks: z.number(),
  length: z.number(),
}) satisfies z.ZodType<DraftRow>;

const draftText = z.strictObject({
  id: z.string(),
  ordinal: z.number(),
  title: z.string(),
  text: z.string(),
  language: z.string().nullable(),
  dir: z.enum(["ltr", "rtl"]),
  blocks: z.array(proposedBlockSchema),
  nextId: z.string().nullable(),
  previousId: z.string().nullable(),
}) satisfies z.ZodType<DraftText>;

const staged = z.strictObject({
  batchId: z.string(),
  total: z.number(),
  duplicates: z.number(),
  newer: z.number(),
  withdrawn: z.number(),
  skipped: z.array(intakeProblemSchema),
});

const inBatch = under({ batchId: id });
const inDraft = under({ batchId: id, draftId: id });
const about = { tag: "Imports", scope: "manage" } as const;

/** Articles on their way in: read into a batch, checked, then imported all or none. */
export const importOperations: Operation[] = [
  upload({
    ...about,
    id: "stageImport",
    path: "/projects/{slug}/imports",
    may: "article.import",
    summary: "Read articles from files into a batch in preparation",
    detail:
      "A form of `multipart/form-data`: `file` (several: .txt, .html, .jsonl, .csv), or `paste` (a file of UTF-8 text); `skipBad=on` passes over what cannot be read; `again=on` takes in texts that were withdrawn for good and other texts of an article's address, which are left out else (`newerOf`, `withdrawn` of their drafts say so). At most 25 MB.",
    params: inProject,
    query: none,
    maxBytes: maxUploadBytes,
    response: staged,
    status: 201,
    repeats: "reserved",
    handle: async ({ actor, params, request }) => {
      await requireProject(actor, params.slug, "article.import");
      const { upload: sent, label, skipBad, again } = await receiveUpload(request);
      const files = sent.kind === "files" ? sent.files.map((one) => one.name) : [];
      return stageUpload(actor, params.slug, { label, files, skipBad, again }, sent);
    },
  }),
  read({
    ...about,
    id: "listImports",
    path: "/projects/{slug}/imports",
    may: "article.import",
    summary: "The batches of a project, newest first",
    params: inProject,
    query: z.strictObject({ cursor }),
    response: pageOf(summary),
    handle: ({ actor, params, query }) => listBatches(actor, params.slug, query),
  }),
  read({
    ...about,
    id: "getImport",
    path: "/projects/{slug}/imports/{batchId}",
    may: "article.import",
    summary: "A batch with its report",
    params: inBatch,
    query: none,
    response: batch,
    handle: ({ actor, params }) => getBatch(actor, params.slug, params.batchId),
  }),
  read({
    ...about,
    id: "getImportProgress",
    path: "/projects/{slug}/imports/{batchId}/progress",
    may: "article.import",
    summary: "How far a batch is",
    params: inBatch,
    query: none,
    response: progress,
    handle: ({ actor, params }) => getBatchProgress(actor, params.slug, params.batchId),
  }),
  read({
    ...about,
    id: "listDrafts",
    path: "/projects/{slug}/imports/{batchId}/drafts",
    may: "article.import",
    summary: "The articles of a batch in preparation",
    params: inBatch,
    query: z.strictObject({ cursor }),
    response: pageOf(draft),
    handle: ({ actor, params, query }) => listDrafts(actor, params.slug, params.batchId, query),
  }),
  read({
    ...about,
    id: "getDraft",
    path: "/projects/{slug}/imports/{batchId}/drafts/{draftId}",
    may: "article.import",
    summary: "An article of a batch in preparation, with its text and proposed blocks",
    params: inDraft,
    query: none,
    response: draftText,
    handle: ({ actor, params }) => getDraftText(actor, params.slug, params.batchId, params.draftId),
  }),
  write("PATCH", {
    ...about,
    id: "editDraft",
    path: "/projects/{slug}/imports/{batchId}/drafts/{draftId}",
    may: "article.import",
    summary: "Correct facts of an article before its import, or leave it out",
    detail:
      "`fillDown` says the same of every article below it. A text that was withdrawn for good (`withdrawn`) is taken in with `again` alone, which holds for this article and never for those below it.",
    params: inDraft,
    body: editDraftInput.omit({ draftId: true }),
    response: z.strictObject({ changed: z.number(), facts: draftFactsSchema, newerOf: draft.shape.newerOf }),
    handle: ({ actor, params, body, tx }) =>
      editDrafts(actor, params.slug, params.batchId, { ...body, draftId: params.draftId }, tx),
  }),
  write("POST", {
    ...about,
    id: "editDraftBlock",
    path: "/projects/{slug}/imports/{batchId}/drafts/{draftId}/blocks",
    may: "article.import",
    summary: "Correct a proposed block before the import",
    params: inDraft,
    body: editDraftBlockInput,
    response: z.strictObject({ blocks: z.array(proposedBlockSchema) }),
    handle: ({ actor, params, body, tx }) =>
      editDraftBlock(actor, params.slug, params.batchId, params.draftId, body, tx),
  }),
  write("POST", {
    ...about,
    id: "commitImport",
    path: "/projects/{slug}/imports/{batchId}/commit",
    may: "article.import",
    summary: "Import a batch, all or nothing",
    detail: "A large one goes on after the answer: ask for its progress.",
    params: inBatch,
    body: none,
    response: progress,
    repeats: "reserved",
    handle: ({ actor, params }) => startCommit(actor, params.slug, params.batchId),
  }),
  write("DELETE", {
    ...about,
    id: "discardImport",
    path: "/projects/{slug}/imports/{batchId}",
    may: "article.import",
    summary: "Discard a batch in preparation",
    params: inBatch,
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => discardBatch(actor, params.slug, params.batchId, tx),
  }),
  write("POST", {
    ...about,
    id: "withdrawImport",
    path: "/projects/{slug}/imports/{batchId}/withdraw",
    may: "article.import",
    summary: "Take an imported batch back, where nobody's work rests on it",
    params: inBatch,
    body: none,
    response: z.strictObject({ articles: z.number() }),
    handle: ({ actor, params, tx }) => withdrawBatch(actor, params.slug, params.batchId, tx),
  }),
];
