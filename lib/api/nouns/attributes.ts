import { z } from "zod";
import { inProject, listOf } from "@/lib/api/nouns/common";
import { none, type Operation, read, write } from "@/lib/api/operation";
import { publishAttributes, saveAttributeDraft } from "@/lib/attributes/commands";
import { getAttributeDraft, listAttributes, previewAttributes } from "@/lib/attributes/queries";
import {
  type AttributeDraft,
  type AttributePreview,
  attributeDefinition,
  attributeDefinitions,
  publishAttributesInput,
} from "@/lib/attributes/schema";

const draft = z.strictObject({
  kinds: z.array(z.string()),
  definitions: z.array(attributeDefinition),
  revision: z.number(),
  newest: z
    .strictObject({
      id: z.string(),
      number: z.number(),
      note: z.string(),
      publishedAt: z.string(),
      publishedBy: z.string(),
      definitions: z.array(attributeDefinition),
    })
    .nullable(),
  isPublished: z.boolean(),
}) satisfies z.ZodType<AttributeDraft>;

const preview = z.strictObject({
  effects: z.array(
    z.strictObject({ what: z.string(), open: z.string(), submitted: z.string(), finished: z.string() }),
  ),
  refusal: z.string().nullable(),
}) satisfies z.ZodType<AttributePreview>;

const about = { tag: "Projects", params: inProject } as const;
const managed = { ...about, scope: "manage", may: "project.settings" } as const;

/** The attributes that a project asks of marks beside the vocabulary's. */
export const attributeOperations: Operation[] = [
  read({
    ...about,
    id: "listAttributes",
    path: "/projects/{slug}/attributes",
    scope: "read",
    may: "project.view",
    summary: "The attributes of its own that a project asks now, in order",
    detail: "A mark answers them in `attributes`, by their `key`.",
    query: none,
    response: listOf(attributeDefinition),
    handle: async ({ actor, params }) => ({ items: await listAttributes(actor, params.slug) }),
  }),
  read({
    ...managed,
    id: "getAttributeDraft",
    path: "/projects/{slug}/attributes/draft",
    summary: "The draft of a project's own attributes, with the newest published ones",
    query: none,
    response: draft,
    hasRevision: true,
    handle: ({ actor, params }) => getAttributeDraft(actor, params.slug),
  }),
  write("PUT", {
    ...managed,
    id: "saveAttributeDraft",
    path: "/projects/{slug}/attributes/draft",
    summary: "Save the draft; nobody is asked anything new before it is published",
    body: z.strictObject({ definitions: attributeDefinitions }),
    response: draft,
    needsRevision: true,
    hasRevision: true,
    handle: ({ actor, params, body, revision, tx }) =>
      saveAttributeDraft(actor, { ...params, ...body, revision }, tx),
  }),
  read({
    ...managed,
    id: "previewAttributes",
    path: "/projects/{slug}/attributes/preview",
    summary: "What publishing the saved draft would do to the articles that are here",
    query: none,
    response: preview,
    handle: ({ actor, params }) => previewAttributes(actor, params.slug),
  }),
  write("POST", {
    ...managed,
    id: "publishAttributes",
    path: "/projects/{slug}/attributes/versions",
    summary: "Publish the saved draft: layers that begin from now on are asked by it",
    body: publishAttributesInput.pick({ note: true }),
    response: draft,
    status: 201,
    needsRevision: true,
    hasRevision: true,
    handle: ({ actor, params, body, revision, tx }) =>
      publishAttributes(actor, { ...params, ...body, revision }, tx),
  }),
];
