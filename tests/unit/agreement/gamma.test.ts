import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bestAlignment } from "@/lib/agreement/alignment";
import { bestAssignment } from "@/lib/agreement/assignment";
import { dissimilarity, type GammaContinuum, itemsOf } from "@/lib/agreement/dissimilarity";
import { gammaOf } from "@/lib/agreement/gamma";
import { gammaInThread } from "@/lib/agreement/gamma-in-thread";
import { seededRandom } from "@/lib/agreement/random";

const parameters = { alpha: 1, beta: 1, deltaEmpty: 1 };
const unit = (start: number, end: number, category = "a") => ({ start, end, category });

const drawn = fc
  .tuple(fc.nat(30), fc.integer({ min: 1, max: 8 }), fc.constantFrom("a", "b"))
  .map(([start, size, category]) => unit(start, start + size, category));
const continuumOf = (annotators: number, most: number): fc.Arbitrary<GammaContinuum> =>
  fc.array(fc.array(drawn, { maxLength: most }), { minLength: annotators, maxLength: annotators });

/** The least disorder by trying every way to put each unit into a tuple, for a few units. */
function leastDisorder(continuum: GammaContinuum): number {
  const items = itemsOf(continuum);
  const pairs = (continuum.length * (continuum.length - 1)) / 2;
  let least = Number.POSITIVE_INFINITY;
  function place(next: number, tuples: number[][], cost: number): void {
    const item = items[next];
    if (!item) {
      least = Math.min(least, cost);
      return;
    }
    place(next + 1, [...tuples, [next]], cost + 1);
    for (const [i, tuple] of tuples.entries()) {
      const others = tuple.map((one) => items[one]).filter((one) => one !== undefined);
      if (others.some(({ annotator }) => annotator === item.annotator)) continue;
      const added = others.reduce((sum, other) => sum + dissimilarity(item, other, parameters) - 1, 0);
      place(next + 1, tuples.with(i, [...tuple, next]), cost + added / pairs);
    }
  }
  place(0, [], 0);
  return least / (items.length / continuum.length);
}

/** An article of sentences that each annotator marks most of, with borders that vary. */
function article(annotators: number, sentences: number, seed: number): GammaContinuum {
  const random = seededRandom(seed);
  return Array.from({ length: annotators }, () =>
    Array.from({ length: sentences }, (_, place) =>
      unit(place * 90 + Math.floor(random() * 12), place * 90 + 50 + Math.floor(random() * 30)),
    ).filter(() => random() > 0.2),
  );
}

describe("dissimilarity", () => {
  test("by hand: both borders two apart, lengths 4 and 4, another category", () => {
    const [a, b] = itemsOf([[unit(0, 4)], [unit(2, 6, "b")]]);
    if (!a || !b) throw new Error("two units went in");
    expect(dissimilarity(a, b, parameters)).toBe((4 / 8) ** 2 + 1);
    expect(dissimilarity(a, b, { alpha: 3, beta: 2, deltaEmpty: 0.5 })).toBe((3 * 0.25 + 2) * 0.5);
    expect(dissimilarity(a, a, parameters)).toBe(0);
  });
});

describe("bestAssignment", () => {
  test("the cheapest of all ways", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: -9, max: 4 }), { minLength: 4, maxLength: 4 }), { maxLength: 4 }),
        (costs) => {
          const columnOf = bestAssignment(costs.length, 4, (row, column) => costs[row]?.[column] ?? 0);
          let found = 0;
          for (const [row, column] of columnOf.entries()) if (column >= 0) found += costs[row]?.[column] ?? 0;
          const least = (row: number, free: readonly number[]): number =>
            row === costs.length
              ? 0
              : Math.min(
                  least(row + 1, free),
                  ...free.map(
                    (column) =>
                      (costs[row]?.[column] ?? 0) +
                      least(
                        row + 1,
                        free.filter((other) => other !== column),
                      ),
                  ),
                );
          expect(found).toBe(least(0, [0, 1, 2, 3]));
          const taken = [...columnOf].filter((column) => column >= 0);
          expect(new Set(taken).size).toBe(taken.length);
        },
      ),
    );
  });
});

describe("bestAlignment", () => {
  test("by hand: three annotators, one of whom marked nothing near", async () => {
    // (0–4, 0–4) with an empty side costs (0 + 1 + 1) ÷ 3, the far unit 1; one unit per annotator.
    const found = await bestAlignment([[unit(0, 4)], [unit(0, 4)], [unit(90, 94)]], parameters);
    expect(found?.disorder).toBeCloseTo(2 / 3 + 1, 9);
    expect(found?.isExact).toBe(true);
    expect(found?.tuples.map((tuple) => tuple.length).toSorted()).toEqual([1, 2]);
  });

  test("nothing to align", async () => {
    expect(await bestAlignment([[], []], parameters)).toBeNull();
    expect(await bestAlignment([[unit(0, 4)]], parameters)).toBeNull();
  });

  test.each([
    [2, 4],
    [3, 2],
    [4, 2],
  ])("the best of all ways: %i annotators with up to %i units", async (annotators, most) => {
    await fc.assert(
      fc.asyncProperty(continuumOf(annotators, most), async (continuum) => {
        const found = await bestAlignment(continuum, parameters);
        if (!found) {
          expect(continuum.flat()).toEqual([]);
          return;
        }
        expect(found.isExact).toBe(true);
        expect(found.disorder).toBeCloseTo(leastDisorder(continuum), 9);
        expect(found.tuples.flat()).toHaveLength(continuum.flat().length);
        for (const tuple of found.tuples)
          expect(new Set(tuple.map(({ annotator }) => annotator)).size).toBe(tuple.length);
      }),
      { numRuns: 60 },
    );
  });

  test("over the stated size: a bound, which says so and holds the truth", async () => {
    const found = await bestAlignment(article(6, 60, 3), parameters);
    expect(found?.isExact).toBe(false);
    expect(found?.atLeast).toBeLessThan(found?.disorder ?? 0);
    expect(found?.atLeast).toBeGreaterThan((found?.disorder ?? 1) / 2);
  });
});

describe("gammaOf", () => {
  test("1 with oneself, at most 1, the same for the same seed and for any order of annotators", async () => {
    await fc.assert(
      fc.asyncProperty(continuumOf(3, 3), fc.nat(99), async (continuum, seed) => {
        const there = await gammaOf(continuum, { seed, samples: 3 });
        expect(await gammaOf(continuum, { seed, samples: 3 })).toEqual(there);
        const turned = await gammaOf(continuum.toReversed(), { seed, samples: 3 });
        if (there.observed === null) expect(turned.observed).toBeNull();
        else expect(turned.observed).toBeCloseTo(there.observed, 9);
        if (there.gamma.value !== null) expect(there.gamma.value).toBeLessThanOrEqual(1);
        const [one = []] = continuum;
        const same = await gammaOf([one, one, one], { seed, samples: 3 });
        if (one.length > 0) expect(same.observed).toBeCloseTo(0, 12);
        if (same.gamma.value !== null) expect(same.gamma.value).toBeCloseTo(1, 9);
      }),
      { numRuns: 25 },
    );
  });

  test("near 0 for chance, high for small differences, and between its own bounds", async () => {
    const random = seededRandom(5);
    const scattered = [0, 1].map(() =>
      Array.from({ length: 60 }, () => Math.floor(random() * 4_000)).map((start) => unit(start, start + 20)),
    );
    expect(Math.abs((await gammaOf(scattered, { seed: 1 })).gamma.value ?? 9)).toBeLessThan(0.15);
    const [one = []] = scattered;
    const moved = one.map(({ start, end }) => unit(start + 1, end));
    const near = await gammaOf([one, moved], { seed: 1 });
    expect(near.gamma.value).toBeGreaterThan(0.95);
    expect(near.between).toEqual([near.gamma.value, near.gamma.value]);
    const rough = await gammaOf(article(6, 60, 3), { seed: 1, samples: 2 });
    const [low, high] = rough.between ?? [9, -9];
    expect(rough.isExact).toBe(false);
    expect(rough.gamma.value).toBeGreaterThan(low);
    expect(rough.gamma.value).toBeLessThan(high);
  });

  test("undefined: one annotator, nothing marked, chance without disorder", async () => {
    const reason = async (continuum: GammaContinuum) =>
      (await gammaOf(continuum, { seed: 1 })).gamma.undefinedBecause;
    expect(await reason([[unit(0, 4)]])).toBe("there are fewer than two annotators");
    expect(await reason([[], [], []])).toBe("nobody marked anything");
    expect(await reason([[unit(0, 1)], [unit(0, 1)]])).toBe("chance has no disorder");
  });

  test("says the same in a thread, which can be stopped", async () => {
    const continuum = article(3, 6, 2);
    expect(await gammaInThread(continuum, { seed: 4 })).toEqual(await gammaOf(continuum, { seed: 4 }));
    const stop = new AbortController();
    const running = gammaInThread(article(6, 150, 2), { seed: 4 }, stop.signal);
    stop.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
  });
});
