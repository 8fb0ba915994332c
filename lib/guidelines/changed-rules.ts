import { canonicalJson } from "@/lib/canonical-json";
import {
  type GuidelineAnchor,
  type GuidelineBlock,
  type GuidelineDocument,
  guidelineAnchors,
  sectionOf,
} from "@/lib/guidelines/schema";

/**
 * The rules that say something else than before: one that was reworded, written or taken away. Those of the vocabulary in
 * its order, then those of the project's own attributes by name. None where there was no version before, since no mark
 * was made under it.
 */
export function changedRules(before: GuidelineDocument | null, after: GuidelineDocument): GuidelineAnchor[] {
  if (!before) return [];
  const rule = (document: GuidelineDocument, anchor: GuidelineAnchor) =>
    canonicalJson(withoutInnerRules(sectionOf(document, anchor)));
  const own = [...anchorsIn(before), ...anchorsIn(after)].toSorted();
  return [...new Set([...guidelineAnchors, ...own])].filter(
    (anchor) => rule(before, anchor) !== rule(after, anchor),
  );
}

/** A rule's section without the sections in it that are rules of their own, which change by themselves. */
function withoutInnerRules(section: readonly GuidelineBlock[]): GuidelineBlock[] {
  let inner: number | null = null;
  return section.filter((block, place) => {
    if (place === 0 || block.type !== "heading") return inner === null;
    if (inner !== null && block.attrs.level <= inner) inner = null;
    if (inner === null && block.attrs.anchor) inner = block.attrs.level;
    return inner === null;
  });
}

function anchorsIn(document: GuidelineDocument): GuidelineAnchor[] {
  return document.content.flatMap((block) =>
    block.type === "heading" && block.attrs.anchor ? [block.attrs.anchor] : [],
  );
}
