import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnnotationDto, LayerObject } from "@/lib/layers/schema";
import { alignTexts } from "@/lib/reanchoring/align";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { planCarry } from "@/lib/versions/plan-carry";
import { claim } from "../../support/operations";

const words = ["forty", "houses", "flooded", "the", "mayor", "said", "Überfluß", "😀", "on", "Monday"];
const sentence = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 9 })
  .map((some) => `${some.join(" ")}.`);
const paragraphs = fc.array(sentence, { minLength: 1, maxLength: 8 });

/** What a newsroom does to a text: sentences are put in, cut, reworded, moved or printed twice. */
const edit = fc.record({
  op: fc.constantFrom("put in", "cut", "reword", "move", "double"),
  at: fc.nat(20),
  to: fc.nat(20),
  with: sentence,
});
type Edit = { op: string; at: number; to: number; with: string };

function edited(before: readonly string[], edits: readonly Edit[]): string[] {
  const now = [...before];
  for (const one of edits) {
    const at = one.at % Math.max(1, now.length);
    const to = one.to % (now.length + 1);
    if (one.op === "put in") now.splice(to, 0, one.with);
    else if (one.op === "cut") now.splice(at, 1);
    else if (one.op === "reword") now.splice(at, 1, one.with);
    else if (one.op === "double") now.splice(to, 0, ...now.slice(at, at + 1));
    else now.splice(to, 0, ...now.splice(at, 1));
  }
  return now;
}

const place = fc.record({ start: fc.nat(200), length: fc.integer({ min: 1, max: 40 }) });
const passages = fc.array(place, { minLength: 0, maxLength: 5 });
const former = { formerVersionId: randomUUID(), versionId: randomUUID() };

function markAt(text: string, { start, length }: { start: number; length: number }): AnnotationDto | null {
  const index = indexCodePoints(text);
  const from = start % index.length;
  const span = { start: from, end: Math.min(index.length, from + length) };
  const made = claim([{ role: "body", ...span, quote: sliceCodePoints(index, span) }]);
  return made.type === "annotation" ? { ...made, revision: 1, deleted: false } : null;
}

/** A duplicate of the mark whose twin is another passage of the same text. */
function linkOf(mark: AnnotationDto, twin: AnnotationDto): LayerObject {
  const { role: _role, ...span } = twin.spans[0] ?? { role: "body", start: 0, end: 0, quote: "" };
  return {
    type: "reuseLink",
    id: randomUUID(),
    annotationId: mark.id,
    passage: {
      id: randomUUID(),
      versionId: former.formerVersionId,
      url: null,
      quote: span.quote,
      spans: [span],
    },
    degree: "verbatim",
    direction: "unknown",
    evidence: null,
    lost: [],
    state: "confirmed",
    revision: 1,
    deleted: false,
  };
}

describe("a newer text", () => {
  it("loses no mark silently, doubles none and no passage, and quotes its own words", () => {
    const sizes = fc.tuple(
      paragraphs,
      fc.array(edit, { maxLength: 6 }),
      passages,
      fc.array(place, { maxLength: 5 }),
    );
    fc.assert(
      fc.property(sizes, ([before, edits, places, twins]) => {
        const text = before.join("\n\n");
        const now = edited(before, edits).join("\n\n");
        const marks = places.flatMap((one) => markAt(text, one) ?? []);
        const links = twins.flatMap((one, at) => {
          const [mark, twin] = [marks[at % Math.max(1, marks.length)], markAt(text, one)];
          return mark && twin ? [linkOf(mark, twin)] : [];
        });
        const plan = planCarry([...marks, ...links], alignTexts(text, now), former, randomUUID);
        const { exact, moved, orphaned } = plan.counts;
        expect(exact + moved + orphaned).toBe(marks.length);
        expect(plan.marks.map((one) => one.former.id).toSorted()).toEqual(
          marks.map((one) => one.id).toSorted(),
        );
        const made = plan.changes.flatMap(({ after }) => (after.type === "annotation" ? [after] : []));
        expect(made).toHaveLength(exact + moved);
        expect(new Set(made.map((one) => one.id)).size).toBe(made.length);
        const index = indexCodePoints(now);
        const quotes = new Map(marks.map((one) => [one.id, one.spans.map((span) => span.quote)]));
        for (const { former: mark, after, how } of plan.marks) {
          expect(after === null).toBe(how === "orphaned");
          expect(after?.spans.map((span) => span.quote) ?? quotes.get(mark.id)).toEqual(quotes.get(mark.id));
          for (const span of after?.spans ?? []) expect(sliceCodePoints(index, span)).toBe(span.quote);
          if (how === "exact") expect(after?.spans).toEqual(mark.spans);
        }
        const carried = plan.changes.flatMap(({ after }) => (after.type === "reuseLink" ? [after] : []));
        const kept = new Set(plan.marks.flatMap(({ former: mark, after }) => (after ? [mark.id] : [])));
        const wanted = links.filter((link) => link.type === "reuseLink" && kept.has(link.annotationId));
        expect(carried).toHaveLength(wanted.length);
        expect(plan.linksLost.reuse).toBe(links.length - carried.length);
        expect(new Set(carried.map((link) => link.passage.id)).size).toBe(carried.length);
        for (const { passage } of carried)
          for (const span of passage.spans)
            expect(
              sliceCodePoints(passage.versionId === former.versionId ? index : indexCodePoints(text), span),
            ).toBe(span.quote);
      }),
      { numRuns: 150 },
    );
  });
});
