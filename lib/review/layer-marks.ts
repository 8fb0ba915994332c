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
  return reviewUnits(
    toInput(layers, (id, objects) => objects.flatMap((object) => linkKeyOf(object, id, keys) ?? [])),
  );
}

/** A key of the place that each annotation is in, the same for all who marked there. */
export function placeKeys(layers: readonly SubmittedLayer[]): Map<string, string> {
  return unitKeysByAnnotation(reviewUnits(toInput(layers, () => [])));
}

function toInput(
  layers: readonly SubmittedLayer[],
  links: (annotationId: string, objects: readonly LayerObject[]) => string[],
): ReviewInput {
  return layers.map(({ layerId, objects }) => ({
    personId: layerId,
    annotations: objects.flatMap((object): ReviewAnnotation[] => {
      if (object.type !== "annotation" || object.deleted) return [];
      // Remarks never count as disagreement.
      const { note: _note, ...attributes } = object.attributes;
      return [
        {
          id: object.id,
          kind: object.kind,
          attributes,
          spans: object.spans,
          links: links(object.id, objects),
        },
      ];
    }),
  }));
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
