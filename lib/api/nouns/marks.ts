import { z } from "zod";
import { bulkPreview, bulkResult, inAct, inView, savedView, viewBody } from "@/lib/api/nouns/bulk";
import { inProject, listOf, pageOf } from "@/lib/api/nouns/common";
import { csvType, sendFile } from "@/lib/api/nouns/file";
import { file, none, type Operation, read, write } from "@/lib/api/operation";
import { attributeDefinition } from "@/lib/attributes/schema";
import { listMarkChoices, listMarks } from "@/lib/marks/list-marks";
import { actOnMarks, previewMarkAct, undoMarkAct } from "@/lib/marks/mark-acts";
import { marksAsCsv } from "@/lib/marks/marks-csv";
import { type MarkChoices, type MarkLineDto, markActInput, markFilter } from "@/lib/marks/schema";
import { deleteView, saveView } from "@/lib/views/commands";
import { listViews } from "@/lib/views/queries";
import { viewPlaces } from "@/lib/views/schema";

const line = z.strictObject({
  annotationId: z.string(),
  articleId: z.string(),
  versionId: z.string(),
  title: z.string(),
  kind: z.string(),
  left: z.string(),
  mark: z.string(),
  right: z.string(),
  start: z.number(),
  end: z.number(),
  values: z.array(z.string()),
  sources: z.array(z.string()),
  person: z.string().nullable(),
  guideline: z.number().nullable(),
}) satisfies z.ZodType<MarkLineDto>;

const named = z.strictObject({ id: z.string(), name: z.string() });
const choices = z.strictObject({
  people: z.array(named),
  guidelines: z.array(z.strictObject({ id: z.string(), number: z.number() })),
  source: named.nullable(),
  attributes: z.array(attributeDefinition),
}) satisfies z.ZodType<MarkChoices>;

const about = { tag: "Marks", params: inProject } as const;

/** Marks in their context, acts on many of them, and saved filters. */
export const markOperations: Operation[] = [
  read({
    ...about,
    id: "listMarks",
    path: "/projects/{slug}/marks",
    may: "project.view",
    scope: "read",
    summary: "Marks with what stands to their left and right",
    detail:
      "Of final layers, or (`scope=people`, for reviewers) of what annotators handed in; looking at those is noted. Ask for more with `at` set to what `next` said.",
    query: markFilter,
    response: pageOf(line).extend({ isPartial: z.boolean() }),
    handle: ({ actor, params, query }) => listMarks(actor, params.slug, query),
  }),
  read({
    ...about,
    id: "listMarkChoices",
    path: "/projects/{slug}/mark-filters",
    may: "project.view",
    scope: "read",
    summary: "What marks can be filtered by",
    query: none,
    response: choices.extend({ mayAct: z.boolean(), mayShare: z.boolean() }),
    handle: ({ actor, params }) => listMarkChoices(actor, params.slug, undefined),
  }),
  read({
    ...about,
    id: "exportMarks",
    path: "/projects/{slug}/marks.csv",
    may: "project.view",
    scope: "read",
    summary: "Marks in their context as CSV",
    query: markFilter.omit({ at: true }),
    response: file,
    produces: "text/csv",
    handle: ({ actor, params, query }) =>
      sendFile(`${params.slug}-marks.csv`, csvType, marksAsCsv(actor, params.slug, query)),
  }),
  write("POST", {
    ...about,
    id: "previewMarkAct",
    path: "/projects/{slug}/mark-acts/preview",
    may: "review.decide",
    scope: "review",
    summary: "What an act on several final marks would do; changes nothing",
    body: markActInput.omit({ slug: true }),
    response: bulkPreview,
    repeats: "none",
    handle: async ({ actor, params, body }) => ({
      items: await previewMarkAct(actor, { ...params, ...body }),
    }),
  }),
  write("POST", {
    ...about,
    id: "actOnMarks",
    path: "/projects/{slug}/mark-acts",
    may: "review.decide",
    scope: "review",
    summary: "Relabel or resolve several final marks, begin a thread at each mark, or return their articles",
    detail: "The Idempotency-Key, a new UUID, becomes the act's id.",
    body: markActInput.omit({ slug: true }),
    response: bulkResult,
    repeats: "command",
    handle: ({ actor, params, body, commandId }) => actOnMarks(actor, commandId, { ...params, ...body }),
  }),
  write("POST", {
    tag: "Marks",
    params: inAct,
    id: "undoMarkAct",
    path: "/projects/{slug}/mark-acts/{actId}/undo",
    may: "review.decide",
    scope: "review",
    summary: "Undo an act on several marks, as far as nothing has happened since",
    body: none,
    response: bulkResult,
    repeats: "reserved",
    handle: ({ actor, params }) => undoMarkAct(actor, { slug: params.slug, id: params.actId }),
  }),
  read({
    ...about,
    id: "listViews",
    path: "/projects/{slug}/views",
    may: "project.view",
    scope: "read",
    summary: "Saved filters of a list, one's own and shared ones",
    query: z.strictObject({ place: z.enum(viewPlaces) }),
    response: listOf(savedView),
    handle: async ({ actor, params, query }) => ({
      items: await listViews(actor, params.slug, query.place),
    }),
  }),
  write("POST", {
    ...about,
    id: "saveView",
    path: "/projects/{slug}/views",
    may: "project.view",
    scope: "annotate",
    summary: "Save filters of a list under a name",
    body: viewBody.extend({ place: z.enum(viewPlaces) }),
    response: z.strictObject({ id: z.string(), query: z.string() }),
    status: 201,
    handle: ({ actor, params, body, tx }) => saveView(actor, { ...params, ...body }, tx),
  }),
  write("DELETE", {
    tag: "Marks",
    params: inView,
    id: "deleteView",
    path: "/projects/{slug}/views/{viewId}",
    may: "project.view",
    scope: "annotate",
    summary: "Remove saved filters",
    body: none,
    response: z.strictObject({ id: z.string() }),
    handle: ({ actor, params, tx }) => deleteView(actor, { slug: params.slug, id: params.viewId }, tx),
  }),
];
