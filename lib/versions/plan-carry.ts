import type { Change } from "@/lib/layers/plan";
import type { AnnotationDto, LayerObject, PassageDto, RestsOnDto } from "@/lib/layers/schema";
import type { Alignment } from "@/lib/reanchoring/align";
import { reanchorMark } from "@/lib/reanchoring/reanchor";
import { copyObjects } from "@/lib/review/copy-objects";
import { sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";
import { followSpans } from "@/lib/versions/follow-text";
import type { CarriedCounts, CarriedHow, LinksLost } from "@/lib/versions/schema";

/** A former mark and what becomes of it; `after` is null of an orphan. */
export type PlannedMark = {
  former: AnnotationDto;
  how: CarriedHow;
  after: AnnotationDto | null;
  near: Span | null;
  /** Where each of the former's spans stands now, in their order; null where that cannot be told. */
  parts: readonly (Span | null)[];
};

/** What a layer of the newer text begins with, and what could not come along. */
export type CarryPlan = {
  changes: Change[];
  marks: PlannedMark[];
  counts: CarriedCounts;
  linksLost: LinksLost;
};

/** The two versions between which marks are carried. */
export type CarryPlace = { formerVersionId: string; versionId: string };

/**
 * What the marks of a final layer become in a layer of a newer text: each keeps its kind and attributes and gets its
 * spans where they stand now; those of which a span cannot be told are left out, orphaned. Links come along where both of
 * their ends do; one that holds for some claims holds for those of them that came. A twin in the same article moves with
 * the text where all of it stands there still. New objects get ids from `newId`.
 */
export function planCarry(
  objects: readonly LayerObject[],
  alignment: Alignment,
  place: CarryPlace,
  newId: () => string,
): CarryPlan {
  const live = objects.filter((object) => !object.deleted);
  const marks = live.flatMap((object) =>
    object.type === "annotation" ? [reanchored(object, alignment)] : [],
  );
  const kept = new Map(marks.flatMap(({ after }) => (after ? [[after.id, after] as const] : [])));
  const wanted = live.flatMap((object): LayerObject[] => {
    if (object.type === "annotation") return [kept.get(object.id) ?? []].flat();
    if (object.type === "restsOn") return [narrowed(object, kept) ?? []].flat();
    if (object.type !== "reuseLink") return [object];
    return [{ ...object, passage: movePassage(object.passage, alignment, place, newId) }];
  });
  const copies = new Map<string, string>();
  const changes = copyObjects(wanted, copies, newId);
  const made = new Map(
    changes.flatMap(({ after }) => (after.type === "annotation" ? [[after.id, after] as const] : [])),
  );
  const count = (how: CarriedHow) => marks.filter((mark) => mark.how === how).length;
  return {
    changes,
    marks: marks.map((mark) => ({ ...mark, after: made.get(copies.get(mark.former.id) ?? "") ?? null })),
    counts: { exact: count("exact"), moved: count("moved"), orphaned: count("orphaned") },
    linksLost: lostLinks(live, changes),
  };
}

function reanchored(former: AnnotationDto, alignment: Alignment): PlannedMark {
  const found = reanchorMark(alignment, former.spans);
  if (found.how === "orphaned")
    return { former, how: "orphaned", after: null, near: found.near, parts: found.spans };
  const spans = former.spans.map((span, at) => {
    const { start, end } = found.spans[at] ?? span;
    return { role: span.role, start, end, quote: sliceCodePoints(alignment.after, { start, end }) };
  });
  return { former, how: found.how, after: { ...former, spans }, near: null, parts: found.spans };
}

/** Without any of the claims it was said of it would mean all. */
function narrowed(object: RestsOnDto, kept: ReadonlyMap<string, unknown>): RestsOnDto | null {
  const claimIds = object.claimIds.filter((id) => kept.has(id));
  return claimIds.length === 0 && object.claimIds.length > 0 ? null : { ...object, claimIds };
}

/**
 * The passage where its words stand in the newer text (`followSpans`), under an id from `newId`; itself where it belongs
 * to another text, or does not stand there: then it stays on the earlier text.
 */
export function movePassage(
  passage: PassageDto,
  alignment: Alignment,
  place: CarryPlace,
  newId: () => string,
): PassageDto {
  if (passage.versionId !== place.formerVersionId || passage.spans.length === 0) return passage;
  const found = followSpans(alignment, passage.spans);
  if (!found) return passage;
  const spans = found.map((span) => ({ ...span, quote: sliceCodePoints(alignment.after, span) }));
  const quote = spans.map((span) => span.quote).join(" … ");
  return { ...passage, id: newId(), versionId: place.versionId, quote, spans };
}

function lostLinks(live: readonly LayerObject[], changes: readonly Change[]): LinksLost {
  const lost = (type: LayerObject["type"]) =>
    live.filter((object) => object.type === type).length -
    changes.filter(({ after }) => after.type === type).length;
  const nested = (objects: readonly LayerObject[]) =>
    objects.filter((object) => object.type === "annotation" && object.nestedInId !== null).length;
  return {
    claimLinks: lost("claimLink"),
    sources: lost("attributionSource"),
    restsOn: lost("restsOn"),
    nested: nested(live) - nested(changes.map(({ after }) => after)),
    reuse: lost("reuseLink"),
  };
}
