import type { Change } from "@/lib/layers/plan";
import { endsOf } from "@/lib/layers/plan";
import type { LayerObject, SuggestionAnswerDto } from "@/lib/layers/schema";

/**
 * Changes that make copies of live objects in another layer: annotations under new ids from `newId`, links with both
 * ends re-pointed to the copies. `copies` names annotations copied before (old id → new id) and is added to; a link
 * whose other end has no copy is left out, as is nesting.
 */
export function copyObjects(
  objects: readonly LayerObject[],
  copies: Map<string, string>,
  newId: () => string,
): Change[] {
  // What was answered to suggestions belongs to the layer in which it was answered.
  const live = objects.filter(isCopied);
  for (const object of live)
    if (object.type === "annotation" && !copies.has(object.id)) copies.set(object.id, newId());
  const at = (id: string) => copies.get(id) ?? id;
  return live.flatMap((object): Change[] => {
    if (object.type !== "annotation" && endsOf(object).some((end) => !copies.has(end))) return [];
    const state = { revision: 1, deleted: false };
    return [{ before: null, after: repoint(object, state, at, copies, newId) }];
  });
}

type Copied = Exclude<LayerObject, SuggestionAnswerDto>;

function isCopied(object: LayerObject): object is Copied {
  return !object.deleted && object.type !== "suggestionAnswer";
}

function repoint(
  object: Copied,
  state: { revision: number; deleted: boolean },
  at: (id: string) => string,
  copies: ReadonlyMap<string, string>,
  newId: () => string,
): LayerObject {
  switch (object.type) {
    case "annotation": {
      const nestedInId = object.nestedInId ? (copies.get(object.nestedInId) ?? null) : null;
      return { ...object, ...state, id: at(object.id), nestedInId };
    }
    case "claimLink":
      return {
        ...object,
        ...state,
        id: newId(),
        attributionId: at(object.attributionId),
        claimId: at(object.claimId),
      };
    case "attributionSource":
      return { ...object, ...state, id: newId(), attributionId: at(object.attributionId) };
    case "restsOn":
      return {
        ...object,
        ...state,
        id: newId(),
        attributionId: at(object.attributionId),
        targetId: object.targetId ? at(object.targetId) : null,
        claimIds: object.claimIds.map(at),
      };
    case "reuseLink":
      return { ...object, ...state, id: newId(), annotationId: at(object.annotationId) };
  }
}
