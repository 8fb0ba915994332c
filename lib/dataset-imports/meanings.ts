import { type AttributeDefinition, hasChoices, reservedKeys } from "@/lib/attributes/schema";
import type { LabelMeans } from "@/lib/formats/unmapped";
import {
  attributionTypes,
  claimKinds,
  claimOrigins,
  labelOf,
  quoteTypes,
  sourceKindsInText,
} from "@/lib/vocabulary";

/** What a label of a file may mean: `means` is null where its spans are left out. */
export type MeaningChoice = { code: string; group: string; label: string; means: LabelMeans | null };

const body = { role: "body" } as const;
const kinds: readonly MeaningChoice[] = [
  { code: "claim", group: "A kind", label: "Claim", means: { kind: "claim", ...body, attributes: {} } },
  {
    code: "duplicate",
    group: "A kind",
    label: "Duplicate",
    means: { kind: "duplicate", ...body, attributes: {} },
  },
];

const roles = [
  ["attribution", "Attribution", "content"],
  ["attribution:source", "Source of an attribution", "source"],
  ["attribution:cue", "Cue of an attribution", "cue"],
  ["attribution:content", "Content of an attribution", "content"],
] as const;

const claimFields = { kind: claimKinds, origin: claimOrigins } as const;
const attributionFields = {
  quoteType: quoteTypes,
  attributionType: attributionTypes,
  sourceKind: sourceKindsInText,
} as const;

function valuesOf(
  kind: "claim" | "attribution",
  fields: Readonly<Record<string, readonly string[]>>,
): MeaningChoice[] {
  return Object.entries(fields).flatMap(([field, values]) =>
    values.map((value) => ({
      code: `${kind}/${field}=${value}`,
      group: kind === "claim" ? "A claim with a value" : "An attribution with a value",
      label: `${labelOf(kind)}: ${labelOf(value)}`,
      means: { kind, role: kind === "claim" ? "body" : "content", attributes: { [field]: value } },
    })),
  );
}

/** Every meaning that a label can be given, in the order in which screens offer them; the last leaves its spans out. */
export const meaningChoices: readonly MeaningChoice[] = [
  ...kinds,
  ...roles.map(
    ([code, label, role]): MeaningChoice => ({
      code,
      group: "A kind",
      label,
      means: { kind: "attribution", role, attributes: {} },
    }),
  ),
  ...valuesOf("claim", claimFields),
  ...valuesOf("attribution", attributionFields),
  { code: "leave-out", group: "Neither", label: "Leave out", means: null },
];

const byCode = new Map(meaningChoices.map((choice) => [choice.code, choice]));

/** The choices of a project's own attributes as meanings: a mark of the kind with that answer. */
export function ownMeanings(definitions: readonly AttributeDefinition[]): MeaningChoice[] {
  return definitions.filter(hasChoices).flatMap((definition) => {
    const { kind, key, type, isRetired } = definition;
    if (isRetired) return [];
    return definition.choices
      .filter((choice) => !choice.isRetired)
      .map((choice): MeaningChoice => {
        const value = type === "choices" ? [choice.key] : choice.key;
        const role = kind === "attribution" ? "content" : "body";
        return {
          code: `${kind}/${key}=${choice.key}`,
          group: "An attribute of this project",
          label: `${labelOf(kind)}, ${definition.label}: ${choice.label}`,
          means: { kind, role, attributes: { [key]: value } },
        };
      });
  });
}

const ownCode = /^(?:claim|attribution|duplicate)\/([a-z][a-z0-9_]*)=[a-z][a-z0-9_]*$/;

/** Whether a word names a meaning, or has the form of one of a project's own attributes. */
export function isMeaning(code: string): boolean {
  const key = ownCode.exec(code)?.[1];
  return byCode.has(code) || (key !== undefined && !reservedKeys.includes(key));
}

/**
 * What a meaning makes of a mark; null for one that leaves it out. Undefined for a word that names none, be it that the
 * project has no such attribute or choice.
 */
export function meansOf(
  code: string | undefined,
  definitions: readonly AttributeDefinition[] = [],
): LabelMeans | null | undefined {
  if (code === undefined) return undefined;
  const known = byCode.get(code) ?? ownMeanings(definitions).find((choice) => choice.code === code);
  return known?.means;
}
