import { type CheckContext, checkLayer, factsOf, inReadingOrder } from "@/lib/checks/check-layer";
import type { Finding } from "@/lib/checks/schema";
import type { LayerObject } from "@/lib/layers/schema";
import { isOverlapping, mergeSpans, type Span } from "@/lib/text/span";

type Objects = ReadonlyMap<string, LayerObject>;
type Annotation = Extract<LayerObject, { type: "annotation" }>;

/**
 * What `checkLayer` finds in `after`, made from what it found in `before`: only marks are looked at again that a changed
 * object could say something about. `changed` are the ids of all objects that differ, or more of them; the context is the
 * same. A layer of ten thousand marks is gone through thrice, and checked nowhere but around the change.
 */
export function recheckLayer(
  found: readonly Finding[],
  { before, after, changed }: { before: Objects; after: Objects; changed: Iterable<string> },
  context: CheckContext,
): Finding[] {
  const ids = [...changed].filter((id) => before.get(id) !== after.get(id));
  if (ids.length === 0) return [...found];
  const touched = touchedMarks(ids, before, after);
  const fresh = checkLayer(nearObjects(touched, after), context).filter(({ markId }) => touched.has(markId));
  const kept = found.filter(({ markId }) => !touched.has(markId));
  return [...kept, ...fresh]
    .flatMap((finding) => {
      const mark = after.get(finding.markId);
      return mark?.type === "annotation" ? [{ finding, mark, hull: factsOf(mark).hull }] : [];
    })
    .sort((a, b) => (a.mark.id === b.mark.id ? 0 : inReadingOrder(a, b)))
    .map(({ finding }) => finding);
}

/** The marks whose findings an object may have changed: itself, what it overlaps, what is linked with or nested in it. */
function touchedMarks(ids: readonly string[], before: Objects, after: Objects): Set<string> {
  const touched = new Set<string>();
  const changed = new Set<string>();
  const places: Span[] = [];
  for (const object of ids.flatMap((id) => [before.get(id) ?? [], after.get(id) ?? []].flat())) {
    for (const id of marksOf(object)) touched.add(id);
    if (object.type !== "annotation") continue;
    changed.add(object.id);
    places.push(factsOf(object).hull);
  }
  if (changed.size === 0) return touched;
  const merged = mergeSpans(places);
  for (const object of after.values()) {
    if (object.type === "annotation") {
      if (isNear(object, merged) || (object.nestedInId && changed.has(object.nestedInId)))
        touched.add(object.id);
    } else if (object.type === "claimLink" && marksOf(object).some((id) => changed.has(id)))
      for (const id of marksOf(object)) touched.add(id);
  }
  return touched;
}

/** The objects that say something about the marks, in the order of the layer. */
function nearObjects(ids: ReadonlySet<string>, objects: Objects): LayerObject[] {
  const places: Span[] = [];
  const beside = new Set(ids);
  for (const id of ids) {
    const mark = objects.get(id);
    if (mark?.type !== "annotation") continue;
    places.push(factsOf(mark).hull);
    if (mark.nestedInId) beside.add(mark.nestedInId);
  }
  const merged = mergeSpans(places);
  const links = new Set<LayerObject>();
  for (const object of objects.values())
    if (object.type !== "annotation" && marksOf(object).some((id) => ids.has(id))) {
      links.add(object);
      for (const id of marksOf(object)) beside.add(id);
    }
  return [...objects.values()].filter((object) =>
    object.type === "annotation" ? beside.has(object.id) || isNear(object, merged) : links.has(object),
  );
}

/** The marks that an object is or hangs on. */
function marksOf(object: LayerObject): string[] {
  if (object.type === "annotation") return [object.id];
  if (object.type === "claimLink") return [object.attributionId, object.claimId];
  if (object.type === "attributionSource") return [object.attributionId];
  if (object.type === "reuseLink") return [object.annotationId];
  return [];
}

/** Whether a mark overlaps one of some disjoint spans in reading order. */
function isNear(mark: Annotation, spans: readonly Span[]): boolean {
  const { hull } = factsOf(mark);
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= hull.start) low = middle + 1;
    else high = middle;
  }
  const next = spans[low];
  return next !== undefined && isOverlapping(next, hull);
}
