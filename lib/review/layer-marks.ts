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
  const keys = unitKeysByAnnotation(reviewUnits(toInput(layers, () => [])));
  return reviewUnits(toInput(layers, (id, objects) => linkKeys(id, objects, keys)));
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

/** What a mark is tied to, in words that two layers share where they mean the same. */
function linkKeys(id: string, objects: readonly LayerObject[], keys: ReadonlyMap<string, string>): string[] {
  const unit = (annotationId: string) => keys.get(annotationId) ?? annotationId;
  return objects.flatMap((object) => {
    if (object.deleted) return [];
    switch (object.type) {
      case "claimLink":
        return object.attributionId === id
          ? [`claim:${unit(object.claimId)}:${object.role}:${object.stance}`]
          : [];
      case "attributionSource":
        return object.attributionId === id ? [`source:${object.sourceId}`] : [];
      case "restsOn": {
        const target = object.targetId ? unit(object.targetId) : (object.sourceId ?? object.description);
        const only = object.claimIds.map(unit).toSorted().join(",");
        return object.attributionId === id ? [`rests-on:${object.kind}:${target}${only && `:${only}`}`] : [];
      }
      case "reuseLink": {
        const place =
          object.passage.url ??
          `${object.passage.versionId}:${object.passage.spans.map((s) => `${s.start}-${s.end}`)}`;
        return object.annotationId === id ? [`twin:${object.degree}:${place}`] : [];
      }
      default:
        return object.id === id && object.nestedInId ? [`in:${unit(object.nestedInId)}`] : [];
    }
  });
}
