import { claimInBoilerplate } from "@/lib/articles/boilerplate";
import type { BlockDto } from "@/lib/articles/text-schema";
import type { ReviewMark, UnitDto } from "@/lib/review/schema";

/**
 * What is odd about places as the blocks are now, by the unit's id: a claim in boilerplate. A decided place is read by
 * what will be saved, an open one by everybody's marks; a rejected one has no warning.
 */
export function placeWarnings(
  units: readonly UnitDto[],
  marks: readonly ReviewMark[],
  blocks: readonly BlockDto[],
): Map<string, string> {
  const byId = new Map(marks.map((mark) => [mark.id, mark]));
  return new Map(
    units.flatMap((unit) => {
      if (unit.kind !== "claim") return [];
      const own = unit.decision?.marks ?? unit.members.flatMap((one) => byId.get(one.annotationId) ?? []);
      const spans = own.flatMap((mark) => mark.spans);
      const warning = claimInBoilerplate(spans, blocks);
      return warning ? [[unit.id, warning] as const] : [];
    }),
  );
}
