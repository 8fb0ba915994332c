import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type ComputedVector, computeVectors } from "@/lib/agreement/vectors";

async function collect(vectors: AsyncIterable<ComputedVector>): Promise<ComputedVector[]> {
  const all: ComputedVector[] = [];
  for await (const vector of vectors) all.push(vector);
  return all;
}

async function compute(vectors: unknown): Promise<ComputedVector[]> {
  return collect(computeVectors(JSON.stringify(vectors)));
}
async function one(measure: string, data: object, expected: object): Promise<ComputedVector | undefined> {
  return (await compute([{ id: "x", measure, data, expected }]))[0];
}

describe("computeVectors", () => {
  const units = [
    [1, 1, null, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [null, 5, 5, 5],
    [null, null, 1, 1],
    [null, null, 3, null],
  ];

  test("missing values as Gwet's published coefficients for four raters have them", async () => {
    const found = await one("multi-rater-coefficients", { units }, ["fleiss", "ac", "alpha", "pa", "cohen"]);
    const { fleiss, ac, alpha, pa, cohen } = found?.computed ?? {};
    expect(fleiss).toBeCloseTo(0.76117, 5);
    expect(ac).toBeCloseTo(0.77544, 5);
    expect(alpha).toBeCloseTo(0.74342, 5);
    expect(pa).toBeCloseTo(0.81818, 5);
    expect(cohen).toBeNull();
  });

  test("the same data in another layout", async () => {
    const turned = [0, 1, 2, 3].map((rater) => units.map((unit) => unit[rater] ?? "*"));
    const found = await one(
      "krippendorff-alpha",
      { layout: "observers x units, * = missing", units: turned },
      { nominal: 0, ordinal: 0, Do: 0 },
    );
    expect(found?.computed.nominal).toBeCloseTo(0.74342, 5);
    expect(found?.computed.ordinal).toBeCloseTo(0.81539, 5);
    const counts = units.map((unit) =>
      [1, 2, 3, 4, 5].map((value) => unit.filter((x) => x === value).length),
    );
    const counted = await one("multi-rater-from-counts", { counts }, ["fleiss", "alpha", "ac_quadratic"]);
    const listed = await one("multi-rater-coefficients", { units }, ["fleiss", "alpha", "ac_quadratic"]);
    expect(counted).toEqual(listed);
    const table = [
      [5, 1],
      [2, 4],
    ];
    const pairs = table.flatMap((row, a) =>
      row.flatMap((count, b) => Array.from({ length: count }, () => [a, b])),
    );
    const keys = ["cohen", "scott", "ac", "pa", "pe"];
    expect(await one("two-rater-coefficients", { units: pairs }, keys)).toEqual(
      await one("two-rater-coefficients", { table }, keys),
    );
    const forms = [
      { coders: [[[0, 4, "a"]], [[0, 2, "a"]]] },
      { coders: [[[1, 4, "a"]], [[1, 2, "a"]]], spanForm: "[start,endInclusive,value], one-based" },
      { coders: [[[0, 4, "a"]], [[0, 2, "a"]]], spanForm: "[start,length,value]" },
    ];
    for (const form of forms)
      expect((await one("u-alpha", { length: 10, ...form }, ["u"]))?.computed.u).toBeCloseTo(
        1 - 0.2 / (1 - 198 / 366),
        12,
      );
  });

  test("undefined is null; so is what no measure knows; impossible data are named", async () => {
    expect(await one("krippendorff-alpha", { units: [[1, 1]] }, ["nominal", "Do"])).toEqual({
      id: "x",
      computed: { nominal: null, Do: 0 },
      problem: null,
    });
    expect((await one("krippendorff-alpha", { units: [] }, ["nominal", "De"]))?.computed).toEqual({
      nominal: null,
      De: null,
    });
    expect((await one("gamma", { continuum: [] }, ["observedDisorder"]))?.computed).toEqual({
      observedDisorder: null,
    });
    const unknown = await one("phrenology", {}, { bumps: 1 });
    expect(unknown).toMatchObject({
      computed: { bumps: null },
      problem: expect.stringContaining("phrenology"),
    });
    expect(await one("phrenology", {}, {})).toMatchObject({ computed: {}, problem: expect.any(String) });
    const nothing = await one("krippendorff-alpha", { units: [[1, 1]] }, {});
    expect(nothing).toMatchObject({ computed: {}, problem: expect.stringContaining("no key") });
    const bad = await one("two-rater-coefficients", { table: [[1, 2]] }, { cohen: 0 });
    expect(bad).toMatchObject({ computed: { cohen: null }, problem: expect.stringContaining("square") });
    expect(await one("u-alpha", { length: 5 }, ["u"])).toMatchObject({ problem: expect.any(String) });
    await expect(compute({ nothing: 1 })).rejects.toMatchObject({ code: "invalid-input" });
    await expect(collect(computeVectors("{"))).rejects.toMatchObject({ code: "not-json" });
    const good = { id: "x", measure: "krippendorff-alpha", data: { units: [[1, 2]] }, expected: ["nominal"] };
    const second = compute({ vectors: [good, { ...good, data: null }] });
    await expect(second).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringMatching(/^Vector 2, data: /),
    });
  });
});

const folder = process.env.CONFORMANCE_DIR;
const published = z.object({
  vectors: z.array(
    z.object({
      id: z.string(),
      expected: z.record(z.string(), z.number()),
      tolerance: z.union([z.number(), z.record(z.string(), z.number())]),
    }),
  ),
});

describe.skipIf(!folder)("published agreement vectors (skipped unless CONFORMANCE_DIR is set)", () => {
  const text = folder ? readFileSync(path.join(folder, "agreement-vectors.json"), "utf8") : '{"vectors":[]}';
  const { vectors } = published.parse(JSON.parse(text));
  const all = folder ? collect(computeVectors(text)) : Promise.resolve([]);

  test("there are some, and each was computed", async () => {
    expect(vectors.length).toBeGreaterThan(0);
    expect((await all).map(({ id }) => id)).toEqual(vectors.map(({ id }) => id));
  });

  test.each(vectors.map((vector) => [vector.id, vector] as const))(
    "%s",
    async (id, { expected, tolerance }) => {
      const computed = (await all).find((vector) => vector.id === id)?.computed ?? {};
      for (const [key, value] of Object.entries(expected)) {
        const allowed = typeof tolerance === "number" ? tolerance : (tolerance[key] ?? tolerance["*"] ?? 0);
        expect(
          Math.abs((computed[key] ?? Number.NaN) - value),
          `${key} = ${computed[key]}`,
        ).toBeLessThanOrEqual(allowed);
      }
    },
  );
});
