import { expect, it } from "vitest";
import type { BlockDto } from "@/lib/articles/text-schema";
import { placeWarnings } from "@/lib/review/place-warnings";
import type { DecisionDto, ReviewMark, UnitDto } from "@/lib/review/schema";

const blocks: BlockDto[] = [
  { id: "first", kind: "body", start: 0, end: 20 },
  { id: "last", kind: "bio", start: 20, end: 40 },
];

function markAt(start: number): ReviewMark {
  const spans = [{ role: "body" as const, start, end: start + 5, quote: "words" }];
  const state = { nestedInId: null, revision: 1, deleted: false, layerId: "a", links: [], ownLinks: [] };
  return { type: "annotation", id: `mark-${start}`, kind: "claim", attributes: {}, spans, ...state };
}

function placeAt(
  start: number,
  decision: DecisionDto | null = null,
  kind: UnitDto["kind"] = "claim",
): UnitDto {
  return {
    id: `place-${start}`,
    ordinal: 1,
    kind,
    state: "agreed",
    members: [{ layerId: "a", annotationId: `mark-${start}` }],
    span: { start, end: start + 5 },
    differences: [],
    alike: [],
    decision,
  };
}

function decided(start: number | null): DecisionDto {
  const final =
    start === null
      ? []
      : [{ id: "final", kind: "claim" as const, attributes: {}, spans: markAt(start).spans, readsId: null }];
  const verdict = start === null ? "reject" : "amend";
  return { id: "decision", unitId: "unit", verdict, reason: null, comment: null, marks: final };
}

const marks = [markAt(0), markAt(18), markAt(25)];
const warned = (unit: UnitDto) => placeWarnings([unit], marks, blocks).has(unit.id);

it("warns of a claim that touches boilerplate, as the blocks are now", () => {
  expect(warned(placeAt(0))).toBe(false);
  expect(warned(placeAt(18))).toBe(true);
  expect(placeWarnings([placeAt(25)], marks, blocks).get("place-25")).toContain("no part of the story");
  const corrected = blocks.map((block) => ({ ...block, kind: "body" as const }));
  expect(placeWarnings([placeAt(25)], marks, corrected).size).toBe(0);
});

it("reads a decided place by what will be saved, and leaves rejected places and other kinds alone", () => {
  expect(warned(placeAt(25, decided(0)))).toBe(false);
  expect(warned(placeAt(0, decided(25)))).toBe(true);
  expect(warned(placeAt(25, decided(null)))).toBe(false);
  expect(warned(placeAt(25, null, "attribution"))).toBe(false);
});
