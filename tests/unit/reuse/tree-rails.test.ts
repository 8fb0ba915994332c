import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { railsOf } from "@/components/reuse/tree-rails";
import { laterWords, spanHref } from "@/components/reuse/words";
import { placeInAddress } from "@/lib/articles/spans-in-address";

const draw = (...depths: number[]) =>
  railsOf(depths.map((depth) => ({ depth }))).map((rails) =>
    rails.map((isOpen) => (isOpen ? "|" : " ")).join(""),
  );

describe("the lines of a family tree", () => {
  it("pass a passage where a later one hangs below the same ancestor", () => {
    expect(draw(0, 1, 2, 1)).toEqual(["", "|", "| ", " "]);
    expect(draw(0, 1, 2, 2, 0, 1)).toEqual(["", " ", " |", "  ", "", " "]);
  });

  it("stop at the deepest level that is drawn", () => {
    expect(draw(5, 6, 7, 8).map((rails) => rails.length)).toEqual([5, 6, 6, 6]);
  });
});

describe("times between publications", () => {
  it("are told in the largest unit that fits", () => {
    expect([0, 20_000, -60_000, 3 * 3_600_000, -2 * 86_400_000].map(laterWords)).toEqual([
      "at the same time",
      "moments later",
      "1 minute earlier",
      "3 hours later",
      "2 days earlier",
    ]);
  });
});

describe("an address to a passage", () => {
  it("is read back as the spans that it names", () => {
    const spans = [
      { start: 4, end: 9 },
      { start: 20, end: 31 },
    ];
    const versionId = randomUUID();
    const query = new URL(spanHref("flood", "a1", spans, versionId), "https://example.org").searchParams;
    const read = placeInAddress.parse({ span: query.getAll("span"), text: query.get("text") });
    expect(read).toEqual({ lit: spans, versionId });
  });

  it("that nobody made lights nothing up", () => {
    for (const value of [
      undefined,
      "",
      "9-4",
      "a-b",
      ["1-1", "-3"],
      { start: 1 },
      "1-2-3",
      "999999999-9999999999",
    ])
      expect(placeInAddress.parse({ span: value, text: value })).toEqual({ lit: [], versionId: null });
    expect(placeInAddress.parse({})).toEqual({ lit: [], versionId: null });
  });
});
