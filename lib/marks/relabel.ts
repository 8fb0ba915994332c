import { type AttributeDefinition, hasChoices } from "@/lib/attributes/schema";
import { checkValues, wordsOf } from "@/lib/attributes/values";
import { canonicalJson } from "@/lib/canonical-json";
import { badInput, conflict } from "@/lib/errors";
import { markAttributes } from "@/lib/marks/schema";
import type { FinalMark } from "@/lib/review/schema";
import { labelOf } from "@/lib/vocabulary";

/**
 * A mark of a kind with a new value of one attribute, named as name=value, and what changes in words. Throws badInput
 * `value-needed`, conflict `other-kind` and `same-value`.
 */
export function relabel(
  mark: FinalMark,
  kind: string,
  wanted: string,
  definitions: readonly AttributeDefinition[],
): { changed: FinalMark; note: string } {
  const [name = "", value = ""] = wanted.split("=");
  if (!Object.hasOwn(markAttributes, name)) return relabelOwn(mark, kind, { name, value }, definitions);
  const attribute = new Map<string, { of: string; label: string }>(Object.entries(markAttributes)).get(name);
  if (!attribute) throw badInput("value-needed", "Choose what the marks are to say.");
  if (attribute.of !== kind)
    throw conflict("other-kind", `${attribute.label} is said of no ${labelOf(kind).toLowerCase()}.`);
  const before = mark.attributes[name];
  if (before === value) throw conflict("same-value", `It says “${labelOf(value)}” already.`);
  const was = typeof before === "string" ? `“${labelOf(before)}”` : "nothing";
  return {
    changed: { ...mark, attributes: { ...mark.attributes, [name]: value } },
    note: `${attribute.label}: ${was} becomes “${labelOf(value)}”.`,
  };
}

/** The same for a choice of the project's own; where several can be chosen it becomes the only one. */
function relabelOwn(
  mark: FinalMark,
  kind: string,
  { name, value }: { name: string; value: string },
  definitions: readonly AttributeDefinition[],
): { changed: FinalMark; note: string } {
  const named = definitions.filter((one) => one.key === name && hasChoices(one));
  const [any] = named;
  if (!any) throw badInput("value-needed", "Choose what the marks are to say.");
  const definition = named.find((one) => one.kind === kind);
  if (!definition)
    throw conflict("other-kind", `${any.label} is asked of no ${labelOf(kind).toLowerCase()}.`);
  const next = definition.type === "choices" ? [value] : value;
  const checked = checkValues(definitions, kind, { [name]: next });
  if (!("values" in checked))
    throw badInput(checked.code, checked.issues[0]?.message ?? "It cannot be said.");
  const before = mark.attributes[name];
  if (canonicalJson(before ?? null) === canonicalJson(next))
    throw conflict("same-value", `It says “${wordsOf(definition, next)}” already.`);
  const was = before === undefined ? "nothing" : `“${wordsOf(definition, before)}”`;
  return {
    changed: { ...mark, attributes: { ...mark.attributes, [name]: next } },
    note: `${definition.label}: ${was} becomes “${wordsOf(definition, next)}”.`,
  };
}
