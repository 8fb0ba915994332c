import { z } from "zod";
import { type AttributeDefinition, reservedKeys } from "@/lib/attributes/schema";
import {
  annotationKinds,
  attributionTypes,
  claimKinds,
  claimOrigins,
  quoteTypes,
  sourceKindsInText,
} from "@/lib/vocabulary";

export const markSorts = ["position", "left", "right"] as const;
export type MarkSort = (typeof markSorts)[number];
export const markScopes = ["final", "people"] as const;

/** The attributes that marks are filtered by and relabelled in, with the kind of mark and the values of each. */
export const markAttributes = {
  kind: { of: "claim", label: "Kind of claim", values: claimKinds },
  origin: { of: "claim", label: "Origin", values: claimOrigins },
  quoteType: { of: "attribution", label: "Quotation", values: quoteTypes },
  attributionType: { of: "attribution", label: "Type of attribution", values: attributionTypes },
  sourceKind: { of: "attribution", label: "Kind of source", values: sourceKindsInText },
} as const;

/** Every attribute with each of its values, as name=value. */
export const markValues: readonly string[] = Object.entries(markAttributes).flatMap(([name, { values }]) =>
  values.map((value) => `${name}=${value}`),
);

const ownValue = /^([a-z][a-z0-9_]{0,39})=\S.{0,99}$/;

/** Whether a text is name=value of an attribute, be it of the vocabulary or in the form of a project's own. */
export function isMarkValue(text: string): boolean {
  const key = ownValue.exec(text)?.[1];
  return markValues.includes(text) || (key !== undefined && !reservedKeys.includes(key));
}

const blankIsNone = (value: unknown) => (value === "" ? undefined : value);
function choice<S extends z.ZodType>(schema: S) {
  return z.preprocess(blankIsNone, schema.optional()).catch(undefined);
}

/** The concordance's filters and order as they stand in its address; what is malformed there narrows nothing. */
export const markFilter = z.object({
  scope: z.enum(markScopes).catch("final").default("final"),
  sort: z.enum(markSorts).catch("position").default("position"),
  kind: choice(z.enum(annotationKinds)),
  value: choice(z.string().refine(isMarkValue)),
  cue: choice(z.string().trim().max(100)),
  source: choice(z.uuid()),
  person: choice(z.uuid()),
  guideline: choice(z.uuid()),
  /** Made under a version of the guideline before this one. */
  before: choice(z.coerce.number().int().min(1).max(1_000_000)),
  at: choice(z.string().max(1_000)),
});
export type MarkFilter = z.output<typeof markFilter>;

/** A mark with what stands to its left and right; spans are code points of its version's text. */
export type MarkLineDto = {
  annotationId: string;
  articleId: string;
  versionId: string;
  title: string;
  kind: string;
  left: string;
  mark: string;
  right: string;
  start: number;
  end: number;
  values: string[];
  sources: string[];
  /** Whose it is, under the name the reader may see; null in the final layer. */
  person: string | null;
  guideline: number | null;
};

export type MarkChoices = {
  people: { id: string; name: string }[];
  guidelines: { id: string; number: number }[];
  /** The source that the filter names, where the reader may see it. */
  source: { id: string; name: string } | null;
  /** The project's own attributes. */
  attributes: AttributeDefinition[];
};

/** How many marks one act takes at most. */
export const mostMarkRows = 100;

export const markActs = ["relabel", "kind", "resolve", "comment", "return"] as const;
/** How chosen sources stand to those that an attribution has: alone, beside them, or for one of them. */
export const resolveWays = ["only", "also", "instead"] as const;
/** How many sources one attribution can be given at once. */
const mostSources = 20;
const sourceIds = z
  .array(z.uuid())
  .max(mostSources, `At most ${mostSources} sources.`)
  .default([])
  .transform((ids) => [...new Set(ids)]);

/**
 * An act on several marks: a new value of one attribute, another kind of mark (`to`), who of the register the source is (`way`: the chosen ones only,
 * also, or instead of `insteadOfId`), a thread of comments at each mark, or the return of the marks' articles.
 */
export const markActInput = z.object({
  slug: z.string(),
  act: z.enum(markActs),
  annotationIds: z
    .array(z.uuid())
    .min(1, "Choose at least one mark.")
    .max(mostMarkRows, `At most ${mostMarkRows} marks at once.`)
    .transform((ids) => [...new Set(ids)]),
  value: choice(z.string().refine(isMarkValue)),
  comment: z.preprocess((value) => value ?? "", z.string().trim().max(2_000, "At most 2,000 characters.")),
  to: choice(z.enum(annotationKinds)),
  way: z.enum(resolveWays).default("only"),
  sourceIds,
  insteadOfId: choice(z.uuid()),
});
export type MarkActInput = z.output<typeof markActInput>;
