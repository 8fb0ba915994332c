import { describe, expect, it } from "vitest";
import { askedLinks, withLinks } from "@/lib/review/link-choice";
import type { ReviewMark } from "@/lib/review/schema";

function mark(layerId: string, id: string, keys: readonly string[]): ReviewMark {
  return {
    type: "annotation",
    id,
    kind: "attribution",
    attributes: {},
    nestedInId: null,
    spans: [{ role: "content", start: 0, end: 1, quote: "x" }],
    revision: 1,
    deleted: false,
    layerId,
    links: [],
    ownLinks: keys.map((key) => ({ id: key === "in" ? id : `${id}-${key}`, key, text: `about ${key}` })),
  };
}

describe("single links where somebody has several marks", () => {
  const a = mark("A", "a", ["dam", "house"]);
  const first = mark("B", "b1", ["dam", "rain"]);
  const second = mark("B", "b2", ["in"]);
  const all = [a, first, second];
  const asked = (chosen: ReviewMark[]) =>
    askedLinks(chosen, all).map(({ markId, key, layerIds }) => [markId, key, layerIds.join("")]);

  it("asks of one chosen mark for every link that not all marks here have, whoever made it", () => {
    expect(asked([a])).toEqual([
      ["a", "dam", "AB"],
      ["a", "house", "A"],
      ["a", "rain", "B"],
      ["a", "in", "B"],
    ]);
    expect(withLinks([a], all, [true, false, true, false])).toMatchObject([
      { readsId: "a", alsoReadsIds: ["b1", "b2"], leavesIds: ["a-house", "b2"] },
    ]);
  });

  it("asks of each of several for its own and the others', never for what another chosen one has", () => {
    expect(asked([first, second])).toEqual([
      ["b1", "rain", "B"],
      ["b1", "house", "A"],
      ["b2", "in", "B"],
      ["b2", "dam", "A"],
      ["b2", "house", "A"],
    ]);
    expect(withLinks([first, second], all, [false, true, true])).toMatchObject([
      { readsId: "b1", alsoReadsIds: ["a"], leavesIds: ["b1-rain"] },
      { readsId: "b2", alsoReadsIds: ["a"], leavesIds: ["a-dam", "a-house"] },
    ]);
  });

  it("reads a nesting from whoever has it, and asks for nothing where all marks here are taken", () => {
    expect(withLinks([a], all, [true, true, true, true])).toMatchObject([
      { readsId: "b2", alsoReadsIds: ["a", "b1"], leavesIds: [] },
    ]);
    expect(askedLinks(all, all)).toEqual([]);
    expect(withLinks([second], [second], [])).toMatchObject([{ readsId: "b2", leavesIds: [] }]);
  });
});
