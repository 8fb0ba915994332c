import { LayeredMap } from "@/components/annotate/layered-map";
import { listMarks, type Mark, orderMarks } from "@/components/annotate/marks";
import type { LayerObject } from "@/lib/layers/schema";
import { hullOf } from "@/lib/text/span";

/** The marks of a layer, the objects that they were listed from, and the ids of what hangs on each mark, in their order. */
export type MarkBook = {
  objects: ReadonlyMap<string, LayerObject>;
  marks: readonly Mark[];
  hanging: ReadonlyMap<string, readonly string[]>;
};

/** More changes than this at once (a reload) are listed anew. */
const FEW = 40;

/**
 * The marks of a layer as `listMarks` lists them, made from those of before: a mark that nothing changed on is the same
 * object as it was, so that what draws and lists marks looks only at what changed. A few changes cost the same among ten
 * thousand objects as among ten, but for copying the list.
 */
export function nextBook(last: MarkBook | null, objects: ReadonlyMap<string, LayerObject>): MarkBook {
  if (last?.objects === objects) return last;
  return (
    (last && stepFrom(last, objects)) ?? { objects, marks: listMarks(objects), hanging: hangingOf(objects) }
  );
}

/** The book after a few changes; null where it has to be made anew. */
function stepFrom(last: MarkBook, objects: ReadonlyMap<string, LayerObject>): MarkBook | null {
  const changed = changedIds(last.objects, objects);
  if (!changed) return null;
  const touched = new Set<string>();
  const hung = new Map<string, readonly string[]>();
  for (const id of changed) {
    const before = last.objects.get(id);
    const after = objects.get(id);
    if (!after) return null;
    const owners = ownersOf(after);
    // What hangs on a mark is in the order of the objects, which one that moves there would not be the last of.
    if (before && ownersOf(before).join() !== owners.join()) return null;
    if (!before)
      for (const own of owners) hung.set(own, [...(hung.get(own) ?? last.hanging.get(own) ?? []), id]);
    if (after.type === "annotation") touched.add(id);
    for (const own of owners) touched.add(own);
  }
  const hanging = hung.size > 0 ? LayeredMap.set(last.hanging, hung) : last.hanging;
  const marks = [...last.marks];
  for (const id of touched) {
    const before = last.objects.get(id);
    if (before?.type === "annotation" && !before.deleted) marks.splice(placeOf(marks, before), 1);
  }
  for (const id of touched) {
    const near = new Map<string, LayerObject>();
    for (const one of [id, ...(hanging.get(id) ?? [])]) {
      const object = objects.get(one);
      if (object) near.set(one, object);
    }
    const mark = listMarks(near).find(({ annotation }) => annotation.id === id);
    if (mark) marks.splice(placeOf(marks, mark.annotation), 0, mark);
  }
  return { objects, marks, hanging };
}

/** The ids of the objects that differ, in their order now; null where too many do, or one is gone. */
function changedIds(
  last: ReadonlyMap<string, LayerObject>,
  now: ReadonlyMap<string, LayerObject>,
): string[] | null {
  const changed: string[] = [];
  const between = LayeredMap.keysBetween(last, now);
  if (between) {
    for (const id of between) if (last.get(id) !== now.get(id)) changed.push(id);
    return changed.length > FEW ? null : changed;
  }
  let known = 0;
  for (const [id, after] of now) {
    const before = last.get(id);
    if (before) known += 1;
    if (before !== after) changed.push(id);
    if (changed.length > FEW) return null;
  }
  return known === last.size ? changed : null;
}

function hangingOf(objects: ReadonlyMap<string, LayerObject>): Map<string, string[]> {
  const hanging = new Map<string, string[]>();
  for (const object of objects.values())
    for (const own of ownersOf(object)) {
      const known = hanging.get(own);
      if (known) known.push(object.id);
      else hanging.set(own, [object.id]);
    }
  return hanging;
}

/** The marks that an object hangs on: a link on those that it joins, a nested attribution on the one that reports it. */
function ownersOf(object: LayerObject): string[] {
  if (object.type === "annotation") return object.nestedInId ? [object.nestedInId] : [];
  if (object.type === "claimLink") return [object.attributionId, object.claimId];
  if (object.type === "suggestionAnswer") return [];
  return object.type === "reuseLink" ? [object.annotationId] : [object.attributionId];
}

function placeOf(marks: readonly Mark[], annotation: Mark["annotation"]): number {
  const own = { annotation, hull: hullOf(annotation.spans) ?? { start: 0, end: 0 } };
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = marks[middle];
    if (other && orderMarks(other, own) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
