import { z } from "zod";
import { requireProject } from "@/lib/access";
import { id, inProject, listOf, under } from "@/lib/api/nouns/common";
import { none, nothing, type Operation, read, upload, write } from "@/lib/api/operation";
import { attributeDefinition } from "@/lib/attributes/schema";
import { meaningChoices } from "@/lib/dataset-imports/meanings";
import { getDataset, getDatasetProgress } from "@/lib/dataset-imports/queries";
import {
  type DatasetDto,
  type DatasetProgress,
  datasetReadQuery,
  datasetReportSchema,
  importPlanInput,
  knownRecord,
  maxDatasetBytes,
  producerOf,
} from "@/lib/dataset-imports/schema";
import { discardDataset } from "@/lib/dataset-imports/stage";
import { startDatasetCommit, startDatasetRead } from "@/lib/dataset-imports/start";
import { type UndoneDataset, withdrawDataset } from "@/lib/dataset-imports/withdraw";
import { readUploadBytes } from "@/lib/imports/receive-upload";
import { batchStates } from "@/lib/imports/schema";

const dataset = z.strictObject({
  id: z.string(),
  label: z.string(),
  state: z.enum(batchStates),
  isUnread: z.boolean(),
  total: z.number(),
  done: z.number(),
  report: datasetReportSchema,
  known: z.array(knownRecord),
  attributes: z.array(attributeDefinition),
  failure: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
  committedAt: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
}) satisfies z.ZodType<DatasetDto>;

const progress = z.strictObject({
  state: z.enum(batchStates),
  total: z.number(),
  done: z.number(),
}) satisfies z.ZodType<DatasetProgress>;

const undone = z.strictObject({
  articles: z.number(),
  layers: z.number(),
  ratings: z.number(),
  suggestions: z.number(),
  pairs: z.number(),
}) satisfies z.ZodType<UndoneDataset>;

const inDataset = under({ datasetId: id });
const about = { tag: "Imports", scope: "manage" } as const;

/** Annotated datasets on their way in: a dry run with its report, what labels mean, then imported all or nothing. */
export const datasetImportOperations: Operation[] = [
  upload({
    ...about,
    id: "readDataset",
    path: "/projects/{slug}/dataset-imports",
    may: "article.import",
    summary: "Read the files of a dataset into a batch and report what is in them; nothing is imported yet",
    detail: `A form of \`multipart/form-data\` with \`file\`, several (a ZIP counts as what is in it); the format is recognised unless you name it. With \`producer\` and \`version\` the marks become that program's suggestions for articles that are here, a run that is undone as one. A large dataset is read on after the answer: ask for its progress. At most ${maxDatasetBytes / 1024 / 1024} MB; the command line takes more.`,
    params: inProject,
    query: datasetReadQuery,
    maxBytes: maxDatasetBytes,
    response: z.strictObject({ batchId: z.string() }),
    status: 201,
    repeats: "reserved",
    handle: async ({ actor, params, query, request }) => {
      await requireProject(actor, params.slug, "article.import");
      const body = await readUploadBytes(request, maxDatasetBytes);
      const contentType = request.headers.get("content-type") ?? "";
      const { label, format = null } = query;
      const about = { label, format, producer: producerOf(query) };
      return startDatasetRead(actor, params.slug, about, { body, contentType });
    },
  }),
  read({
    ...about,
    id: "getDataset",
    path: "/projects/{slug}/dataset-imports/{datasetId}",
    may: "article.import",
    summary: "A dataset's batch with the report of its dry run, and later what became of it",
    detail:
      "`report.labels` are those that have to be given a meaning, `report.faults` what is wrong, by file and line, `report.losses` what has no place here. `known` names articles that are left out unless `commitDataset` says otherwise: texts that were withdrawn for good, and other texts of an article's address, which can be added to that article as newer ones (`report.known` counts them all).",
    params: inDataset,
    query: none,
    response: dataset,
    handle: ({ actor, params }) => getDataset(actor, params.slug, params.datasetId),
  }),
  read({
    ...about,
    id: "getDatasetProgress",
    path: "/projects/{slug}/dataset-imports/{datasetId}/progress",
    may: "article.import",
    summary: "How far a dataset is: kilobytes while it is read, records while it is imported",
    params: inDataset,
    query: none,
    response: progress,
    handle: ({ actor, params }) => getDatasetProgress(actor, params.slug, params.datasetId),
  }),
  read({
    ...about,
    id: "listMeanings",
    path: "/projects/{slug}/dataset-meanings",
    may: "article.import",
    summary: "What a label of somebody else's may be said to mean",
    params: inProject,
    query: none,
    response: listOf(z.strictObject({ code: z.string(), group: z.string(), label: z.string() })),
    handle: async ({ actor, params }) => {
      await requireProject(actor, params.slug, "article.import");
      return { items: meaningChoices.map(({ code, group, label }) => ({ code, group, label })) };
    },
  }),
  write("POST", {
    ...about,
    id: "commitDataset",
    path: "/projects/{slug}/dataset-imports/{datasetId}/commit",
    may: "article.import",
    summary: "Import a dataset, all or nothing",
    detail:
      "`labels` gives each unknown label a meaning (see `listMeanings`); `present` says what to do with articles that are here already; `leavesBad` imports without what is at fault; `takesNewer` and `takesWithdrawn` take in what is left out else as known before: other texts of an article's address, as articles of their own, and texts that were withdrawn for good. A large one goes on after the answer: ask for its progress.",
    params: inDataset,
    body: importPlanInput,
    response: progress,
    repeats: "reserved",
    handle: ({ actor, params, body }) => startDatasetCommit(actor, params.slug, params.datasetId, body),
  }),
  write("DELETE", {
    ...about,
    id: "discardDataset",
    path: "/projects/{slug}/dataset-imports/{datasetId}",
    may: "article.import",
    summary: "Discard a dataset that waits to be imported",
    params: inDataset,
    body: none,
    response: nothing,
    repeats: "reserved",
    handle: ({ actor, params }) => discardDataset(actor, params.slug, params.datasetId),
  }),
  write("POST", {
    ...about,
    id: "withdrawDataset",
    path: "/projects/{slug}/dataset-imports/{datasetId}/withdraw",
    may: "article.import",
    summary: "Undo the import of a dataset as one",
    detail: "Where later work rests on it the answer is 409 `work-rests-on-it`, whose `details` name it.",
    params: inDataset,
    body: none,
    response: undone,
    handle: ({ actor, params, tx }) => withdrawDataset(actor, params.slug, params.datasetId, tx),
  }),
];
