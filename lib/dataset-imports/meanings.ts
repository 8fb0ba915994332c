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

/** Whether a word names a meaning. */
export function isMeaning(code: string): boolean {
  return byCode.has(code);
}

/** What a meaning makes of a mark; null for one that leaves it out, and for a word that names none. */
export function meansOf(code: string | undefined): LabelMeans | null {
  return (code === undefined ? undefined : byCode.get(code))?.means ?? null;
}
