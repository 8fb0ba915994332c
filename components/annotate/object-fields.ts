import { z } from "zod";
import { describeQuantity } from "@/lib/corroboration/quantities";
import { quantitySchema as countedShape } from "@/lib/corroboration/schema";
import {
  type LayerObject,
  type ObjectInput,
  objectInput,
  quantitySchema,
  toInput,
} from "@/lib/layers/schema";
import { fieldLabel } from "@/lib/review/places";
import { labelOf, spanRoles } from "@/lib/vocabulary";

/** One thing that an object says: `key` compares it, `value` says it in words. */
export type ObjectField = { name: string; label: string; value: string; key: string };

/** A field that differs between two objects; null where one of them does not say it. */
export type Difference = { name: string; label: string; before: string | null; after: string | null };

type Anything = LayerObject | ObjectInput;

const ownLabels: Record<string, string> = {
  nestedInId: "Nested",
  role: "Role",
  stance: "Stance",
  claimId: "Claim",
  attributionId: "Attribution",
  sourceId: "Source",
  targetId: "Rests on",
  description: "Rests on",
  claimIds: "For the claims",
  kind: "Passed on or analysed",
  degree: "Degree",
  direction: "Direction",
  evidence: "Evidence",
  lost: "What was lost",
  state: "State",
  passage: "Twin",
  "attribute.note": "Note",
};
const hidden = new Set(["type", "id", "revision", "deleted", "spans", "attributes"]);

const firstAttributes = ["kind", "origin", "quantities", "quoteType", "attributionType", "sourceKind"];

/** Where an attribute stands: the vocabulary's own first, the note last, whatever order they were said in. */
function rankOf(name: string): number {
  const place = firstAttributes.indexOf(name);
  if (place >= 0) return place;
  return firstAttributes.length + (name === "note" ? 1 : 0);
}

/** What an object says, field by field; `wordsFor` names what an id stands for. */
export function fieldsOf(object: Anything, wordsFor: (id: string) => string = () => ""): ObjectField[] {
  const fields: ObjectField[] = [];
  const add = (name: string, value: unknown) => {
    const words = sayValue(value, wordsFor);
    if (words !== "")
      fields.push({
        name,
        label: ownLabels[name] ?? fieldLabel(name),
        value: words,
        key: JSON.stringify(value),
      });
  };
  if (object.type === "annotation") {
    for (const role of spanRoles) {
      const spans = object.spans.filter((span) => span.role === role);
      if (spans.length === 0) continue;
      const value = spans.map((span) => `“${span.quote}”`).join(" … ");
      const key = JSON.stringify(spans.map(({ start, end }) => [start, end]).sort());
      fields.push({ name: `span.${role}`, label: fieldLabel(`span.${role}`), value, key });
    }
    for (const name of Object.keys(object.attributes).sort((a, b) => rankOf(a) - rankOf(b)))
      add(`attribute.${name}`, object.attributes[name]);
    add("nestedInId", object.nestedInId);
    return fields;
  }
  for (const [name, value] of Object.entries(object)) if (!hidden.has(name)) add(name, value);
  return fields;
}

/** The fields in which two objects differ, in the order of the first; null stands for an object that is not there. */
export function differencesOf(
  before: Anything | null,
  after: Anything | null,
  wordsFor?: (id: string) => string,
): Difference[] {
  const old = before ? fieldsOf(before, wordsFor) : [];
  const now = after ? fieldsOf(after, wordsFor) : [];
  const names = [...new Set([...old, ...now].map((field) => field.name))];
  return names.flatMap((name) => {
    const left = old.find((field) => field.name === name);
    const right = now.find((field) => field.name === name);
    if (left?.key === right?.key) return [];
    const label = left?.label ?? right?.label ?? name;
    return [{ name, label, before: left?.value ?? null, after: right?.value ?? null }];
  });
}

/** `mine` with those fields taken from `theirs` that are named. */
export function mergeObjects(
  mine: ObjectInput,
  theirs: LayerObject,
  fromTheirs: ReadonlySet<string>,
): ObjectInput {
  const other = toInput(theirs);
  if (mine.type !== "annotation" || other.type !== "annotation") {
    const values = new Map(Object.entries(other));
    const taken = [...fromTheirs].map((name) => [name, values.get(name)]);
    return objectInput.parse({ ...mine, ...Object.fromEntries(taken) });
  }
  const from = (name: string) => (fromTheirs.has(name) ? other : mine);
  const names = [...new Set([...Object.keys(mine.attributes), ...Object.keys(other.attributes)])];
  const attributes = Object.fromEntries(
    names.flatMap((name) => {
      const value = from(`attribute.${name}`).attributes[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const spans = spanRoles.flatMap((role) => from(`span.${role}`).spans.filter((span) => span.role === role));
  return { ...mine, attributes, spans, nestedInId: from("nestedInId").nestedInId };
}

const passage = z.object({ quote: z.string(), url: z.string().nullish() });
const isId = z.uuid();

function sayValue(value: unknown, wordsFor: (id: string) => string): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "string")
    return isId.safeParse(value).success ? wordsFor(value) || "…" : labelOf(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map((item) => sayValue(item, wordsFor)).join(", ");
  const quantity = quantitySchema.safeParse(value);
  if (quantity.success) {
    const { min, max, unit, qualifier, counted } = quantity.data;
    const words = describeQuantity(countedShape.parse({ min, max, unit: unit || null, qualifier }));
    return counted ? `${words} (${counted})` : words;
  }
  const twin = passage.safeParse(value);
  return twin.success
    ? `“${twin.data.quote}”${twin.data.url ? ` ${twin.data.url}` : ""}`
    : JSON.stringify(value);
}
