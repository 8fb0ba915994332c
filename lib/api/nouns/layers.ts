import { z } from "zod";
import { id, listOf, paged, pageOf, under } from "@/lib/api/nouns/common";
import { none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { getLayerGuideline } from "@/lib/articles/get-article-text";
import { attributeDefinition } from "@/lib/attributes/schema";
import { checkTerms } from "@/lib/checks/schema";
import { applyCommand } from "@/lib/layers/commands";
import { deletedMark, markEvent } from "@/lib/layers/history-schema";
import { listDeletedMarks, listMarkHistory } from "@/lib/layers/mark-history";
import { getLayer, type LayerDto } from "@/lib/layers/queries";
import { type CommandResult, layerObject, operation } from "@/lib/layers/schema";
import { pinObservation, removeObservation } from "@/lib/observations/commands";
import { listOwnObservations } from "@/lib/observations/queries";
import { observationSchema, pinObservationInput } from "@/lib/observations/schema";
import { recallLayer, type SubmissionDto, skipSlot, submitLayer } from "@/lib/slots/commands";
import { beat } from "@/lib/slots/heartbeat";
import { listFindings } from "@/lib/slots/layer-findings";
import { heartbeatInput, skipInput, submitInput } from "@/lib/slots/schema";
import { annotationKinds } from "@/lib/vocabulary";

const layer = z.strictObject({
  id: z.string(),
  projectId: z.string(),
  articleId: z.string(),
  versionId: z.string(),
  kind: z.enum(["person", "shared", "adjudicated", "imported", "gold", "surplus", "superseded"]),
  state: z.enum(["open", "submitted", "returned", "closed"]),
  ownerId: z.string().nullable(),
  revision: z.number(),
  isNothingToMark: z.boolean(),
  isOwn: z.boolean(),
  articleState: z.enum(["open", "review", "reviewing", "done"]),
  kinds: z.array(z.string()),
  attributes: z.array(attributeDefinition),
  objects: z.array(layerObject),
  steps: z.array(z.strictObject({ id: z.string(), undoes: z.string().nullable() })),
}) satisfies z.ZodType<LayerDto>;

/** What a write to a layer did. */
export const commandResult = z.strictObject({
  commandId: z.string(),
  undoes: z.string().nullable(),
  layerRevision: z.number(),
  objects: z.array(layerObject),
  isLate: z.literal(true).optional(),
}) satisfies z.ZodType<CommandResult>;

const submission = z.strictObject({
  layerId: z.string(),
  state: z.enum(["open", "submitted"]),
  articleState: z.string(),
}) satisfies z.ZodType<SubmissionDto>;

const finding = z.strictObject({
  markId: z.string(),
  code: z.enum(Object.keys(checkTerms)),
  message: z.string(),
  severity: z.enum(["error", "warning", "hint"]),
  isBlocking: z.boolean(),
  attribute: z.strictObject({ kind: z.enum(annotationKinds), key: z.string() }).optional(),
});

const observation = z.strictObject(observationSchema.shape);

const commandBody = z.union([
  z.strictObject({ operations: z.array(operation).min(1).max(500) }),
  z.strictObject({ undoes: id }),
]);

const inLayer = under({ layerId: id });

/** Layers of marks: reading them, writing to one's own, handing it in. */
export const layerOperations: Operation[] = [
  read({
    id: "getLayer",
    path: "/projects/{slug}/layers/{layerId}",
    may: "project.view",
    tag: "Layers",
    scope: "read",
    summary: "A layer that one may see, with its marks and links",
    detail:
      "Looking at another's is noted: whoever did cannot be given that article. Whoever has an unsubmitted layer of the article sees no other.",
    params: inLayer,
    query: none,
    response: layer,
    hasRevision: true,
    handle: ({ actor, params }) => getLayer(actor, params.layerId),
  }),
  read({
    id: "getLayerGuideline",
    path: "/projects/{slug}/layers/{layerId}/guideline",
    may: "project.view",
    tag: "Layers",
    scope: "read",
    summary: "The guideline under which a layer is made; null where the project has none",
    params: inLayer,
    query: none,
    response: z.strictObject({
      guideline: z.strictObject({ number: z.number(), content: z.json() }).nullable(),
    }),
    handle: async ({ actor, params }) => {
      const found = await getLayerGuideline(actor, params.layerId);
      return { guideline: found && { number: found.number, content: z.json().parse(found.content) } };
    },
  }),
  read({
    id: "listFindings",
    path: "/projects/{slug}/layers/{layerId}/findings",
    may: "project.view",
    tag: "Layers",
    scope: "read",
    summary: "What is inconsistent or unfinished in a layer that one may see, in reading order",
    detail: "What is `isBlocking` has to be settled before the layer can be handed in.",
    params: inLayer,
    query: none,
    response: listOf(finding),
    handle: async ({ actor, params }) => ({ items: await listFindings(actor, params.layerId) }),
  }),
  read({
    id: "listDeletedMarks",
    path: "/projects/{slug}/layers/{layerId}/deleted-marks",
    may: "project.view",
    tag: "Layers",
    scope: "read",
    summary:
      "The deleted marks of a layer that one may see, the one deleted last first, with what went with each",
    detail: "Looking at another's layer is noted, as for the layer itself.",
    params: inLayer,
    query: paged,
    response: pageOf(z.strictObject(deletedMark.shape)),
    handle: ({ actor, params, query }) => listDeletedMarks(actor, params.layerId, query.cursor),
  }),
  read({
    id: "listMarkHistory",
    path: "/projects/{slug}/layers/{layerId}/marks/{markId}/history",
    may: "project.view",
    tag: "Layers",
    scope: "read",
    summary: "What was done to a mark and what hangs on it, newest first, with how it was before and after",
    detail: "Looking at another's layer is noted, as for the layer itself.",
    params: under({ layerId: id, markId: id }),
    query: paged,
    response: pageOf(z.strictObject(markEvent.shape)),
    handle: ({ actor, params, query }) => listMarkHistory(actor, params.layerId, params.markId, query.cursor),
  }),
  write("POST", {
    id: "applyCommand",
    path: "/projects/{slug}/layers/{layerId}/commands",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Change one's own layer: put and delete marks and links, all or nothing, or undo a command",
    detail:
      "The Idempotency-Key is the command's id, a new UUID. Each object names the `revision` it replaces, null for a new one. A span quotes the text at its code points.",
    params: inLayer,
    body: commandBody,
    response: commandResult,
    repeats: "command",
    maxBytes: 4 * 1024 * 1024,
    handle: ({ actor, params, body, commandId }) =>
      applyCommand(actor, params.layerId, { commandId, ...body }),
  }),
  write("POST", {
    id: "submitLayer",
    path: "/projects/{slug}/layers/{layerId}/submit",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Hand one's work in",
    params: inLayer,
    body: submitInput,
    response: submission,
    handle: ({ actor, params, body, tx }) => submitLayer(actor, params.layerId, body, tx),
  }),
  write("POST", {
    id: "recallLayer",
    path: "/projects/{slug}/layers/{layerId}/recall",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Take one's work back while nobody has begun to review it",
    params: inLayer,
    body: none,
    response: submission,
    handle: ({ actor, params, tx }) => recallLayer(actor, params.layerId, tx),
  }),
  write("POST", {
    id: "skipLayer",
    path: "/projects/{slug}/layers/{layerId}/skip",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Give an article back, with the reason",
    params: inLayer,
    body: skipInput,
    response: z.strictObject({ articleId: z.string() }),
    handle: ({ actor, params, body, tx }) => skipSlot(actor, params.layerId, body, tx),
  }),
  write("POST", {
    id: "beat",
    path: "/projects/{slug}/layers/{layerId}/heartbeat",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Say that one is at work, so that the place is kept",
    params: inLayer,
    body: heartbeatInput,
    response: z.strictObject({ isHeld: z.boolean() }),
    repeats: "none",
    handle: ({ actor, params, body }) => beat(actor, params.layerId, body),
  }),
  read({
    id: "listOwnObservations",
    path: "/projects/{slug}/layers/{layerId}/observations",
    may: "project.view",
    tag: "Layers",
    scope: "read",
    summary: "One's own observations about sources in a layer",
    params: inLayer,
    query: none,
    response: listOf(observation),
    handle: async ({ actor, params }) => ({ items: await listOwnObservations(actor, params.layerId) }),
  }),
  write("POST", {
    id: "pinObservation",
    path: "/projects/{slug}/layers/{layerId}/observations",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Pin an observation about a source to words of an article",
    params: inLayer,
    body: pinObservationInput.omit({ layerId: true }),
    response: observation,
    status: 201,
    handle: ({ actor, params, body, tx }) => pinObservation(actor, { ...body, layerId: params.layerId }, tx),
  }),
  write("DELETE", {
    id: "removeObservation",
    path: "/projects/{slug}/layers/{layerId}/observations/{observationId}",
    may: "layer.annotate",
    tag: "Layers",
    scope: "annotate",
    summary: "Take one's own observation back",
    params: under({ layerId: id, observationId: id }),
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => removeObservation(actor, params.observationId, tx),
  }),
];
