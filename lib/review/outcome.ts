import type { AnnotationDto, LayerObject } from "@/lib/layers/schema";
import { unitsOf } from "@/lib/review/layer-marks";
import type { Span } from "@/lib/text/span";

/** What became of a place: one's mark as it was, with changes, not at all, or a mark that one did not make. */
export type OutcomeKind = "taken" | "changed" | "rejected" | "missed";

export type OutcomePlace = {
  key: string;
  outcome: OutcomeKind;
  span: Span | null;
  own: AnnotationDto[];
  final: AnnotationDto[];
  /** Fields that differ between one's mark and the final one: `span.<role>`, `attribute.<name>`, `links`. */
  changed: string[];
};

/**
 * One person's marks laid beside the final ones, in reading order, paired as review pairs two people. A place with one's
 * mark and no final one is rejected, the other way round missed; several marks against one is a change.
 */
export function outcomeOf(own: readonly LayerObject[], final: readonly LayerObject[]): OutcomePlace[] {
  const marks = new Map(
    [...own, ...final].flatMap((object) =>
      object.type === "annotation" ? [[object.id, object] as const] : [],
    ),
  );
  const units = unitsOf([
    { layerId: "a", objects: own },
    { layerId: "b", objects: final },
  ]);
  return units.map((unit) => {
    const of = (layerId: string) =>
      (unit.people.find((one) => one.personId === layerId)?.annotationIds ?? []).flatMap(
        (id) => marks.get(id) ?? [],
      );
    const [mine, theirs] = [of("a"), of("b")];
    return {
      key: unit.key,
      outcome:
        mine.length === 0
          ? "missed"
          : theirs.length === 0
            ? "rejected"
            : unit.state === "agreed"
              ? "taken"
              : "changed",
      span: unit.span,
      own: mine,
      final: theirs,
      changed:
        mine.length > 0 && theirs.length > 0
          ? unit.state === "split"
            ? ["split"]
            : unit.differences.map((one) => one.field)
          : [],
    };
  });
}
