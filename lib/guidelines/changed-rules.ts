import { canonicalJson } from "@/lib/canonical-json";
import {
  type GuidelineAnchor,
  type GuidelineDocument,
  guidelineAnchors,
  sectionOf,
} from "@/lib/guidelines/schema";
import type { MarkFilter } from "@/lib/marks/schema";

/**
 * The rules that say something else than before, in the order of anchors: one that was reworded, written or taken away.
 * None where there was no version before, since no mark was made under it.
 */
export function changedRules(before: GuidelineDocument | null, after: GuidelineDocument): GuidelineAnchor[] {
  if (!before) return [];
  const rule = (document: GuidelineDocument, anchor: GuidelineAnchor) =>
    canonicalJson(sectionOf(document, anchor));
  return guidelineAnchors.filter((anchor) => rule(before, anchor) !== rule(after, anchor));
}

const kindOfAnchor: Partial<Record<GuidelineAnchor, MarkFilter["kind"]>> = {
  claim: "claim",
  kind: "claim",
  origin: "claim",
  duplicate: "duplicate",
  degree: "duplicate",
  direction: "duplicate",
  block: undefined,
};

/** The kind of mark that a rule is about; undefined for one about blocks, which are no marks. */
export function kindOfRule(anchor: GuidelineAnchor): MarkFilter["kind"] {
  return anchor in kindOfAnchor ? kindOfAnchor[anchor] : "attribution";
}
