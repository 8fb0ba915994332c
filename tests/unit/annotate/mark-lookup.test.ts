import fc from "fast-check";
import { expect, it } from "vitest";
import { marksById, marksOver } from "@/components/annotate/mark-lookup";
import { listMarks } from "@/components/annotate/marks";
import type { LayerObject } from "@/lib/layers/schema";
import { isOverlapping } from "@/lib/text/span";
import { attribution, spanAt } from "../../support/operations";

const text = "Forty houses were flooded. Nobody was hurt, the mayor said, and the bridge is safe.";

it("finds the marks over a place as looking at each of them does, however far apart their parts lie", () => {
  const span = fc
    .tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
    .map(([start, length]) => ({ start, end: start + length }));
  fc.assert(
    fc.property(
      fc.array(fc.array(span, { minLength: 1, maxLength: 2 }), { maxLength: 20 }),
      span,
      (all, place) => {
        const objects = all.map((spans, number): [string, LayerObject] => {
          const parts = spans.map(({ start, end }) => spanAt(text, start, end, "content"));
          return [`m${number}`, { ...attribution(parts, { id: `m${number}` }), revision: 1, deleted: false }];
        });
        const marks = listMarks(new Map(objects));
        expect(marksOver(marks, place)).toEqual(marks.filter(({ hull }) => isOverlapping(hull, place)));
        for (const mark of marks) expect(marksById(marks).get(mark.annotation.id)).toBe(mark);
      },
    ),
  );
});
