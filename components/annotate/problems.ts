import { attributeOf, type Mark, spansOf, wordsOf } from "@/components/annotate/marks";
import { claimInBoilerplate } from "@/lib/articles/boilerplate";
import type { BlockDto } from "@/lib/articles/text-schema";
import type { GuidelineAnchor } from "@/lib/guidelines/schema";
import { isOverlapping } from "@/lib/text/span";

/** Something about a mark that somebody should look at before submitting; nothing of it stops a submission. */
export type Problem = { markId: string; code: string; message: string; anchor: GuidelineAnchor };

const freeStanding = new Set(["headline", "subhead", "pull-quote", "standfirst"]);

/**
 * What is open or odd about the marks, in reading order. `anchor` names the rule of the guideline that the question
 * belongs to.
 */
export function listProblems(marks: readonly Mark[], blocks: readonly BlockDto[]): Problem[] {
  return marks.flatMap((mark) => {
    const found: Omit<Problem, "markId">[] = [];
    const inBlocks = blocks.filter((block) =>
      mark.annotation.spans.some((span) => isOverlapping(span, block)),
    );
    const add = (code: string, message: string, anchor: GuidelineAnchor) =>
      found.push({ code, message, anchor });
    if (mark.annotation.kind === "claim") addClaim(mark, inBlocks, add);
    if (mark.annotation.kind === "attribution") addAttribution(mark, inBlocks, add);
    if (mark.annotation.kind === "duplicate" && mark.reuse.length === 0)
      add("no-twin", "This duplicate has no twin yet.", "duplicate");
    return found.map((problem) => ({ ...problem, markId: mark.annotation.id }));
  });
}

type Add = (code: string, message: string, anchor: GuidelineAnchor) => void;

function addClaim(mark: Mark, blocks: readonly BlockDto[], add: Add): void {
  const boilerplate = claimInBoilerplate(mark.annotation.spans, blocks);
  if (boilerplate) add("in-boilerplate", boilerplate, "kind");
  const origin = attributeOf(mark.annotation, "origin");
  if (origin === "attributed" && mark.claimLinks.length === 0)
    add("no-link", "“Someone said it”, and no attribution is linked.", "origin");
}

function addAttribution(mark: Mark, blocks: readonly BlockDto[], add: Add): void {
  const { annotation } = mark;
  const isFreeStanding = blocks.some((block) => freeStanding.has(block.kind));
  if (spansOf(annotation, "cue").length === 0 && !isFreeStanding)
    add("no-cue", "This attribution has no cue.", "cue");
  const source = wordsOf(annotation, "source");
  const kind = attributeOf(annotation, "sourceKind");
  if (source === "" && kind !== "unspecified" && !isFreeStanding)
    add("no-source", "No source is marked. Mark it, or say that nobody is named.", "source");
  if (source !== "" && mark.sources.length === 0 && kind !== "unnamed")
    add("unresolved", `Who is “${source.length > 40 ? `${source.slice(0, 38)}…` : source}”?`, "source");
  if (mark.claimLinks.length === 0) add("no-claim", "This attribution carries no claim yet.", "role");
}
