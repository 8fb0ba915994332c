import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNames } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";
import { arbitraryArticle, expectRoundTrip, readAs, writeAs } from "./conversion-support";

const both = formatNames.filter((name) => formats[name]?.read && formats[name]?.write);

const pairs = both.flatMap((from) =>
  both.filter((to) => to !== from && to !== "conll").map((to) => [from, to] as const),
);

describe("what was read from one format goes through another unchanged, as far as that carries it", () => {
  test.each(pairs)("%s → %s", async (from, to) => {
    const [article] = fc.sample(arbitraryArticle, { numRuns: 1, seed: 7 });
    if (!article) throw new Error("no article");
    const { binary } = await writeAs(from, [article]);
    const own = [...binary].filter(([path]) => !path.endsWith(".xml") && path !== "README.md");
    const { records } = await readAs(from, new Map(own));
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) {
      const [read, written] = await expectRoundTrip(to, record);
      expect(read).toEqual(written);
    }
  });
});

describe("write and read again is the same, for what the format carries", () => {
  test.each(both.filter((name) => name !== "conll"))("%s", async (name) => {
    await fc.assert(
      fc.asyncProperty(arbitraryArticle, async (record) => {
        const [read, written, problems] = await expectRoundTrip(name, record);
        expect(problems).toEqual([]);
        expect(read).toEqual(written);
      }),
      { numRuns: 60 },
    );
  });
});
