import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figure, figureRange } from "@/lib/agreement/pair-agreement";
import { describeDiagonal, diagonalOf } from "@/lib/ratings/diagonal";
import { layOutPlot, plot } from "@/lib/ratings/plot-layout";
import { agreementOf, describeAgreement, type RoundGrade } from "@/lib/ratings/round-agreement";
import { credibilityGrades, reliabilityGrades } from "@/lib/vocabulary";

function grades(bySource: Record<string, string>, sawOthers = false): RoundGrade[] {
  return Object.entries(bySource).flatMap(([sourceId, letters]) =>
    [...letters].map((letter) => ({
      sourceId,
      grade: reliabilityGrades.find((grade) => grade === letter) ?? "F",
      sawOthers,
    })),
  );
}

const anyGrade = fc.record({
  sourceId: fc.constantFrom("a", "b", "c", "d"),
  grade: fc.constantFrom(...reliabilityGrades),
  sawOthers: fc.boolean(),
});

describe("the agreement of a round", () => {
  it("is 1 where everybody gives each source the same letter, and says what it rests on", () => {
    const result = agreementOf(grades({ one: "AA", two: "CC", three: "EE" }));
    expect(result).toMatchObject({
      alpha: 1,
      sources: 3,
      grades: 6,
      why: null,
      interval: { low: 1, high: 1 },
    });
    expect(describeAgreement(result)).toBe(
      "Ordinal α 1.00, firm (95 % interval 1.00 to 1.00), over 3 sources and 6 blind grades.",
    );
  });

  it("counts a step apart less than four steps apart", () => {
    const near = agreementOf(grades({ one: "AB", two: "DE", three: "AE" })).alpha ?? 0;
    const far = agreementOf(grades({ one: "AE", two: "DB", three: "AE" })).alpha ?? 0;
    expect(near).toBeGreaterThan(far);
  });

  it("takes F as missing and leaves out what was given after others' were seen", () => {
    const blind = grades({ one: "AB", two: "DD", three: "CE" });
    const more = [...blind, ...grades({ one: "F", four: "FF" }), ...grades({ two: "A", three: "A" }, true)];
    const result = agreementOf(more);
    expect(result.alpha).toBe(agreementOf(blind).alpha);
    expect(result).toMatchObject({ cannotJudge: 3, sawOthers: 2, grades: 6, sources: 3 });
    expect(describeAgreement(result)).toContain("Left out: 3 F, which is a missing grade; 2 given after");
  });

  it("says why it has no number", () => {
    expect(describeAgreement(agreementOf([]))).toMatch(/^Undefined because no source that you have rated/);
    expect(describeAgreement(agreementOf(grades({ one: "BB", two: "BB" })))).toMatch(/same letter/);
    expect(describeAgreement(agreementOf(grades({ one: "AB" })))).toMatch(
      /^Undefined because only one source/,
    );
    expect(agreementOf(grades({ one: "AB", two: "CC" }, true))).toMatchObject({ alpha: null, sawOthers: 4 });
  });

  it("calls nothing firm that another draw of sources would take below the threshold", () => {
    const two = agreementOf(grades({ one: "AA", two: "BD" }));
    expect(two.interval?.low).toBeLessThan(0.667);
    expect(describeAgreement(two)).not.toContain("firm");
    expect(describeAgreement(agreementOf(grades({ one: "BD", two: "AA" })))).toMatch(/rely on/);
  });

  it("writes what is below 0 with a minus sign", () => {
    const words = describeAgreement(agreementOf(grades({ one: "AE", two: "EA", three: "AD" })));
    expect(words).toMatch(/^Ordinal α −0\.\d\d, too low to rely on \(95 % interval −/);
    expect([-0.25, -0.001, 0.25, 1].map(figure)).toEqual(["−.25", ".00", ".25", "1.00"]);
    expect([figureRange(-0.4, 0.1), figureRange(0.4, 0.5)]).toEqual(["−.40 to .10", ".40–.50"]);
  });

  it("does not depend on the order", () => {
    fc.assert(
      fc.property(fc.array(anyGrade, { maxLength: 24 }), (given) => {
        expect(agreementOf(given.toReversed())).toEqual(agreementOf(given));
      }),
      { numRuns: 25 },
    );
  });
});

describe("the diagonal share", () => {
  it("counts pairs of one rank, and F and 6 as missing", () => {
    const result = diagonalOf([
      { reliability: "A", credibility: "1" },
      { reliability: "E", credibility: "5" },
      { reliability: "B", credibility: "3" },
      { reliability: "F", credibility: "6" },
      { reliability: "F", credibility: "1" },
      { reliability: "C", credibility: "6" },
    ]);
    expect(result).toEqual({ pairs: 3, onDiagonal: 2, missing: 3, share: 2 / 3 });
    expect(describeDiagonal(result)).toContain("2 of 3 pairs lie on one rank");
  });

  it("is undefined, not zero, where no pair has both grades", () => {
    const result = diagonalOf([{ reliability: "F", credibility: "6" }]);
    expect(result.share).toBeNull();
    expect(describeDiagonal(result)).toMatch(/^Undefined because/);
  });

  it("lies between 0 and 1, and another missing grade never moves it", () => {
    const pair = fc.record({
      reliability: fc.constantFrom(...reliabilityGrades),
      credibility: fc.constantFrom(...credibilityGrades),
    });
    fc.assert(
      fc.property(fc.array(pair), fc.constantFrom(...credibilityGrades), (pairs, credibility) => {
        const { share } = diagonalOf(pairs);
        if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
        expect(diagonalOf([...pairs, { reliability: "F", credibility }]).share).toBe(share);
      }),
    );
  });
});

describe("the plot of a distribution", () => {
  it("has one mark a rater, inside the plot, none upon another", () => {
    const count = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(fc.record({ A: count, B: count, C: count, D: count, E: count, F: count }), (counts) => {
        const { marks, width, height } = layOutPlot(counts);
        expect(marks).toHaveLength(Object.values(counts).reduce((sum, one) => sum + one, 0));
        expect(new Set(marks.map((mark) => `${mark.x} ${mark.y}`)).size).toBe(marks.length);
        for (const { x, y } of marks) {
          expect(x - plot.radius >= 0 && x + plot.radius <= width).toBe(true);
          expect(y - plot.radius >= 0 && y + plot.radius <= height - plot.axis).toBe(true);
        }
      }),
    );
  });
});
