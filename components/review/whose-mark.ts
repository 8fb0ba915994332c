import type { ReviewLayer, UnitDto } from "@/lib/review/schema";

/**
 * Whose marks an accepted place took, in words: those that its decision read and those that are the very same. Null
 * where it is not accepted, or where no mark of the place says it.
 */
export function whoseMark(unit: UnitDto, layers: readonly ReviewLayer[]): string | null {
  if (unit.decision?.verdict !== "accept" || layers.length < 2) return null;
  const read = unit.decision.marks.flatMap(({ readsId, alsoReadsIds = [] }) => [
    ...(readsId ? [readsId] : []),
    ...alsoReadsIds,
  ]);
  const taken = new Set(read.flatMap((id) => unit.alike.find((group) => group.includes(id)) ?? [id]));
  const of = new Set(unit.members.filter((one) => taken.has(one.annotationId)).map((one) => one.layerId));
  const names = layers.filter((layer) => of.has(layer.id)).map((layer) => layer.name);
  if (names.length === 0) return null;
  return names.length === layers.length ? "everybody's" : `${names.join(" and ")}'s`;
}
