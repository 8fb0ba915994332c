import type {
  AnnotationDto,
  AttributionSourceDto,
  ClaimLinkDto,
  LayerObject,
  RestsOnDto,
  ReuseLinkDto,
  SpanDto,
} from "@/lib/layers/schema";
import { compareSpans, hullOf, type Span } from "@/lib/text/span";
import type { SpanRole } from "@/lib/vocabulary";

/** A mark with everything in the layer that belongs to it. */
export type Mark = {
  annotation: AnnotationDto;
  /** Links in which this mark is the attribution or the claim. */
  claimLinks: ClaimLinkDto[];
  sources: AttributionSourceDto[];
  restsOn: RestsOnDto[];
  reuse: ReuseLinkDto[];
  /** Attributions that this one reports. */
  nested: AnnotationDto[];
  /** The smallest span around all of the mark's own words. */
  hull: Span;
};

/** The marks of a layer in reading order, each with its links; deleted ones are left out. */
export function listMarks(objects: ReadonlyMap<string, LayerObject>): Mark[] {
  const marks = new Map<string, Mark>();
  for (const object of objects.values()) {
    if (object.type !== "annotation" || object.deleted) continue;
    const hull = hullOf(object.spans) ?? { start: 0, end: 0 };
    marks.set(object.id, {
      annotation: object,
      claimLinks: [],
      sources: [],
      restsOn: [],
      reuse: [],
      nested: [],
      hull,
    });
  }
  for (const object of objects.values()) {
    if (object.deleted) continue;
    if (object.type === "claimLink") {
      marks.get(object.attributionId)?.claimLinks.push(object);
      marks.get(object.claimId)?.claimLinks.push(object);
    } else if (object.type === "attributionSource") marks.get(object.attributionId)?.sources.push(object);
    else if (object.type === "restsOn") marks.get(object.attributionId)?.restsOn.push(object);
    else if (object.type === "reuseLink") marks.get(object.annotationId)?.reuse.push(object);
    else if (object.type === "annotation" && object.nestedInId)
      marks.get(object.nestedInId)?.nested.push(object);
  }
  return [...marks.values()].sort(orderMarks);
}

type Placed = Pick<Mark, "annotation" | "hull">;

/** Reading order: by where marks begin, the longer one first; those at the same place by their ids. */
export function orderMarks(a: Placed, b: Placed): number {
  return compareSpans(a.hull, b.hull) || (a.annotation.id < b.annotation.id ? -1 : 1);
}

/** The spans of one role, in reading order. */
export function spansOf(annotation: AnnotationDto, role: SpanRole): SpanDto[] {
  return annotation.spans.filter((span) => span.role === role).sort(compareSpans);
}

/** The words of one role, fragments joined by an ellipsis; empty where there are none. */
export function wordsOf(annotation: AnnotationDto, role: SpanRole): string {
  return spansOf(annotation, role)
    .map((span) => span.quote)
    .join(" … ");
}

/** The role that makes a mark what it is: an attribution's content, the text of the others. */
export function mainRole(annotation: AnnotationDto): SpanRole {
  return annotation.kind === "attribution" ? "content" : "body";
}

/** A text cut to at most `most` characters at a word's border, with an ellipsis. */
export function shorten(text: string, most: number): string {
  const flat = text.replaceAll(/\s+/gu, " ").trim();
  const characters = [...flat];
  if (characters.length <= most) return flat;
  const cut = characters.slice(0, most).join("");
  return `${cut.replace(/\s+\S*$/u, "")} …`;
}

/** A value of a mark's attributes as text; undefined where it has not been said. */
export function attributeOf(annotation: AnnotationDto, name: string): string | undefined {
  const value = annotation.attributes[name];
  return typeof value === "string" ? value : undefined;
}
