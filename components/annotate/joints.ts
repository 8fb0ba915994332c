import { marksById } from "@/components/annotate/mark-lookup";
import { type Mark, spansOf } from "@/components/annotate/marks";
import type { ClaimLinkDto } from "@/lib/layers/schema";
import { hullOf, isOverlapping, type Span } from "@/lib/text/span";
import { labelOf } from "@/lib/vocabulary";

/** A line between two places of the text: what it joins, the words on it, and whether it is only proposed. */
export type Joint = {
  key: string;
  from: Span;
  to: Span;
  /** `role` within one attribution, `claim` to what it carries, `nested` to what it reports, `rests` to what it has it from. */
  kind: "role" | "claim" | "nested" | "rests";
  label: string;
  isProposed: boolean;
};

type Proposed = { markId: string; source: Span | null; cue: Span | null } | null;

/**
 * The lines to draw for the current mark: an attribution's source, cue and content as one object, the claims it carries
 * with role and stance, what it reports and what it rests on; for a claim the same of each attribution that carries it.
 * A claim that covers the very content needs no line to it. Nothing for a duplicate.
 */
export function jointsOf(mark: Mark, marks: readonly Mark[], proposal: Proposed = null): Joint[] {
  const byId = marksById(marks);
  if (mark.annotation.kind === "attribution") return ofAttribution(mark, byId, proposal, mark.claimLinks);
  if (mark.annotation.kind !== "claim") return [];
  return mark.claimLinks.flatMap((link) => {
    const attribution = byId.get(link.attributionId);
    return attribution ? ofAttribution(attribution, byId, proposal, [link]) : [];
  });
}

function ofAttribution(
  mark: Mark,
  byId: ReadonlyMap<string, Mark>,
  proposal: Proposed,
  links: readonly ClaimLinkDto[],
): Joint[] {
  const { annotation } = mark;
  const { id } = annotation;
  const joints: Joint[] = [];
  const own = proposal?.markId === id ? proposal : null;
  const content = hullOf(spansOf(annotation, "content"));
  const cue = own?.cue ?? hullOf(spansOf(annotation, "cue"));
  const source = own?.source ?? hullOf(spansOf(annotation, "source"));
  const add = (key: string, from: Span | null, to: Span | null, part: Partial<Joint> = {}) => {
    if (from && to)
      joints.push({ key: `${id} ${key}`, from, to, kind: "role", label: "", isProposed: false, ...part });
  };
  add("source", source, cue ?? content, { isProposed: Boolean(own?.source) });
  if (cue) add("cue", cue, content, { isProposed: Boolean(own?.cue) });
  for (const link of links) {
    const claim = byId.get(link.claimId);
    const label = linkWords(link);
    if (!claim || (!label && content && isOverlapping(claim.hull, content))) continue;
    add(link.id, content, claim.hull, { kind: "claim", label });
  }
  for (const inner of mark.nested) {
    const target = byId.get(inner.id);
    add(inner.id, cue ?? content, target ? anchorOf(target) : null, { kind: "nested", label: "reports" });
  }
  const outer = annotation.nestedInId ? byId.get(annotation.nestedInId) : undefined;
  if (outer) add(outer.annotation.id, anchorOf(outer), cue ?? content, { kind: "nested", label: "reports" });
  for (const rest of mark.restsOn) {
    const target = rest.targetId ? byId.get(rest.targetId) : undefined;
    const label = labelOf(rest.kind).toLowerCase();
    add(rest.id, cue ?? content, target ? anchorOf(target) : null, { kind: "rests", label });
  }
  return joints;
}

/** Where a line to an attribution ends: at its cue, else at what it says. */
function anchorOf({ annotation, hull }: Mark): Span {
  return hullOf(spansOf(annotation, "cue")) ?? hullOf(spansOf(annotation, "content")) ?? hull;
}

/** The role and the stance of a link where they are not the usual ones: that it asserts what stands in its content. */
function linkWords(link: ClaimLinkDto): string {
  const words = [
    link.stance === "asserts" ? "" : labelOf(link.stance).toLowerCase(),
    link.role === "content" ? "" : labelOf(link.role).toLowerCase(),
  ];
  return words.filter(Boolean).join(", ");
}
