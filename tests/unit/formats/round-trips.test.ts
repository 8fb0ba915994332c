import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNames } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";
import { arbitraryArticle, expectRoundTrip } from "./conversion-support";

const both = formatNames.filter((name) => formats[name]?.read && formats[name]?.write);

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
