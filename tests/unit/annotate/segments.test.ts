import fc from "fast-check";
import { expect, it } from "vitest";
import { listMarks, type Mark } from "@/components/annotate/marks";
import { drawMarks, noDrawing } from "@/components/annotate/segments";
import type { StretchSpans } from "@/components/editor/drawn-text";
import { listStretches } from "@/components/editor/stretches";
import type { LayerObject } from "@/lib/layers/schema";
import { editorPositions } from "@/lib/text/editor-position";
import { attribution, claim, spanAt } from "../../support/operations";

const text = "Forty houses were flooded.\nThe mayor said so.\n\nNobody was hurt, she added.";
const stretches = listStretches(editorPositions(text));

function markOf(id: string, start: number, length: number, isAttribution: boolean): Mark {
  const end = Math.min(start + length, text.length);
  const object: LayerObject = {
    ...(isAttribution
      ? attribution([spanAt(text, start, end, "content")], { id })
      : claim([spanAt(text, start, end)], { id })),
    revision: 1,
    deleted: false,
  };
  const [mark] = listMarks(new Map([[id, object]]));
  if (!mark) throw new Error("The mark is not listed.");
  return mark;
}

const sorted = (spans: StretchSpans) => spans.map((own) => own.map((span) => JSON.stringify(span)).sort());

it("is drawn the same step by step as from nothing, whatever came, went or was chosen", () => {
  const marks = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 9 }),
      start: fc.nat(70),
      length: fc.integer({ min: 1, max: 40 }),
      kind: fc.boolean(),
    }),
    { selector: (one) => one.id, maxLength: 9 },
  );
  const steps = fc.array(
    fc.record({ marks, selected: fc.integer({ min: 0, max: 9 }), proposed: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(steps, (all) => {
      let drawing = noDrawing(stretches);
      for (const step of all) {
        const list = step.marks
          .map((one) => markOf(`m${one.id}`, one.start, one.length, one.kind))
          .sort((a, b) => a.hull.start - b.hull.start || (a.annotation.id < b.annotation.id ? -1 : 1));
        const proposed = step.proposed ? { markId: "m1", source: { start: 0, end: 5 }, cue: null } : null;
        const selected = `m${step.selected}`;
        drawing = drawMarks(drawing, stretches, list, selected, proposed);
        const fresh = drawMarks(noDrawing(stretches), stretches, list, selected, proposed);
        expect(sorted(drawing.spans)).toEqual(sorted(fresh.spans));
      }
    }),
  );
});

it("gives another list only to the stretches that a mark came to", () => {
  const first = markOf("a", 0, 12, false);
  const before = drawMarks(noDrawing(stretches), stretches, [first], null, null);
  const after = drawMarks(before, stretches, [first, markOf("b", 31, 5, false)], null, null);
  expect(after.spans.map((own, number) => own === before.spans[number])).toEqual([true, false, true, true]);
});
