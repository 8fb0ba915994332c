import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DrawnSpan } from "@/components/editor/drawn-text";
import { layOut, MOST_LANES } from "@/components/editor/lay-out";
import { listStretches, stretchesOf } from "@/components/editor/stretches";
import { editorPositions } from "@/lib/text/editor-position";

function claim(id: string, start: number, end: number): DrawnSpan {
  return { id, start, end, look: "claim", label: "Claim", className: "" };
}

const drawnSpans = fc
  .array(fc.tuple(fc.nat(80), fc.integer({ min: 1, max: 40 })), { maxLength: 30 })
  .map((pairs) => pairs.map(([start, length], place) => claim(`m${place}`, start, start + length)));

describe("the lines of marks that lie over one another", () => {
  it("stand under one another, for nested, crossing and identical marks", () => {
    const { segments, depth } = layOut({ start: 0, end: 20 }, [
      claim("outer", 0, 10),
      claim("inner", 2, 4),
      claim("twin-a", 12, 14),
      { ...claim("twin-b", 12, 14), look: "content", label: "Attribution, content" },
    ]);
    expect(depth).toBe(2);
    expect(segments.map(({ start, end, ids }) => [start, end, ids.join(" ")])).toEqual([
      [0, 2, "outer"],
      [2, 4, "outer inner"],
      [4, 10, "outer"],
      [12, 14, "twin-a twin-b"],
    ]);
    expect(segments[1]?.className).toContain("ln0-claim ln1-claim");
    expect(segments[3]?.className).toContain("ln1-content");
    // Only where a line is not a claim's does it need a layer of the background of its own.
    expect(segments.map(({ className }) => className.split(" ").includes("mixed"))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(segments[3]?.description).toBe("Claim; Attribution, content");
  });

  it("name every mark on every code point, in segments that do not overlap", () => {
    fc.assert(
      fc.property(drawnSpans, (spans) => {
        const { segments } = layOut({ start: 10, end: 90 }, spans);
        for (let at = 10; at < 90; at += 1) {
          const on = segments.filter((segment) => segment.start <= at && at < segment.end);
          const meant = spans.filter((span) => span.start <= at && at < span.end).map((span) => span.id);
          expect(on.length).toBe(meant.length > 0 ? 1 : 0);
          expect([...(on[0]?.ids ?? [])].sort()).toEqual(meant.sort());
        }
      }),
    );
  });

  it("give two marks at the same place different lanes while there are lanes, and say where there are more", () => {
    fc.assert(
      fc.property(drawnSpans, (spans) => {
        for (const segment of layOut({ start: 0, end: 120 }, spans).segments) {
          const lanes = segment.className.split(" ").filter((name) => /^ln\d-/.test(name));
          const hasMore = segment.className.includes("ln-more");
          expect(lanes.length).toBeLessThanOrEqual(MOST_LANES);
          if (!hasMore) expect(lanes.length).toBe(segment.ids.length);
          else expect(segment.ids.length).toBeGreaterThan(lanes.length);
        }
      }),
    );
  });
});

describe("stretches", () => {
  it("are the paragraphs, long ones in pieces, and cover the text in code points", () => {
    const text = `😀 one\n\n${"word ".repeat(1_000)}`;
    const stretches = listStretches(editorPositions(text));
    expect(stretches.map(({ line, start, end }) => [line, start, end])).toEqual([
      [0, 0, 5],
      [1, 6, 6],
      [2, 7, 2007],
      [2, 2007, 4007],
      [2, 4007, 5007],
    ]);
    expect(stretchesOf(stretches, { start: 3, end: 2007 })).toEqual({ first: 0, last: 2 });
    expect(stretchesOf(stretches, { start: 2007, end: 2008 })).toEqual({ first: 3, last: 3 });
  });
});
