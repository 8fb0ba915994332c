import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clusterAgreement, clustersOf } from "@/lib/agreement/clusters";
import { type Link, linkF1 } from "@/lib/agreement/links";
import { sumTriples, type Triple, tripleAgreement } from "@/lib/agreement/triples";

const spans = (...pairs: [number, number][]) => pairs.map(([start, end]) => ({ start, end }));
const triple = (
  source: [number, number] | null,
  cue: [number, number],
  content: [number, number],
): Triple => ({
  source: source ? spans(source) : [],
  cue: spans(cue),
  content: spans(content),
});
const drawnSpan = fc
  .tuple(fc.nat(12), fc.integer({ min: 1, max: 6 }))
  .map(([start, size]) => ({ start, end: start + size }));
const role = fc.array(drawnSpan, { maxLength: 2 });
const triples: fc.Arbitrary<Triple[]> = fc.array(fc.record({ source: role, cue: role, content: role }), {
  maxLength: 5,
});

describe("tripleAgreement", () => {
  test("by hand: one the same, one with another source, one missed", () => {
    const a = [triple([0, 5], [6, 10], [11, 30]), triple([40, 45], [46, 50], [51, 70])];
    const b = [...a.slice(0, 1), triple(null, [46, 50], [51, 69]), triple([80, 82], [83, 85], [86, 90])];
    const exact = tripleAgreement(a, b);
    expect(exact.whole).toMatchObject({ matched: 1, a: 2, b: 3, f1: { value: 2 / 5 } });
    expect(exact.source).toMatchObject({ matched: 1, a: 2, b: 2, f1: { value: 1 / 2 } });
    expect(exact.cue).toMatchObject({ matched: 2, f1: { value: 4 / 5 } });
    expect(exact.content).toMatchObject({ matched: 1 });
    expect(tripleAgreement(a, b, { overlap: 0.5 }).content).toMatchObject({ matched: 2 });
    expect(tripleAgreement([], []).whole.f1.undefinedBecause).toBe("both empty");
    expect(sumTriples([exact, exact]).whole).toMatchObject({ matched: 2, a: 4, b: 6, f1: { value: 2 / 5 } });
  });

  test("a source that both leave out is the same; a cue elsewhere is another attribution", () => {
    const without = [triple(null, [0, 4], [5, 20])];
    expect(tripleAgreement(without, without).whole.f1.value).toBe(1);
    expect(tripleAgreement(without, without).source.f1.undefinedBecause).toBe("both empty");
    const elsewhere = [triple(null, [0, 4], [50, 70])];
    expect(tripleAgreement(without, elsewhere).cue.matched).toBe(0);
  });

  test("the same from either side and in any order; 1 with oneself; never lower for a wider match", () => {
    fc.assert(
      fc.property(triples, triples, (a, b) => {
        const there = tripleAgreement(a, b);
        const back = tripleAgreement(b.toReversed(), a);
        const half = tripleAgreement(a, b, { overlap: 0.5 });
        for (const name of ["whole", "source", "cue", "content"] as const) {
          expect(back[name].f1).toEqual(there[name].f1);
          expect(half[name].matched).toBeGreaterThanOrEqual(there[name].matched);
        }
        if (a.length > 0) expect(tripleAgreement(a, a).whole.f1.value).toBe(1);
      }),
    );
  });
});

describe("linkF1", () => {
  const link = (from: [number, number], to: [number, number], label = "content:asserts"): Link => ({
    from: spans(from),
    to: spans(to),
    label,
  });

  test("both ends and what it says", () => {
    const a = [link([0, 10], [2, 8]), link([20, 30], [22, 28])];
    const b = [link([0, 10], [2, 8], "content:denies"), link([20, 30], [22, 27])];
    expect(linkF1(a, b).f1.value).toBe(0);
    expect(linkF1(a, b, { isLabelled: false }).f1.value).toBe(1 / 2);
    expect(linkF1(a, b, { overlap: 0.5 }).f1.value).toBe(1 / 2);
    expect(linkF1(a, b, { overlap: 0.5, isLabelled: false }).f1.value).toBe(1);
    expect(linkF1(a, a).f1.value).toBe(1);
    expect(linkF1([], []).f1.value).toBeNull();
  });
});

describe("clusterAgreement", () => {
  test("by hand, after the example of Bagga and Baldwin: 1–5, 6–7 and 8–12 against 1–5 and 6–12", () => {
    const truth = [
      ["1", "2", "3", "4", "5"],
      ["6", "7"],
      ["8", "9", "A", "B", "C"],
    ];
    const first = [truth[0] ?? [], [...(truth[1] ?? []), ...(truth[2] ?? [])]];
    const { bCubed, pairwise } = clusterAgreement(truth, first);
    // As published: precision 76 %, recall 100 %.
    expect(bCubed.precision.value).toBeCloseTo((5 + 2 * (2 / 7) + 5 * (5 / 7)) / 12, 12);
    expect(bCubed.precision.value).toBeCloseTo(0.76, 2);
    expect(bCubed.recall.value).toBeCloseTo(1, 12);
    expect(pairwise).toMatchObject({ matched: 21, a: 21, b: 31 });
  });

  test("an item that one side leaves out stands alone there", () => {
    const { bCubed, pairwise } = clusterAgreement([["a", "b"]], []);
    expect(bCubed).toMatchObject({ precision: { value: 1 }, recall: { value: 1 / 2 }, items: 2 });
    expect(pairwise.f1.value).toBe(0);
    expect(clusterAgreement([], []).bCubed.f1.undefinedBecause).toBe("both empty");
    expect(clusterAgreement([["a"]], [["a"]]).pairwise.f1.undefinedBecause).toBe(
      "no two items are in one cluster",
    );
    expect(() => clusterAgreement([["a"], ["a"]], [])).toThrow(RangeError);
  });

  test("chains are one cluster, in whatever order they come; symmetric; 1 with oneself", () => {
    expect(
      clustersOf([
        ["a", "b"],
        ["c", "d"],
        ["b", "c"],
        ["x", "x"],
      ]),
    ).toEqual([["a", "b", "c", "d"]]);
    const link = fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.constantFrom("a", "b", "c", "d", "e"));
    fc.assert(
      fc.property(fc.array(link, { maxLength: 5 }), fc.array(link, { maxLength: 5 }), (one, other) => {
        const [a, b] = [clustersOf(one), clustersOf(other)];
        const sets = (clusters: string[][]) =>
          clusters.map((cluster) => cluster.toSorted().join()).toSorted();
        expect(sets(clustersOf(one.toReversed().map(([x, y]) => [y, x] as const)))).toEqual(sets(a));
        const [there, back] = [clusterAgreement(a, b), clusterAgreement(b, a)];
        expect(back.pairwise.f1).toEqual(there.pairwise.f1);
        expect(back.bCubed.f1.value ?? 9).toBeCloseTo(there.bCubed.f1.value ?? 9, 12);
        const same = clusterAgreement(a, a);
        if (a.length === 0) return;
        expect(same.pairwise.f1.value).toBe(1);
        expect(same.bCubed.f1.value).toBeCloseTo(1, 12);
      }),
    );
  });
});
