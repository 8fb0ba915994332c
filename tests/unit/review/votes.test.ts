import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trendsOf } from "@/lib/review/feedback";
import { combine, everybodys, pickFields } from "@/lib/review/places";
import type { ReviewMark } from "@/lib/review/schema";
import { reviewUnits } from "@/lib/review/units";
import { votedFor } from "@/lib/review/votes";

function annotation(id: string, start: number, end: number, kind = "factual") {
  return {
    id,
    kind: "claim",
    attributes: { kind },
    spans: [{ role: "body", start, end }],
    links: [],
    ownLinks: [],
  };
}
const people = (...marks: ReturnType<typeof annotation>[]) =>
  marks.map((mark, at) => ({ personId: `p${at}`, annotations: [mark] }));

describe("votes", () => {
  it("are the people who made the very same mark, fields and borders alike", () => {
    const [unit] = reviewUnits(
      people(
        annotation("a", 0, 10),
        annotation("b", 0, 10),
        annotation("c", 0, 9),
        annotation("d", 0, 10, "prediction"),
      ),
    );
    expect(unit?.alike).toEqual([["a", "b"], ["c"], ["d"]]);
    expect(unit && votedFor(unit, 2)).toEqual(["a", "b"]);
    expect(unit && votedFor(unit, 3)).toBeNull();
    expect(unit && votedFor(unit, 1)).toBeNull();
  });

  it("leave a place with one mark too many to a person", () => {
    const [unit] = reviewUnits([
      { personId: "p", annotations: [annotation("a", 0, 20)] },
      { personId: "q", annotations: [annotation("b", 0, 10), annotation("c", 10, 20)] },
    ]);
    expect(unit?.state).toBe("split");
    expect(unit && votedFor(unit, 1)).toBeNull();
  });

  it("are the same whoever is named first, and never name two versions", () => {
    const kinds = fc.constantFrom("factual", "prediction");
    fc.assert(
      fc.property(
        fc.array(kinds, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 7 }),
        (given, votes) => {
          const marks = given.map((kind, at) => annotation(`m${at}`, 0, 10, kind));
          const [one] = reviewUnits(people(...marks));
          const [other] = reviewUnits(people(...marks).toReversed());
          expect(one?.alike).toEqual(other?.alike);
          const voted = one ? votedFor(one, votes) : null;
          const counts = ["factual", "prediction"].map((kind) => given.filter((own) => own === kind).length);
          const reaching = counts.filter((count) => count >= votes);
          expect(voted?.length ?? null).toBe(reaching.length === 1 ? reaching[0] : null);
        },
      ),
    );
  });
});

function mark(id: string, start: number, end: number): ReviewMark {
  const spans = [{ role: "body" as const, start, end, quote: "x".repeat(end - start) }];
  const object = {
    type: "annotation" as const,
    id,
    kind: "claim" as const,
    attributes: {},
    nestedInId: null,
  };
  return { ...object, spans, revision: 1, deleted: false, layerId: `${id}-layer`, links: [], ownLinks: [] };
}

describe("links", () => {
  it("of everybody come with a union, and field by field where they are chosen", () => {
    const marks = [mark("a", 0, 10), mark("b", 5, 15)];
    expect(combine(marks, "union")).toMatchObject({ readsId: "a", alsoReadsIds: ["b"] });
    expect(combine(marks, "intersection")?.alsoReadsIds).toBeUndefined();
    expect(pickFields(marks, ["span.body", "links"], [1, everybodys])).toMatchObject({
      spans: [{ start: 5, end: 15 }],
      readsId: "a",
      alsoReadsIds: ["b"],
    });
  });
});

describe("trends", () => {
  it("count weeks from their Monday, articles alike, and reasons by how often they were given", () => {
    const at = (day: string) => new Date(`${day}T12:00:00Z`);
    expect(
      trendsOf([
        { finishedAt: at("2026-03-08"), f1: 0.5, reasons: { missed: 1 } },
        { finishedAt: at("2026-03-09"), f1: 1, reasons: { "wrong-span": 2 } },
        { finishedAt: at("2026-03-10"), f1: null, reasons: {} },
        { finishedAt: at("2026-03-11"), f1: 0, reasons: { missed: 2 } },
      ]),
    ).toEqual({
      weeks: [
        { week: "2026-03-02", articles: 1, f1: 0.5 },
        { week: "2026-03-09", articles: 3, f1: 0.5 },
      ],
      reasons: [
        { reason: "missed", count: 3 },
        { reason: "wrong-span", count: 2 },
      ],
      articles: 4,
      f1: 0.5,
    });
    expect(trendsOf([])).toEqual({ weeks: [], reasons: [], articles: 0, f1: null });
  });
});
