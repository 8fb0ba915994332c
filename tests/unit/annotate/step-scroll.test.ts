import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rail, stepScroll } from "@/components/annotate/step-scroll";

const rail: fc.Arbitrary<Rail> = fc
  .record({ most: fc.integer({ min: 0, max: 20_000 }), part: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ most, part }) => ({ most, anchor: Math.round(most * part), view: 600 }));

describe("two texts that scroll in step", () => {
  it("have their passages beside each other, and both reach beginning and end", () => {
    fc.assert(
      fc.property(rail, rail, (from, to) => {
        expect(stepScroll(from.anchor, from, to)).toBe(to.anchor);
        if (from.anchor > 0) expect(stepScroll(0, from, to)).toBe(0);
        if (from.most > from.anchor) expect(stepScroll(from.most, from, to)).toBe(to.most);
      }),
    );
  });

  it("never go back when one goes on, and stay in the text", () => {
    fc.assert(
      fc.property(rail, rail, fc.array(fc.integer({ min: -50, max: 20_050 })), (from, to, places) => {
        const reached = places.toSorted((a, b) => a - b).map((at) => stepScroll(at, from, to));
        for (const [place, top] of reached.entries()) {
          expect(top).toBeGreaterThanOrEqual(place > 0 ? (reached[place - 1] ?? 0) - 1e-6 : 0);
          expect(top).toBeLessThanOrEqual(to.most + 1e-6);
        }
      }),
    );
  });

  it("move px for px around the passage, however unlike their lengths", () => {
    const [short, long] = [
      { anchor: 400, most: 900, view: 500 },
      { anchor: 3_000, most: 9_000, view: 500 },
    ];
    expect(stepScroll(3_000 + 120, long, short)).toBe(520);
    expect(stepScroll(400 - 90, short, long)).toBe(2_910);
  });
});
