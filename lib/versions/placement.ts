import { endsOf } from "@/lib/layers/plan";
import {
  type LayerObject,
  type ObjectInput,
  type Operation,
  type SpanDto,
  toInput,
} from "@/lib/layers/schema";

/**
 * The operations that make a former mark anew at `spans`: with its kind and attributes, nested where the mark it was
 * nested in is there, those that were nested in it nested again, and with those of its links whose other ends are. `standIns` leads from former marks to those that
 * they became in the layer; `present` are the layer's live objects, so that no link is made twice. New ids from `newId`.
 */
export function placementOf(
  formerId: string,
  spans: readonly SpanDto[],
  former: readonly LayerObject[],
  present: readonly LayerObject[],
  standIns: ReadonlyMap<string, string>,
  newId: () => string,
): Operation[] {
  const id = newId();
  const stands = new Map([...standIns, [formerId, id]]);
  const at = (end: string) => stands.get(end) ?? "";
  const kindOf = new Map(
    present.flatMap((object) => (object.type === "annotation" ? [[object.id, object.kind] as const] : [])),
  );
  const was = new Map(
    former.flatMap((object) => (object.type === "annotation" ? [[object.id, object.kind] as const] : [])),
  );
  // A mark may have become one of another kind since, which such a link does not tie.
  const isThere = (end: string) =>
    end === formerId || (stands.has(end) && kindOf.get(at(end)) === was.get(end));
  const put = (object: ObjectInput): Operation => ({ op: "put", object, revision: null });
  const operations: Operation[] = [];
  for (const object of former) {
    if (object.id !== formerId || object.type !== "annotation") continue;
    const outer = object.nestedInId && isThere(object.nestedInId) ? at(object.nestedInId) : null;
    operations.push(put({ ...input(object), id, nestedInId: outer, spans: [...spans] }));
  }
  for (const object of former) {
    if (object.type !== "annotation" || object.nestedInId !== formerId) continue;
    const inner = present.find((one) => one.id === at(object.id));
    // One that somebody nested elsewhere since stays there.
    if (inner?.type !== "annotation" || !isThere(object.id) || inner.nestedInId !== null) continue;
    operations.push({ op: "put", object: { ...input(inner), nestedInId: id }, revision: inner.revision });
  }
  for (const object of former) {
    if (object.type === "annotation") continue;
    const narrowed =
      object.type === "restsOn" ? { ...object, claimIds: object.claimIds.filter(isThere) } : object;
    if (narrowed.type === "restsOn" && object.type === "restsOn")
      if (narrowed.claimIds.length === 0 && object.claimIds.length > 0) continue;
    const ends = endsOf(narrowed);
    if (!ends.includes(formerId) || !ends.every(isThere)) continue;
    const link = linkOf(narrowed, at, newId);
    if (link) operations.push(put(link));
  }
  return operations;
}

function input(object: Extract<LayerObject, { type: "annotation" }>) {
  const { revision: _revision, deleted: _deleted, ...rest } = object;
  return rest;
}

function linkOf(
  object: Exclude<LayerObject, { type: "annotation" }>,
  at: (end: string) => string,
  newId: () => string,
): ObjectInput | null {
  switch (object.type) {
    case "claimLink":
      return toInput({
        ...object,
        id: newId(),
        attributionId: at(object.attributionId),
        claimId: at(object.claimId),
      });
    case "attributionSource":
      return toInput({ ...object, id: newId(), attributionId: at(object.attributionId) });
    case "restsOn":
      return toInput({
        ...object,
        id: newId(),
        attributionId: at(object.attributionId),
        targetId: object.targetId ? at(object.targetId) : null,
        claimIds: object.claimIds.map(at),
      });
    case "reuseLink":
      return toInput({ ...object, id: newId(), annotationId: at(object.annotationId) });
    case "suggestionAnswer":
      return null;
  }
}
