import { attributeOf, type Mark, mainRole, spansOf } from "@/components/annotate/marks";
import {
  type AnnotationDto,
  type ClaimLinkDto,
  type ObjectInput,
  type Operation,
  type RestsOnDto,
  type ReuseLinkDto,
  type SpanDto,
  toInput,
} from "@/lib/layers/schema";
import type { PassageCandidate } from "@/lib/passages/schema";
import { proposeQuantities } from "@/lib/proposals/propose-quantities";
import { type CodePointIndex, sliceCodePoints } from "@/lib/text/code-points";
import { containsSpan, isOverlapping, mergeSpans, type Span } from "@/lib/text/span";
import { claimKinds, type reuseDegrees, type SpanRole, stances } from "@/lib/vocabulary";

type Attributes = AnnotationDto["attributes"];

/** The operation that makes an object. */
export function made(object: ObjectInput): Operation {
  return { op: "put", object, revision: null };
}

/** The operation that changes an object from how it is now. */
export function changed<T extends AnnotationDto | ClaimLinkDto | RestsOnDto | ReuseLinkDto>(
  object: T,
  part: Partial<Omit<T, "id" | "type" | "revision" | "deleted">>,
): Operation {
  return { op: "put", object: toInput({ ...object, ...part }), revision: object.revision };
}

/** The operation that deletes an object. */
export function deleted(object: { id: string; revision: number }): Operation {
  return { op: "delete", id: object.id, revision: object.revision };
}

/** Spans of one role with their words. */
export function quoted(index: CodePointIndex, role: SpanRole, spans: readonly Span[]): SpanDto[] {
  return mergeSpans(spans).map((span) => ({ role, ...span, quote: sliceCodePoints(index, span) }));
}

/** A factual claim on a span, with the numbers that stand in it. */
export function makeClaim(index: CodePointIndex, id: string, span: Span): Operation[] {
  const quantities = proposeQuantities(sliceCodePoints(index, span));
  const attributes: Attributes = { kind: "factual", origin: "none-given", quantities };
  return [
    made({
      type: "annotation",
      kind: "claim",
      id,
      attributes,
      nestedInId: null,
      spans: quoted(index, "body", [span]),
    }),
  ];
}

/** An attribution of a content, linked to the claims given (each with an id for its link). */
export function makeAttribution(
  index: CodePointIndex,
  id: string,
  content: readonly Span[],
  attributes: Attributes,
  claims: readonly { linkId: string; claim: AnnotationDto }[],
): Operation[] {
  return [
    made({
      type: "annotation",
      kind: "attribution",
      id,
      attributes,
      nestedInId: null,
      spans: quoted(index, "content", content),
    }),
    ...claims.flatMap(({ linkId, claim }) => linkClaim(linkId, id, claim, "content")),
  ];
}

/** A link of an attribution to a claim, whose origin thereby is that somebody said it. */
export function linkClaim(
  linkId: string,
  attributionId: string,
  claim: AnnotationDto,
  role: ClaimLinkDto["role"],
): Operation[] {
  const link = made({
    type: "claimLink",
    id: linkId,
    attributionId,
    claimId: claim.id,
    role,
    stance: "asserts",
  });
  return attributeOf(claim, "origin") === "none-given"
    ? [link, changed(claim, { attributes: { ...claim.attributes, origin: "attributed" } })]
    : [link];
}

/** Taking a link away; a claim that loses its last attribution has no origin given again. */
export function unlinkClaim(link: ClaimLinkDto, claim: Mark | undefined): Operation[] {
  const isLast = claim?.claimLinks.length === 1 && attributeOf(claim.annotation, "origin") === "attributed";
  const back = isLast
    ? [
        changed(claim.annotation, {
          attributes: { ...claim.annotation.attributes, origin: "none-given" },
        }),
      ]
    : [];
  return [deleted(link), ...back];
}

/** A role of a mark moved to a span, or (`isMore`) given that span as another fragment. */
export function setRole(
  index: CodePointIndex,
  annotation: AnnotationDto,
  role: SpanRole,
  span: Span,
  isMore = false,
): Operation {
  const others = annotation.spans.filter((one) => one.role !== role);
  const kept = isMore ? spansOf(annotation, role) : [];
  return changed(annotation, { spans: [...others, ...quoted(index, role, [...kept, span])] });
}

/** A role taken from a mark; null for the role that makes it what it is. */
export function clearRole(annotation: AnnotationDto, role: SpanRole): Operation | null {
  if (role === mainRole(annotation)) return null;
  return changed(annotation, { spans: annotation.spans.filter((span) => span.role !== role) });
}

/** An attribute said, or with undefined taken back. */
export function setAttribute(
  annotation: AnnotationDto,
  name: string,
  value: Attributes[string] | undefined,
): Operation {
  const { [name]: _old, ...rest } = annotation.attributes;
  return changed(annotation, { attributes: value === undefined ? rest : { ...rest, [name]: value } });
}

/** A claim's next kind: factual, assessment, prediction, and round again. */
export function cycleClaimKind(claim: AnnotationDto): Operation {
  const now = claimKinds.map(String).indexOf(attributeOf(claim, "kind") ?? "");
  return setAttribute(claim, "kind", claimKinds[(now + 1) % claimKinds.length] ?? "factual");
}

/** The next stance of a link: asserts, denies, questions, and round again. */
export function cycleStance(link: ClaimLinkDto): Operation {
  const next = stances[(stances.indexOf(link.stance) + 1) % stances.length] ?? "asserts";
  return changed(link, { stance: next });
}

/** The role of a link by where the claim lies: inside the content, or elsewhere. */
export function linkRoleFor(attribution: AnnotationDto, claim: AnnotationDto): ClaimLinkDto["role"] {
  const content = spansOf(attribution, "content");
  const isInside = claim.spans.some((span) => content.some((one) => isOverlapping(one, span)));
  return isInside ? "content" : "remote";
}

/** Claims that lie wholly inside a content. */
export function claimsInside(marks: readonly Mark[], content: readonly Span[]): AnnotationDto[] {
  return marks.flatMap(({ annotation }) =>
    annotation.kind === "claim" &&
    annotation.spans.every((span) => content.some((one) => containsSpan(one, span)))
      ? [annotation]
      : [],
  );
}

/** What a duplicate's twin is: a passage found here, or an address outside with its quote. */
export type Twin = { candidate: PassageCandidate } | { url: string; quote: string };

/** A duplicate on a span; with a twin also the link to it. */
export function makeDuplicate(
  index: CodePointIndex,
  ids: { mark: string; link: string; passage: string },
  span: Span,
  twin: Twin | null,
): Operation[] {
  const mark = made({
    type: "annotation",
    kind: "duplicate",
    id: ids.mark,
    attributes: {},
    nestedInId: null,
    spans: quoted(index, "body", [span]),
  });
  return twin ? [mark, linkTwin(ids.mark, ids, twin)] : [mark];
}

/** The link of a duplicate to its twin; for a passage found here the degree is guessed by the score. */
export function linkTwin(
  annotationId: string,
  ids: { link: string; passage: string },
  twin: Twin,
): Operation {
  const isHere = "candidate" in twin;
  return made({
    type: "reuseLink",
    id: ids.link,
    annotationId,
    passage: isHere
      ? {
          id: ids.passage,
          versionId: twin.candidate.versionId,
          url: null,
          quote: twin.candidate.quote,
          spans: [{ start: twin.candidate.start, end: twin.candidate.end, quote: twin.candidate.quote }],
        }
      : { id: ids.passage, versionId: null, url: twin.url, quote: twin.quote, spans: [] },
    degree: isHere ? degreeFor(twin.candidate.score) : "heavy-revision",
    direction: "unknown",
    evidence: null,
    lost: [],
    state: "confirmed",
  });
}

function degreeFor(score: number): (typeof reuseDegrees)[number] {
  if (score >= 0.95) return "verbatim";
  return score >= 0.7 ? "light-revision" : "heavy-revision";
}
