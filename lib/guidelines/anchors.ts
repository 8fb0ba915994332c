import { type AttributeDefinition, nameOf } from "@/lib/attributes/schema";
import {
  anchorLabels,
  type GuidelineAnchor,
  guidelineAnchor,
  guidelineAnchors,
} from "@/lib/guidelines/schema";
import { type AnnotationKindCode, annotationKinds, labelOf } from "@/lib/vocabulary";

/** What rules can be written for: the vocabulary's kinds and fields, then the project's own attributes that are asked. */
export function anchorsFor(definitions: readonly AttributeDefinition[]): readonly GuidelineAnchor[] {
  return [...guidelineAnchors, ...definitions.filter((one) => !one.isRetired).map(nameOf)];
}

/** How an anchor is named; an attribute that the definitions do not hold by its key. */
export function anchorWords(anchor: GuidelineAnchor, definitions: readonly AttributeDefinition[]): string {
  const known = guidelineAnchors.find((one) => one === anchor);
  if (known) return anchorLabels[known];
  const [kind = "", key = ""] = anchor.split(".");
  return `${labelOf(kind)}: ${definitions.find((one) => nameOf(one) === anchor)?.label ?? key}`;
}

/** An anchor that comes as text; null for what is none. */
export function readAnchor(text: unknown): GuidelineAnchor | null {
  return guidelineAnchor.safeParse(text).data ?? null;
}

const kindOfAnchor: Partial<Record<GuidelineAnchor, AnnotationKindCode>> = {
  kind: "claim",
  origin: "claim",
  degree: "duplicate",
  direction: "duplicate",
};

/** The kind of mark that a rule is about; undefined for one about blocks, which are no marks. */
export function kindOfRule(anchor: GuidelineAnchor): AnnotationKindCode | undefined {
  if (anchor === "block") return undefined;
  const named = annotationKinds.find((kind) => kind === anchor || anchor.startsWith(`${kind}.`));
  return named ?? kindOfAnchor[anchor] ?? "attribution";
}
