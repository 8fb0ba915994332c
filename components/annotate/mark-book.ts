import { LayeredMap } from "@/components/annotate/layered-map";
import { listMarks, type Mark, orderMarks } from "@/components/annotate/marks";
import type { LayerObject } from "@/lib/layers/schema";

/** The marks of a layer, and the objects that they were listed from. */
export type MarkBook = { objects: ReadonlyMap<string, LayerObject>; marks: readonly Mark[] };

/** More changes than this at once (a reload) are listed anew. */
const FEW = 40;

/**
 * The marks of a layer as `listMarks` lists them, made from those of before: a mark that nothing changed on is the same
 * object as it was, so that what draws and lists marks looks only at what changed. At most one pass over the objects, no sorting.
 */
export function nextBook(last: MarkBook | null, objects: ReadonlyMap<string, LayerObject>): MarkBook {
  if (last?.objects === objects) return last;
  const touched = last && touchedMarks(last.objects, objects);
  if (!last || !touched) return { objects, marks: listMarks(objects) };
  const near = new Map<string, LayerObject>();
  for (const [id, object] of objects)
    if (marksOf(object).some((own) => touched.has(own))) near.set(id, object);
  const marks = last.marks.filter((mark) => !touched.has(mark.annotation.id));
  for (const mark of listMarks(near))
    if (touched.has(mark.annotation.id)) marks.splice(placeOf(marks, mark), 0, mark);
  return { objects, marks };
}

/** The ids of the marks that differ; null where too much does, or something is gone. */
function touchedMarks(
  last: ReadonlyMap<string, LayerObject>,
  now: ReadonlyMap<string, LayerObject>,
): Set<string> | null {
  const touched = new Set<string>();
  const between = LayeredMap.keysBetween(last, now);
  for (const id of between ?? []) touch(touched, last.get(id), now.get(id));
  if (between) return touched.size > FEW ? null : touched;
  let known = 0;
  for (const [id, after] of now) {
    const before = last.get(id);
    if (before) known += 1;
    touch(touched, before, after);
    if (touched.size > FEW) return null;
  }
  return known === last.size ? touched : null;
}

function touch(touched: Set<string>, before: LayerObject | undefined, after: LayerObject | undefined): void {
  if (before === after) return;
  for (const object of [before, after]) if (object) for (const own of marksOf(object)) touched.add(own);
}

/** The marks that an object belongs to. */
function marksOf(object: LayerObject): string[] {
  if (object.type === "annotation") return object.nestedInId ? [object.id, object.nestedInId] : [object.id];
  if (object.type === "claimLink") return [object.attributionId, object.claimId];
  if (object.type === "suggestionAnswer") return [];
  return object.type === "reuseLink" ? [object.annotationId] : [object.attributionId];
}

function placeOf(marks: readonly Mark[], mark: Mark): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = marks[middle];
    if (other && orderMarks(other, mark) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
