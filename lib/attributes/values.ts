import { z } from "zod";
import { type AttributeDefinition, askedOf, hasChoices, longestText } from "@/lib/attributes/schema";
import { canonicalJson } from "@/lib/canonical-json";
import { findUnstorable } from "@/lib/text/unstorable";

type Values = Readonly<Record<string, unknown>>;

/** A choice's key, several, a number, words or a day (YYYY-MM-DD). */
export type AttributeValue = string | number | string[];

/**
 * What an attribute accepts: a key of a choice that is not retired, several of them (each once, in the order of the
 * definition, at least one), a number within its bounds, words of at most 2,000 characters, a day that exists.
 */
export function schemaOf(definition: AttributeDefinition): z.ZodType<AttributeValue> {
  const open = definition.choices.filter((choice) => !choice.isRetired).map((choice) => choice.key);
  const one = z.string().refine((value) => open.includes(value), "This is none of the choices.");
  switch (definition.type) {
    case "choice":
      return one;
    case "choices":
      return z
        .array(one)
        .min(1, "Name at least one choice, or say nothing.")
        .refine((values) => new Set(values).size === values.length, "A choice is named twice.")
        .transform((values) =>
          definition.choices.map(({ key }) => key).filter((key) => values.includes(key)),
        );
    case "number":
      return z
        .number("This is not a number.")
        .min(definition.min ?? -1e15, `At least ${definition.min ?? "-1e15"}.`)
        .max(definition.max ?? 1e15, `At most ${definition.max ?? "1e15"}.`);
    case "text":
      return z
        .string()
        .trim()
        .min(1, "Write something, or say nothing.")
        .max(longestText, `At most ${longestText} characters.`)
        .refine((value) => findUnstorable(value) === null, "It holds a character that cannot be stored.");
    case "date":
      return z.iso.date("This is not a day (YYYY-MM-DD).");
  }
}

/** What is wrong with a mark's own attributes, as a place and a sentence; nothing where all of it may be. */
export type ValueIssue = { path: string[]; message: string };
export type ValueRefusal = { code: "unknown-attribute" | "invalid-attributes"; issues: ValueIssue[] };

/**
 * Checks what a mark says of its project's own attributes, `own` being all that is no field of the vocabulary. What the
 * mark, or one that it is made of, said before may stay as it is, also where its choice or the whole attribute was retired since. Returns
 * the values as they are stored, or what is wrong.
 */
export function checkValues(
  definitions: readonly AttributeDefinition[],
  kind: string,
  own: Values,
  before: readonly Values[] = [],
): { values: Record<string, unknown> } | ValueRefusal {
  const values: Record<string, unknown> = {};
  const issues: ValueIssue[] = [];
  let isUnknown = false;
  for (const [key, value] of Object.entries(own)) {
    if (value === undefined) continue;
    if (before.some((old) => Object.hasOwn(old, key) && canonicalJson(old[key]) === canonicalJson(value))) {
      values[key] = value;
      continue;
    }
    const definition = askedOf(definitions, kind).find((one) => one.key === key);
    if (!definition) {
      isUnknown = true;
      issues.push({ path: [key], message: `“${key}” is no attribute of this kind of mark here.` });
      continue;
    }
    const parsed = schemaOf(definition).safeParse(value);
    if (parsed.success) values[key] = parsed.data;
    else
      issues.push(
        ...parsed.error.issues.map((issue) => ({
          path: [key, ...issue.path.map(String)],
          message: `${definition.label}: ${issue.message}`,
        })),
      );
  }
  if (issues.length === 0) return { values };
  return { code: isUnknown ? "unknown-attribute" : "invalid-attributes", issues };
}

/** The attributes that a mark of a kind must answer and does not. */
export function missingOf(
  definitions: readonly AttributeDefinition[],
  kind: string,
  attributes: Values,
): AttributeDefinition[] {
  return askedOf(definitions, kind).filter((one) => one.isRequired && attributes[one.key] === undefined);
}

/** A value in words: labels of choices (retired ones too), a number with its unit; empty where nothing is said. */
export function wordsOf(definition: AttributeDefinition, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (hasChoices(definition)) {
    const keys = Array.isArray(value) ? value : [value];
    return keys
      .map((key) => definition.choices.find((choice) => choice.key === key)?.label ?? String(key))
      .join(", ");
  }
  if (definition.type === "number" && definition.unit) return `${String(value)} ${definition.unit}`;
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** A line of the concordance (key=value) in words, by the attribute of a kind of mark; null where it is none of them. */
export function lineWords(
  definitions: readonly AttributeDefinition[],
  kind: string,
  line: string,
): string | null {
  const at = line.indexOf("=");
  const definition = definitions.find((one) => one.kind === kind && one.key === line.slice(0, at));
  return definition ? `${definition.label}: ${wordsOf(definition, line.slice(at + 1))}` : null;
}

/** Reads what was typed for a number: a decimal comma counts as a point; null where it is no number. */
export function readNumber(typed: string): number | null {
  const plain = typed
    .trim()
    .replace(/[\s\u00a0\u202f]/g, "")
    .replace(",", ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
