import { z } from "zod";
import {
  annotationKinds,
  attributionTypes,
  claimKinds,
  claimOrigins,
  linkRoles,
  quantityQualifiers,
  quoteTypes,
  restsOnTypes,
  reuseDegrees,
  reuseDirections,
  reuseLosses,
  reuseStates,
  sourceKindsInText,
  spanRoles,
  stances,
} from "@/lib/vocabulary";

const id = z.uuid();
const offset = z.int().min(0).max(50_000_000);

/** A half-open range of Unicode code points in the version's text, with its very words and the role it plays. */
export const spanSchema = z.strictObject({
  role: z.enum(spanRoles),
  start: offset,
  end: offset,
  quote: z.string().max(200_000),
});
export type SpanDto = z.infer<typeof spanSchema>;

/** A number in a claim: what is counted, its value or range, unit and qualifier. */
export const quantitySchema = z.strictObject({
  counted: z.string().max(300),
  min: z.number().nullable(),
  max: z.number().nullable(),
  unit: z.string().max(100).default(""),
  qualifier: z.enum(quantityQualifiers),
  words: z.string().max(300).default(""),
  asOf: z.string().max(100).default(""),
  method: z.string().max(300).default(""),
});
export type Quantity = z.infer<typeof quantitySchema>;

const note = z.string().max(2_000).optional();

/** The vocabulary's attributes of each kind of mark; what is absent has not been said. A project may ask others beside them. */
export const claimAttributes = z.object({
  kind: z.enum(claimKinds).default("factual"),
  origin: z.enum(claimOrigins).default("none-given"),
  quantities: z.array(quantitySchema).max(50).default([]),
  note,
});
export const attributionAttributes = z.object({
  quoteType: z.enum(quoteTypes).optional(),
  attributionType: z.enum(attributionTypes).optional(),
  sourceKind: z.enum(sourceKindsInText).optional(),
  note,
});
export const duplicateAttributes = z.object({ note });

/** What every object of a layer has beside its own fields. */
const state = { id, revision: z.int().min(1), deleted: z.boolean() };

const annotationFields = {
  type: z.literal("annotation"),
  kind: z.enum(annotationKinds),
  attributes: z.record(z.string().max(100), z.json()),
  nestedInId: id.nullable().default(null),
  spans: z.array(spanSchema).min(1).max(100),
};
const claimLinkFields = {
  type: z.literal("claimLink"),
  attributionId: id,
  claimId: id,
  role: z.enum(linkRoles),
  stance: z.enum(stances),
};
const attributionSourceFields = { type: z.literal("attributionSource"), attributionId: id, sourceId: id };
const restsOnFields = {
  type: z.literal("restsOn"),
  attributionId: id,
  targetId: id.nullable().default(null),
  sourceId: id.nullable().default(null),
  description: z.string().trim().min(1).max(500).nullable().default(null),
  /** The claims it holds for, of those the attribution carries; none named means all. */
  claimIds: z.array(id).max(100).default([]),
  kind: z.enum(restsOnTypes),
};

/** The twin: spans of a version of this project, or an outside address with its quote. */
export const passageSchema = z.strictObject({
  id,
  versionId: id.nullable().default(null),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null),
  quote: z.string().trim().min(1).max(200_000),
  spans: z
    .array(spanSchema.omit({ role: true }))
    .max(100)
    .default([]),
});
export type PassageDto = z.infer<typeof passageSchema>;

const reuseLinkFields = {
  type: z.literal("reuseLink"),
  annotationId: id,
  passage: passageSchema,
  degree: z.enum(reuseDegrees),
  direction: z.enum(reuseDirections).default("unknown"),
  evidence: z.string().max(1_000).nullable().default(null),
  lost: z.array(z.enum(reuseLosses)).max(3).default([]),
  state: z.enum(reuseStates).default("confirmed"),
};

/** What a person answered to a program's suggestion: the mark it became, or null where it was rejected. */
const suggestionAnswerFields = {
  type: z.literal("suggestionAnswer"),
  suggestionId: id,
  annotationId: id.nullable().default(null),
  /** Who suggested, and how surely (0 to 1, null unsaid): as the suggestion itself says, which the database checks. */
  producer: z.string().min(1).max(100),
  version: z.string().min(1).max(100),
  score: z.number().min(0).max(1).nullable(),
};

/** An object of a layer as stored; `revision` rises by one with every change. */
export const layerObject = z.discriminatedUnion("type", [
  z.object({ ...annotationFields, ...state }),
  z.object({ ...claimLinkFields, ...state }),
  z.object({ ...attributionSourceFields, ...state }),
  z.object({ ...restsOnFields, ...state }),
  z.object({ ...reuseLinkFields, ...state }),
  z.object({ ...suggestionAnswerFields, ...state }),
]);
export type LayerObject = z.infer<typeof layerObject>;
export type LayerObjectType = LayerObject["type"];
export type AnnotationDto = Extract<LayerObject, { type: "annotation" }>;
export type ClaimLinkDto = Extract<LayerObject, { type: "claimLink" }>;
export type AttributionSourceDto = Extract<LayerObject, { type: "attributionSource" }>;
export type RestsOnDto = Extract<LayerObject, { type: "restsOn" }>;
export type ReuseLinkDto = Extract<LayerObject, { type: "reuseLink" }>;
export type SuggestionAnswerDto = Extract<LayerObject, { type: "suggestionAnswer" }>;

/** An object as a client wants it to be, without the state that the server keeps. */
export const objectInput = z.discriminatedUnion("type", [
  z.strictObject({ ...annotationFields, id }),
  z.strictObject({ ...claimLinkFields, id }),
  z.strictObject({ ...attributionSourceFields, id }),
  z.strictObject({ ...restsOnFields, id }),
  z.strictObject({ ...reuseLinkFields, id }),
  z.strictObject({ ...suggestionAnswerFields, id }),
]);
export type ObjectInput = z.infer<typeof objectInput>;

/**
 * One operation of a command. `put` makes an object (revision null) or replaces one of the revision named (restoring
 * it if it was deleted); `delete` deletes one, and with an annotation every link that touches it.
 */
export const operation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("put"), object: objectInput, revision: z.int().min(1).nullable() }),
  z.strictObject({ op: z.literal("delete"), id, revision: z.int().min(1) }),
]);
export type Operation = z.infer<typeof operation>;

/** One write to a layer, named by its client: operations applied all or none, or the undoing of an earlier command. */
export const commandInput = z.union([
  z.strictObject({ commandId: id, operations: z.array(operation).min(1).max(500) }),
  z.strictObject({ commandId: id, undoes: id }),
]);
export type CommandInput = z.infer<typeof commandInput>;

/** What a command did: the layer's new revision and every object it changed, as it is now. */
export type CommandResult = {
  commandId: string;
  undoes: string | null;
  layerRevision: number;
  objects: LayerObject[];
  /** It came after the place was released, and is kept in a surplus layer. */
  isLate?: true;
};

/** A command in a layer's past, enough to know what the next undo would undo. */
export type CommandStep = { id: string; undoes: string | null };

/**
 * A layer as far as it changed since a revision: objects as they are now, deleted ones among them, and commands of the
 * reader's own; null where it has to be read whole.
 */
export const layerChanges = z.object({
  revision: z.number(),
  state: z.enum(["open", "submitted", "returned", "closed"]),
  articleState: z.enum(["open", "review", "reviewing", "done"]),
  isNothingToMark: z.boolean(),
  changed: z
    .object({
      objects: z.array(layerObject),
      steps: z.array(z.object({ id: z.string(), undoes: z.string().nullable() })),
    })
    .nullable(),
});
export type LayerChanges = z.infer<typeof layerChanges>;

/** The part of an object that a client sends back to change it. */
export function toInput(object: LayerObject): ObjectInput {
  const { revision: _revision, deleted: _deleted, ...input } = object;
  return objectInput.parse(input);
}
