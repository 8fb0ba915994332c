import { z } from "zod";
import { cursor, inProject, listOf, pageOf } from "@/lib/api/nouns/common";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { publishGuideline, saveGuidelineDraft } from "@/lib/guidelines/commands";
import { exampleSchema } from "@/lib/guidelines/example-schema";
import { listExamples } from "@/lib/guidelines/examples";
import { keepMarks, listKept } from "@/lib/guidelines/keep-marks";
import { keepAct, keptRuleSchema } from "@/lib/guidelines/keep-schema";
import { getGuideline, getGuidelineDraft, listGuidelineVersions } from "@/lib/guidelines/queries";
import {
  type GuidelineDraft,
  type GuidelineVersionDto,
  guidelineAnchor,
  guidelineDocument,
  publishInput,
  saveDraftInput,
} from "@/lib/guidelines/schema";

const content = guidelineDocument.out;

const draft = z.strictObject({
  content,
  revision: z.number(),
  isPublished: z.boolean(),
  changed: z.array(guidelineAnchor),
}) satisfies z.ZodType<GuidelineDraft>;

const summary = z.strictObject({
  id: z.string(),
  number: z.number(),
  note: z.string(),
  publishedBy: z.string(),
  publishedAt: z.string(),
});

const version = summary.extend({
  content,
  changed: z.array(guidelineAnchor),
  previousId: z.string().nullable(),
}) satisfies z.ZodType<GuidelineVersionDto>;

const about = { tag: "Guidelines", params: inProject } as const;

/** A project's guideline: its versions, their examples, and the draft. */
export const guidelineOperations: Operation[] = [
  read({
    ...about,
    id: "getGuideline",
    path: "/projects/{slug}/guideline",
    may: "project.view",
    scope: "read",
    summary: "The newest version of the guideline, or the one of a number",
    query: z.strictObject({ number: z.coerce.number().int().min(1).max(1_000_000).optional() }),
    response: version,
    handle: ({ actor, params, query }) => getGuideline(actor, { ...params, ...query }),
  }),
  read({
    ...about,
    id: "listGuidelineVersions",
    path: "/projects/{slug}/guideline/versions",
    may: "project.view",
    scope: "read",
    summary: "The versions of the guideline, newest first, without their text",
    query: z.strictObject({ cursor }),
    response: pageOf(summary),
    handle: ({ actor, params, query }) => listGuidelineVersions(actor, { ...params, ...query }),
  }),
  read({
    ...about,
    id: "listExamples",
    path: "/projects/{slug}/guideline/examples",
    may: "project.view",
    scope: "read",
    summary: "Decided places that stand as examples under the rules",
    query: none,
    response: listOf(exampleSchema),
    handle: async ({ actor, params }) => ({ items: await listExamples(actor, params.slug) }),
  }),
  read({
    ...about,
    id: "getGuidelineDraft",
    path: "/projects/{slug}/guideline/draft",
    may: "guideline.edit",
    scope: "manage",
    summary: "The draft of the guideline",
    query: none,
    response: draft,
    hasRevision: true,
    handle: ({ actor, params }) => getGuidelineDraft(actor, params.slug),
  }),
  write("PUT", {
    ...about,
    id: "saveGuidelineDraft",
    path: "/projects/{slug}/guideline/draft",
    may: "guideline.edit",
    scope: "manage",
    summary: "Save the draft of the guideline",
    body: saveDraftInput.pick({ content: true }),
    response: draft,
    needsRevision: true,
    hasRevision: true,
    handle: ({ actor, params, body, revision, tx }) =>
      saveGuidelineDraft(actor, { ...params, ...body, revision }, tx),
  }),
  read({
    ...about,
    id: "listKeptMarks",
    path: "/projects/{slug}/guideline/kept",
    may: "guideline.edit",
    scope: "manage",
    summary: "The rules that a version changed whose older marks are kept as they are",
    query: z.strictObject({ number: z.coerce.number().int().min(1).max(1_000_000) }),
    response: listOf(keptRuleSchema),
    handle: async ({ actor, params, query }) => ({ items: await listKept(actor, { ...params, ...query }) }),
  }),
  write("POST", {
    ...about,
    id: "keepMarks",
    path: "/projects/{slug}/guideline/kept",
    may: "guideline.edit",
    scope: "manage",
    summary:
      "Say that the final marks made before a version changed a rule are kept as they are, or take that back",
    body: keepAct,
    response: z.strictObject({ id: z.string() }),
    status: 201,
    handle: ({ actor, params, body, tx }) => keepMarks(actor, { ...params, ...body }, tx),
  }),
  write("POST", {
    ...about,
    id: "publishGuideline",
    path: "/projects/{slug}/guideline/versions",
    may: "guideline.edit",
    scope: "manage",
    summary: "Publish the saved draft as the next version",
    body: publishInput.pick({ note: true, changed: true }),
    response: z.strictObject({ number: z.number() }),
    status: 201,
    needsRevision: true,
    handle: ({ actor, params, body, revision, tx }) =>
      publishGuideline(actor, { ...params, ...body, revision }, tx),
  }),
];
