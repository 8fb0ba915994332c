import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeDistribution, distributionOf, type RatingPoint } from "@/lib/ratings/distribution";
import { reliabilityGrades } from "@/lib/vocabulary";

function ratings(grades: string): RatingPoint[] {
  return [...grades].map((letter, index) => ({
    raterId: `rater-${index}`,
    grade: reliabilityGrades.find((grade) => grade === letter) ?? "F",
    createdAt: new Date(Date.UTC(2026, 0, index + 1)).toISOString(),
  }));
}

describe("the distribution of ratings", () => {
  it("says nothing of nobody", () => {
    const empty = distributionOf([]);
    expect(empty).toMatchObject({ n: 0, lowerMedian: null, spread: null, oldest: null, isConsensus: false });
    expect(describeDistribution(empty)).toBe("Nobody has judged it.");
  });

  it("takes the less reliable of two middle grades", () => {
    expect(distributionOf(ratings("AB")).lowerMedian).toBe("B");
    expect(distributionOf(ratings("AABE")).lowerMedian).toBe("B");
    expect(distributionOf(ratings("ABD")).lowerMedian).toBe("B");
  });

  it("counts F apart: it moves neither median nor spread nor n", () => {
    const without = distributionOf(ratings("ABB"));
    const withMissing = distributionOf(ratings("ABBFF"));
    expect(withMissing).toMatchObject({ n: 3, cannotJudge: 2, lowerMedian: without.lowerMedian, spread: 1 });
    expect(distributionOf(ratings("FFF"))).toMatchObject({
      n: 0,
      cannotJudge: 3,
      lowerMedian: null,
      isConsensus: false,
    });
  });

  it("is no consensus below three who judged", () => {
    expect(distributionOf(ratings("BBF")).isConsensus).toBe(false);
    expect(distributionOf(ratings("BBB")).isConsensus).toBe(true);
    expect(describeDistribution(distributionOf(ratings("BBF")))).toBe(
      "Lower median B of 2, all the same. Not a consensus. One rater could not judge (F).",
    );
  });

  it("counts a rater's newest rating alone", () => {
    const first = { raterId: "one", grade: "E", createdAt: "2026-01-01T00:00:00.000Z" } as const;
    const second = { raterId: "one", grade: "C", createdAt: "2026-02-01T00:00:00.000Z" } as const;
    const result = distributionOf([second, first]);
    expect(result).toMatchObject({
      n: 1,
      lowerMedian: "C",
      oldest: second.createdAt,
      newest: second.createdAt,
    });
  });

  it("does not depend on the order, and its median is a grade somebody gave", () => {
    const grade = fc.constantFrom(...reliabilityGrades);
    fc.assert(
      fc.property(fc.array(grade, { maxLength: 30 }), (grades) => {
        const given = ratings(grades.join(""));
        const result = distributionOf(given);
        expect(distributionOf(given.toReversed())).toEqual(result);
        expect(result.n + result.cannotJudge).toBe(grades.length);
        if (result.lowerMedian === null) expect(result.n).toBe(0);
        else {
          expect(grades).toContain(result.lowerMedian);
          const better = grades.filter((one) => one !== "F" && one < (result.lowerMedian ?? ""));
          expect(better.length * 2).toBeLessThanOrEqual(result.n);
        }
      }),
    );
  });
});
