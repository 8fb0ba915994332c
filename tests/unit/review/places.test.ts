import { describe, expect, it } from "vitest";
import { addArticle, agreementOf, figure, inTen, type Tally } from "@/lib/agreement/pair-agreement";
import {
  amendReason,
  combine,
  countsSentence,
  differingLinks,
  draftOf,
  groupOf,
  nextOpen,
  orderPlaces,
  pickFields,
} from "@/lib/review/places";
import type { ReviewLayer, ReviewMark, UnitDto } from "@/lib/review/schema";

function unit(id: string, state: UnitDto["state"], differences: string[] = [], start = 0): UnitDto {
  return {
    id,
    ordinal: 1,
    kind: "claim",
    state,
    members: [{ layerId: "a", annotationId: `${id}-mark` }],
    span: { start, end: start + 10 },
    differences,
    alike: [],
    decision: null,
  };
}

function mark(id: string, start: number, end: number, attributes = {}): ReviewMark {
  const spans = [{ role: "body" as const, start, end, quote: "x".repeat(end - start) }];
  const object = { type: "annotation" as const, id, kind: "claim" as const, attributes, nestedInId: null };
  return { ...object, spans, revision: 1, deleted: false, layerId: `${id}-layer`, links: [], ownLinks: [] };
}

const layer = (letter: string): ReviewLayer => ({
  id: letter,
  letter,
  name: letter,
  marks: 1,
  isNothingToMark: false,
});

describe("places", () => {
  it("are ordered by group, then as they stand in the text, and counted in a sentence", () => {
    const units = [
      unit("agreed", "agreed"),
      unit("kind", "disagreed", ["attribute.kind"]),
      unit("late", "disagreed", ["span.body", "attribute.kind"], 50),
      unit("early", "disagreed", ["span.body"]),
      unit("split", "split"),
      unit("one", "incomplete"),
    ];
    const order = orderPlaces(units);
    expect(order.map((one) => one.id)).toEqual(["one", "early", "late", "split", "kind", "agreed"]);
    expect(order.map(groupOf)).toEqual(["missed", "border", "border", "split", "kind", "agreed"]);
    expect(countsSentence(units, [layer("A"), layer("B")])).toBe(
      "6 places: 1 agree, 3 differ, 1 only one person, 1 split",
    );
    expect(countsSentence(units.slice(0, 1), [layer("A")])).toBe("1 place, marked by one annotator");
  });

  it("lead from a decision to the next open conflict, round the end, and only then to what is agreed", () => {
    const order = orderPlaces([unit("a", "incomplete"), unit("b", "split"), unit("c", "agreed")]);
    expect(nextOpen(order, "b")).toBe("a");
    const decision = {
      id: "d",
      unitId: "a",
      verdict: "reject",
      reason: "other",
      comment: null,
      marks: [],
    } as const;
    const decided = order.map((one) =>
      one.id === "a" ? { ...one, decision: { ...decision, marks: [] } } : one,
    );
    expect(nextOpen(decided, "b")).toBe("c");
    expect(nextOpen(decided.slice(0, 2), "b")).toBeNull();
  });

  it("combine two people's spans, or say that they share nothing", () => {
    const [a, b] = [mark("a", 0, 10, { kind: "factual" }), mark("b", 5, 20)];
    expect(combine([a, b], "union")?.spans).toEqual([{ role: "body", start: 0, end: 20 }]);
    expect(combine([a, b], "intersection")?.spans).toEqual([{ role: "body", start: 5, end: 10 }]);
    expect(combine([a, mark("c", 10, 12)], "intersection")).toBeNull();
    expect(combine([a, b], "union")).toMatchObject({ attributes: { kind: "factual" }, readsId: "a" });
  });

  it("take each field from whom it was chosen of, and know what nobody had", () => {
    const [a, b] = [mark("a", 0, 10, { kind: "factual" }), mark("b", 5, 20, { kind: "assessment" })];
    const picked = pickFields([a, b], ["span.body", "attribute.kind", "links"], [1, 0, 1]);
    expect(picked).toEqual({
      attributes: { kind: "factual" },
      spans: [{ role: "body", start: 5, end: 20 }],
      readsId: "b",
    });
    expect(amendReason(draftOf(a), [a, b])).toBeNull();
    expect(picked && amendReason(picked, [a, b])).toBe("wrong-attribute");
    expect(amendReason({ ...draftOf(a), spans: [{ role: "body", start: 1, end: 2 }] }, [a, b])).toBe(
      "wrong-span",
    );
  });
});

describe("links taken one by one", () => {
  const tie = (id: string, key: string) => ({ id, key, text: key });
  const a = { ...mark("a", 0, 10), ownLinks: [tie("a1", "both"), tie("a2", "mine"), tie("a", "in")] };
  const b = { ...mark("b", 0, 10), ownLinks: [tie("b1", "both"), tie("b2", "theirs")] };

  it("are those that not everybody has, each with who has it", () => {
    expect(differingLinks([a, b])).toEqual([
      { key: "mine", text: "mine", having: [0] },
      { key: "in", text: "in", having: [0] },
      { key: "theirs", text: "theirs", having: [1] },
    ]);
    expect(differingLinks([a, a])).toEqual([]);
  });

  it("leave exactly the others, and a nesting is read from whoever has it", () => {
    expect(pickFields([a, b], ["links"], [{ links: ["theirs"] }])).toMatchObject({
      readsId: "a",
      alsoReadsIds: ["b"],
      leavesIds: ["a2", "a"],
    });
    expect(pickFields([b, a], ["links"], [{ links: ["in"] }])).toMatchObject({
      readsId: "a",
      alsoReadsIds: ["b"],
      leavesIds: ["b2", "a2"],
    });
  });
});

describe("agreement of a pair", () => {
  it("adds up articles, and is undefined by kind where neither marked any", () => {
    const tallies = new Map<string, Tally>();
    const at = (start: number, end: number) => ({ kind: "claim", spans: [{ start, end }] });
    addArticle(tallies, ["claim", "duplicate"], [at(0, 10), at(20, 30)], [at(0, 10), at(20, 28)]);
    addArticle(tallies, ["claim", "duplicate"], [at(0, 10)], []);
    const [claims, duplicates] = agreementOf(2, tallies).kinds;
    expect(claims).toMatchObject({ a: 3, b: 2, exact: 1, overlap: 2, exactF1: 0.4, overlapF1: 0.8 });
    expect(duplicates).toMatchObject({ exactF1: null, undefinedBecause: "both empty" });
  });

  it("is said without claiming all or nothing for what is not", () => {
    expect([0, 0.01, 0.05, 0.71, 0.99, 1].map(inTen)).toEqual([
      "never",
      "once in 10 times",
      "once in 10 times",
      "7 times in 10",
      "9 times in 10",
      "every time",
    ]);
    expect([0, 0.713, 1].map(figure)).toEqual([".00", ".71", "1.00"]);
  });
});
