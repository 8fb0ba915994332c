import type { Mark } from "@/lib/agreement/span-f1";
import type { LayerObject } from "@/lib/layers/schema";
import type { ReviewAnnotation, ReviewInput } from "@/lib/review/pairing";
import { type ReviewUnit, reviewUnits, unitKeysByAnnotation } from "@/lib/review/units";

/** The objects of one person's submitted layer. */
export type SubmittedLayer = { layerId: string; objects: readonly LayerObject[] };

/** The marks of a layer as agreement counts them: live annotations, each by its content or body spans. */
export function marksOf(objects: readonly LayerObject[]): Mark[] {
  return objects.flatMap((object) =>
    object.type === "annotation" && !object.deleted
      ? [
          {
            kind: object.kind,
            spans: object.spans.filter((span) => span.role === "body" || span.role === "content"),
          },
        ]
      : [],
  );
}

/**
 * The review units of submitted layers, a layer standing for its person. Links are compared by the units at their
 * other ends, which takes a first pass without them.
 */
export function unitsOf(layers: readonly SubmittedLayer[]): ReviewUnit[] {
  const keys = placeKeys(layers);
  return reviewUnits(toInput(layers, (object, id) => linkKeyOf(object, id, keys)));
}

/** A key of the place that each annotation is in, the same for all who marked there. */
export function placeKeys(layers: readonly SubmittedLayer[]): Map<string, string> {
  return unitKeysByAnnotation(reviewUnits(toInput(layers, () => null)));
}

function toInput(
  layers: readonly SubmittedLayer[],
  linkKey: (object: LayerObject, annotationId: string) => string | null,
): ReviewInput {
  return layers.map(({ layerId, objects }) => ({
    personId: layerId,
    annotations: objects.flatMap(marksWith(linksByMark(objects, linkKey))),
  }));
}

/** The keys of what a layer's objects tie its marks to, by the mark: read once, however many marks there are. */
function linksByMark(
  objects: readonly LayerObject[],
  linkKey: (object: LayerObject, annotationId: string) => string | null,
): Map<string, string[]> {
  const links = new Map<string, string[]>();
  for (const object of objects) {
    const id = markOf(object);
    const key = linkKey(object, id);
    if (key === null) continue;
    const of = links.get(id);
    if (of) of.push(key);
    else links.set(id, [key]);
  }
  return links;
}

function marksWith(links: ReadonlyMap<string, string[]>) {
  return (object: LayerObject): ReviewAnnotation[] => {
    if (object.type !== "annotation" || object.deleted) return [];
    // Remarks never count as disagreement.
    const { note: _note, ...attributes } = object.attributes;
    const { id, kind, spans } = object;
    return [{ id, kind, attributes, spans, links: links.get(id) ?? [] }];
  };
}

/** The one mark that an object is said of: itself, or the one at its near end. */
function markOf(object: LayerObject): string {
  switch (object.type) {
    case "claimLink":
    case "attributionSource":
    case "restsOn":
      return object.attributionId;
    case "reuseLink":
      return object.annotationId;
    default:
      return object.id;
  }
}

/**
 * What an object ties the mark `id` to, in words that two layers share where they mean the same; null where it is
 * deleted or ties it to nothing. `keys` are those of placeKeys.
 */
export function linkKeyOf(object: LayerObject, id: string, keys: ReadonlyMap<string, string>): string | null {
  const unit = (annotationId: string) => keys.get(annotationId) ?? annotationId;
  if (object.deleted) return null;
  switch (object.type) {
    case "claimLink":
      return object.attributionId === id
        ? `claim:${unit(object.claimId)}:${object.role}:${object.stance}`
        : null;
    case "attributionSource":
      return object.attributionId === id ? `source:${object.sourceId}` : null;
    case "restsOn": {
      const target = object.targetId ? unit(object.targetId) : (object.sourceId ?? object.description);
      const only = object.claimIds.map(unit).toSorted().join(",");
      return object.attributionId === id ? `rests-on:${object.kind}:${target}${only && `:${only}`}` : null;
    }
    case "reuseLink": {
      const place =
        object.passage.url ??
        `${object.passage.versionId}:${object.passage.spans.map((s) => `${s.start}-${s.end}`)}`;
      return object.annotationId === id ? `twin:${object.degree}:${place}` : null;
    }
    case "suggestionAnswer":
      return null;
    default:
      return object.id === id && object.nestedInId ? `in:${unit(object.nestedInId)}` : null;
  }
}
