import { z } from "zod";
import { findUnstorable } from "@/lib/text/unstorable";
import { type AnnotationKindCode, annotationKinds } from "@/lib/vocabulary";

/** What an attribute of a project's own can hold. */
export const attributeTypes = ["choice", "choices", "number", "text", "date"] as const;
export type AttributeType = (typeof attributeTypes)[number];

/** How each type is named where one is chosen, and what it asks. */
export const attributeTypeTerms: Record<AttributeType, { label: string; help: string }> = {
  choice: { label: "One choice", help: "One of the choices below." },
  choices: { label: "Several choices", help: "Any number of the choices below." },
  number: { label: "Number", help: "A number, within bounds and in a unit if you say so." },
  text: { label: "Text", help: "A line in the annotator's own words. It is compared, and not measured." },
  date: { label: "Date", help: "A day." },
};

/** What already stands in a mark or beside it in an export, and so is no name for a project's own attribute. */
export const reservedKeys: readonly string[] = [
  ...[
    "kind",
    "origin",
    "quantities",
    "note",
    "quotetype",
    "attributiontype",
    "sourcekind",
    "label",
    "labels",
  ],
  ...["id", "type", "role", "stance", "degree", "direction", "source", "cue", "content", "body", "text"],
  ...["start", "end", "quote", "spans", "links", "nested", "revision", "value", "claim", "attribution"],
  ...["duplicate", "block", "name", "constructor", "prototype"],
];

/** How many attributes a project has at most, and how many choices one of them. */
export const mostAttributes = 60;
export const mostChoices = 60;
export const longestText = 2_000;

const key = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "Small letters, digits and _, beginning with a letter, at most 40.");
const storable = (text: string) => findUnstorable(text) === null;
const label = z
  .string()
  .trim()
  .min(1, "Give it a name.")
  .max(80, "At most 80 characters.")
  .refine(storable, "It holds a character that cannot be stored.");
const help = z
  .string()
  .trim()
  .max(500, "At most 500 characters.")
  .refine(storable, "It holds a character that cannot be stored.")
  .default("");
const bound = z.number().min(-1e15).max(1e15).nullable().default(null);

const attributeChoice = z.strictObject({ key, label, isRetired: z.boolean().default(false) });
export type AttributeChoice = z.infer<typeof attributeChoice>;

/**
 * One attribute that a project asks of a kind of mark. `key` is what marks and files hold and never changes; a retired
 * one is not asked any more and stays readable where it was answered. `isOrdered` says that choices stand in a rank.
 */
export const attributeDefinition = z.strictObject({
  kind: z.enum(annotationKinds),
  key: key.refine((one) => !reservedKeys.includes(one), "Marks have a field of this name already."),
  type: z.enum(attributeTypes),
  label,
  help,
  isRequired: z.boolean().default(false),
  isRetired: z.boolean().default(false),
  isOrdered: z.boolean().default(false),
  choices: z.array(attributeChoice).max(mostChoices, `At most ${mostChoices} choices.`).default([]),
  min: bound,
  max: bound,
  unit: z
    .string()
    .trim()
    .max(40, "At most 40 characters.")
    .refine(storable, "It holds a character that cannot be stored.")
    .default(""),
});
export type AttributeDefinition = z.infer<typeof attributeDefinition>;

/** A project's attributes in the order in which they are asked; each key once a kind, each choice once an attribute. */
export const attributeDefinitions = z
  .array(attributeDefinition)
  .max(mostAttributes, `At most ${mostAttributes} attributes.`)
  .superRefine((definitions, context) => {
    const seen = new Set<string>();
    for (const [at, one] of definitions.entries()) {
      const issue = (field: string, message: string) =>
        context.addIssue({ code: "custom", path: [at, field], message: `${one.label}: ${message}` });
      if (seen.has(nameOf(one))) issue("key", "two attributes of this kind have the same key.");
      seen.add(nameOf(one));
      if (hasChoices(one) && !one.choices.some((choice) => !choice.isRetired))
        issue("choices", "add a choice that can be taken.");
      if (!hasChoices(one) && one.choices.length > 0) issue("choices", "only choices have choices.");
      if (new Set(one.choices.map((choice) => choice.key)).size < one.choices.length)
        issue("choices", "two choices have the same key.");
      if (one.min !== null && one.max !== null && one.min > one.max)
        issue("min", "the lowest number is above the highest.");
    }
  });

/** The name of an attribute among all of a project's: its kind and key, as guideline anchors and figures use it. */
export function nameOf({
  kind,
  key: own,
}: Pick<AttributeDefinition, "kind" | "key">): `${AnnotationKindCode}.${string}` {
  return `${kind}.${own}`;
}

/** Whether an attribute is answered by choosing. */
export function hasChoices({ type }: Pick<AttributeDefinition, "type">): boolean {
  return type === "choice" || type === "choices";
}

/** The attributes of a kind of mark that are asked now, in order. */
export function askedOf(
  definitions: readonly AttributeDefinition[],
  kind: string,
): readonly AttributeDefinition[] {
  return definitions.filter((one) => one.kind === kind && !one.isRetired);
}

/** A key made of a name: what can stand in one of it; empty where nothing can. */
export function keyFrom(words: string): string {
  const plain = words
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "");
  return plain.slice(0, 40).replace(/_+$/, "");
}

export const saveAttributesInput = z.object({
  definitions: attributeDefinitions,
  revision: z.coerce.number().int(),
});
export const publishAttributesInput = z.object({
  revision: z.coerce.number().int(),
  note: z.string().trim().max(500, "At most 500 characters.").default(""),
});

/** A published set of attributes; `number` counts from 1 within its project. */
export type AttributeVersionDto = {
  id: string;
  number: number;
  note: string;
  publishedAt: string;
  publishedBy: string;
  definitions: AttributeDefinition[];
};

/** One thing that publishing the draft changes, in words; what it does to open, handed in and finished articles. */
export type AttributeEffect = {
  what: string;
  open: string;
  submitted: string;
  finished: string;
};

/** The draft of a project's attributes with the newest version; `revision` is the project's, which a save must name. */
export type AttributeDraft = {
  kinds: string[];
  definitions: AttributeDefinition[];
  revision: number;
  newest: AttributeVersionDto | null;
  /** Nothing in the draft that is not published. */
  isPublished: boolean;
};

/** What publishing the draft would do, or why it cannot be. */
export type AttributePreview = { effects: AttributeEffect[]; refusal: string | null };
