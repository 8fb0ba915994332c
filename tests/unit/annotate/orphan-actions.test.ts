import { describe, expect, it } from "vitest";
import { lostRole, lostWords, nextStop } from "@/components/annotate/orphan-actions";
import { countsInWords, lostInWords } from "@/components/versions/carried-words";
import type { CarriedItemDto } from "@/lib/versions/schema";
import type { SpanRole } from "@/lib/vocabulary";

function orphan(id: string, kept: SpanRole[], lost: SpanRole[]): CarriedItemDto {
  const at = { start: 0, end: 5 };
  return {
    id,
    kind: [...kept, ...lost].includes("body") ? "claim" : "attribution",
    quote: "the whole mark",
    before: [],
    after: null,
    parts: [
      ...kept.map((role) => ({ role, quote: `kept ${role}`, before: at, after: at })),
      ...lost.map((role) => ({ role, quote: `lost ${role}`, before: at, after: null })),
    ],
    how: "orphaned",
    near: null,
    annotationId: null,
    settledAs: null,
    reason: "",
  };
}

describe("a mark without its words", () => {
  it("is looked for by what it lost: its own words before its source and cue", () => {
    expect(lostRole(orphan("a", [], ["body"]))).toBe("body");
    expect(lostRole(orphan("a", ["source"], ["cue", "content"]))).toBe("content");
    expect(lostRole(orphan("a", ["source", "content"], ["cue"]))).toBe("cue");
    expect(lostWords(orphan("a", ["source", "content"], ["cue"]))).toBe("lost cue");
    expect(lostWords(orphan("a", [], ["body", "body"]))).toBe("lost body … lost body");
    expect(lostWords({ ...orphan("a", [], []), kind: "claim" })).toBe("the whole mark");
  });

  it("comes before the problems of the marks, and again after them", () => {
    const [a, b] = [orphan("a", [], ["body"]), orphan("b", [], ["body"])];
    expect(nextStop([a, b], undefined, 2, -1)).toBe(a);
    expect(nextStop([a, b], a, 2, -1)).toBe(b);
    expect(nextStop([a, b], b, 2, -1)).toBe("first-problem");
    expect(nextStop([a, b], undefined, 2, 0)).toBe("step");
    expect(nextStop([a, b], undefined, 2, 1)).toBe(a);
    expect(nextStop([a], a, 0, -1)).toBe(a);
    expect(nextStop([], undefined, 2, -1)).toBe("step");
  });
});

describe("what a new text does to marks, in words", () => {
  it("counts those that stay, move and lose their words", () => {
    expect(countsInWords({ exact: 0, moved: 0, orphaned: 0 })).toBeNull();
    expect(countsInWords({ exact: 1, moved: 1, orphaned: 1 })).toBe(
      "1 mark stays where it is, 1 moves with its words, 1 loses its words.",
    );
    expect(countsInWords({ exact: 0, moved: 12, orphaned: 2 })).toBe(
      "12 move with their words, 2 lose their words.",
    );
  });

  it("names the links that hang on them", () => {
    expect(lostInWords({ claimLinks: 1, sources: 0, restsOn: 0, nested: 2, reuse: 0 })).toEqual([
      "1 link from a claim to who said it",
      "2 nestings of attributions",
    ]);
  });
});
