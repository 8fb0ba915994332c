import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeName, safeName } from "@/lib/formats/file-names";

describe("names of files from titles", () => {
  it.each([
    ["— I counted lamps …", "I-counted-lamps"],
    ["…. —", ""],
    ["Dr. Hale: “no.”", "Dr-Hale-no"],
    ["... and so on. —", "and-so-on"],
    ["Version 1.5 of story_one", "Version-1.5-of-story_one"],
    ["Bridge -- closed", "Bridge----closed"],
    ["Élan: 東京の灯", "Élan-東京の灯"],
  ])("%j is %j", (title, name) => {
    expect(safeName(title)).toBe(name);
  });

  it("begin and end with a letter or digit, have no stray dots, fit, and are never given twice", () => {
    const title = fc.string({
      unit: fc.constantFrom("a", "É", "7", ".", "-", "_", " ", "…", "—", "東"),
      maxLength: 90,
    });
    fc.assert(
      fc.property(fc.array(title, { maxLength: 12 }), (titles) => {
        const taken = new Set<string>();
        const names = titles.map((one) => freeName(safeName(one) || "article", taken));
        for (const name of names) expect(name).toMatch(/^[\p{L}\p{N}](.*[\p{L}\p{N}])?$/u);
        for (const name of names) expect(name).not.toMatch(/\.[.-]|-\./);
        for (const name of names) expect(Buffer.byteLength(name)).toBeLessThan(180);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
      }),
    );
  });
});
