import { z } from "zod";
import { attributeDefinition } from "@/lib/attributes/schema";
import { offsetMapSchema } from "@/lib/text/offset-map-schema";
import {
  annotationKinds,
  blockKinds,
  derivations,
  linkRoles,
  restsOnTypes,
  reuseDegrees,
  reuseDirections,
  reuseLosses,
  reuseStates,
  reviewReasons,
  reviewVerdicts,
  sourceKinds,
  spanRoles,
  stances,
  translatedStates,
  versionChanges,
} from "@/lib/vocabulary";

/** The name of the format, the first key of every line. */
export const formatName = "sourcebench-jsonl";
/** Rises when a reader of the version before would misread a line; a new optional key does not. */
export const formatVersion = 1;

const id = z.uuid();
const offset = z.int().min(0);
const time = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "not a SHA-256 in hexadecimal");
const pseudonym = z.string().min(1).max(300);
const text = z.string();

/** A source of the register by its id where the file was made, its name and its kind. */
export const sourceSchema = z.object({ id, name: z.string().min(1), kind: z.enum(sourceKinds) });
export type SourceRef = z.infer<typeof sourceSchema>;
const source = sourceSchema;

/** Half-open, in code points of the line's text; the same borders in UTF-16 units; `exact` only in raw offsets. */
const span = z.object({
  role: z.enum(spanRoles),
  start: offset,
  end: offset,
  quote: text,
  utf16Start: offset,
  utf16End: offset,
  exact: z.literal(false).optional(),
});
export type ExportedSpan = z.infer<typeof span>;

const review = z.object({
  status: z.enum(["not-reviewed", "accepted", "amended", "rejected"]),
  reason: z.enum(reviewReasons).nullable(),
  at: time.nullable(),
  by: pseudonym.nullable(),
  decision: id.nullable(),
});
export type ExportedReview = z.infer<typeof review>;

const annotationOrigin = z.object({ id, createdBy: pseudonym.nullable(), review, decidedBy: id.nullable() });
export type AnnotationOrigin = z.infer<typeof annotationOrigin>;

/** The program that suggested a mark, and whether its person took it as it was. */
const suggestedBy = z.object({
  producer: z.string().min(1).max(100),
  version: z.string().min(1).max(100),
  score: z.number().min(0).max(1).nullable(),
  verdict: z.enum(["accepted", "amended"]),
});
export type SuggestedBy = z.infer<typeof suggestedBy>;

const annotation = z.object({
  id,
  kind: z.enum(annotationKinds),
  attributes: z.record(z.string(), z.json()),
  spans: z.array(span).min(1),
  nestedIn: id.nullable(),
  revision: z.int().min(1),
  createdAt: time,
  updatedAt: time,
  createdBy: pseudonym.nullable(),
  review,
  decidedBy: id.nullable(),
  origin: annotationOrigin.nullable(),
  /** Only on marks that began as a program's suggestion. */
  suggestion: suggestedBy.optional(),
});
export type ExportedAnnotation = z.infer<typeof annotation>;

const linkState = { revision: z.int().min(1), createdAt: time, origin: id.nullable() };
const claimLink = z.object({
  id,
  attribution: id,
  claim: id,
  role: z.enum(linkRoles),
  stance: z.enum(stances),
  ...linkState,
});
const attributionSource = z.object({ id, attribution: id, source, ...linkState });
const restsOn = z.object({
  id,
  attribution: id,
  target: id.nullable(),
  source: source.nullable(),
  description: z.string().min(1).nullable(),
  /** The claims it holds for; none named means all that the attribution carries. */
  claims: z.array(id).default([]),
  kind: z.enum(restsOnTypes),
  ...linkState,
});
/** A twin inside the project names its text by id and SHA-256 and has spans; an outside one has an address. */
export const passageSchema = z.object({
  id,
  article: id.nullable(),
  version: id.nullable(),
  sha256: sha256.nullable(),
  url: z.string().nullable(),
  quote: z.string().min(1),
  spans: z.array(z.object({ start: offset, end: offset, quote: text, exact: z.literal(false).optional() })),
});
const passage = passageSchema;
const reuseLink = z.object({
  id,
  annotation: id,
  degree: z.enum(reuseDegrees),
  direction: z.enum(reuseDirections),
  evidence: z.string().nullable(),
  lost: z.array(z.enum(reuseLosses)),
  state: z.enum(reuseStates),
  passage,
  ...linkState,
});
export type ExportedPassage = z.infer<typeof passage>;
export type ExportedReuseLink = z.infer<typeof reuseLink>;

const decision = z.object({
  id,
  verdict: z.enum(reviewVerdicts),
  reason: z.enum(reviewReasons).nullable(),
  comment: z.string().nullable(),
  result: z.json(),
  by: pseudonym,
  at: time,
  inputs: z.array(z.object({ annotation: id, revision: z.int() })),
});
const unit = z.object({
  id,
  round: z.int(),
  ordinal: z.int(),
  kind: z.enum(annotationKinds),
  state: z.enum(["agreed", "disagreed", "incomplete", "split", "adjudicated"]),
  members: z.array(z.object({ layer: id, annotation: id, revision: z.int() })),
  decisions: z.array(decision),
});
const articleReview = z.object({
  state: z.enum(["open", "review", "reviewing", "done"]),
  agreement: z.number().nullable(),
  conflicts: z.int().nullable(),
  finishedAt: time.nullable(),
  units: z.array(unit),
});
export type ArticleReview = z.infer<typeof articleReview>;

const guideline = z.object({ id, number: z.int() });
/** The project's own attributes by which a layer was filled in, definitions and all; absent where it had none. */
const attributeVersion = z.object({ id, number: z.int(), definitions: z.array(attributeDefinition) });
const layerKinds = z.enum(["person", "shared", "adjudicated", "imported", "gold", "surplus"]);
const layerStates = z.enum(["open", "submitted", "returned", "closed"]);
const pseudonymKey = z.string().min(1).max(100);
/** What another program's file held that has no place in a record, in that format's own shape; offsets are stored ones. */
const foreign = z.object({ format: z.string().min(1), data: z.json() });
export type Foreign = z.infer<typeof foreign>;
const layerOrigin = z.object({
  id,
  pseudonymKey,
  article: id,
  version: id,
  kind: layerKinds,
  state: layerStates,
  annotator: pseudonym.nullable(),
  guideline: guideline.nullable(),
  attributeVersion: attributeVersion.optional(),
  /** The review of the article where the layer comes from, kept here where the layer joined a text already present. */
  articleReview: articleReview.nullable(),
  foreign: foreign.optional(),
});
export type LayerOrigin = z.infer<typeof layerOrigin>;

const layer = z.object({
  id,
  kind: layerKinds,
  round: z.int().min(1),
  state: layerStates,
  annotator: pseudonym.nullable(),
  guideline: guideline.nullable(),
  attributeVersion: attributeVersion.optional(),
  createdAt: time,
  submittedAt: time.nullable(),
  nothingToMark: z.boolean(),
  annotations: z.array(annotation),
  claimLinks: z.array(claimLink),
  attributionSources: z.array(attributionSource),
  restsOn: z.array(restsOn),
  reuseLinks: z.array(reuseLink),
  origin: layerOrigin.nullable(),
});
export type ExportedLayer = z.infer<typeof layer>;

const articleOrigin = z.object({
  id,
  pseudonymKey,
  version: id,
  rawSha256: sha256,
  importedAt: time,
  review: articleReview,
});
export type ArticleOrigin = z.infer<typeof articleOrigin>;

const article = z.object({
  id,
  title: text,
  publisher: source.nullable(),
  credits: z.array(z.object({ name: z.string().min(1), source: source.nullable() })),
  byline: text.nullable(),
  url: text.nullable(),
  publishedAt: time.nullable(),
  publishedText: text.nullable(),
  language: text.nullable(),
  originalLanguage: text.nullable(),
  translated: z.enum(translatedStates),
  derivation: z.enum(derivations).nullable(),
  derivesFrom: id.nullable(),
  importedAt: time,
  /** Under which terms its text may be passed on, as noted of it or else of its publisher; absent where nobody has said. */
  licence: z.string().min(1).max(1_000).optional(),
  origin: articleOrigin.nullable(),
});

const version = z.object({
  id,
  number: z.int().min(1).max(1_000_000),
  /** Why its text changed, and when by its publisher (without zone where the page gave none); absent of a first text. */
  change: z.enum(versionChanges).optional(),
  changedAt: z.string().min(1).max(100).optional(),
  extractor: text,
  length: z.int().min(1),
  sha256,
  rawSha256: sha256,
  text: z.string().min(1),
  rawText: text.nullable(),
  rawBytes: z.base64().nullable(),
  offsetMap: offsetMapSchema,
});

const block = z.object({ kind: z.enum(blockKinds), start: offset, end: offset, source: source.nullable() });

/** What people said about the article or words of it; `origin` is the thread's id where it was imported from. */
const thread = z.object({
  id,
  span: z.object({ start: offset, end: offset, quote: text, exact: z.literal(false).optional() }).nullable(),
  isForAll: z.boolean(),
  isResolved: z.boolean(),
  createdAt: time,
  /** Persons whom a comment names stand in it as `@` and their pseudonym. */
  comments: z.array(
    z.object({ id, by: pseudonym.nullable(), at: time, editedAt: time.nullable(), body: text }),
  ),
  origin: id.nullable(),
});
export type ExportedThread = z.infer<typeof thread>;

/** The threads that are kept with an imported article, or some of them. */
export const storedThreads = z.array(thread);

/** One line: one version of one article with everything made on it that the export asked for; keys in this order. */
export const recordSchema = z.object({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  pseudonymKey,
  offsets: z.object({ unit: z.literal("code-point"), text: z.enum(["stored", "raw"]) }),
  article,
  articleVersion: version,
  blocks: z.array(block).min(1),
  layers: z.array(layer),
  review: articleReview,
  /** Only where threads of comments were asked for. */
  threads: z.array(thread).optional(),
});
export type ExportRecord = z.infer<typeof recordSchema>;

/** How an article's origin, a layer's and its marks' are kept in the columns named `importedFrom`. */
export const storedArticleOrigin = articleOrigin.extend({
  format: z.literal(formatName),
  /** What people said where it comes from. */
  threads: z.array(thread).optional(),
});
export const storedLayerOrigin = layerOrigin.extend({
  format: z.literal(formatName),
  /** By the new id of each annotation. */
  annotations: z.record(id, annotationOrigin),
  /** The old id of each link, by its new one. */
  links: z.record(id, id),
  /** What programs suggested, by the new id of the mark. */
  suggestions: z.record(id, suggestedBy).optional(),
});
export type StoredLayerOrigin = z.infer<typeof storedLayerOrigin>;
