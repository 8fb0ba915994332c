import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ComparedStretch, compareParagraphs } from "@/lib/reanchoring/paragraph-diff";

const told = (stretches: readonly ComparedStretch[]) =>
  stretches.map((one) =>
    one.type === "same"
      ? one.paragraphs.length
      : one.parts
          .map(({ type, text }) => ({ same: text, removed: `[-${text}]`, added: `[+${text}]` })[type])
          .join(""),
  );

const story = "Bridge closed\n\nAbout 600 people left.\n\nThe road stays open.\n\nThe mayor said so.\n";

describe("what changed between two texts of an article", () => {
  it("is told by paragraphs, and by words where paragraphs changed", () => {
    const corrected = story.replace("About 600", "At least 247").replace("The mayor said so.\n", "");
    expect(told(compareParagraphs(story, corrected))).toEqual([
      1,
      "[-About 600][+At least 247] people left.\n\n",
      1,
      "[-The mayor said so.\n]",
    ]);
    expect(told(compareParagraphs(story, story))).toEqual([4]);
    expect(told(compareParagraphs("", ""))).toEqual([]);
    expect(told(compareParagraphs("", "New.\n"))).toEqual(["[+New.\n]"]);
  });

  it("counts letter case and quotation marks", () => {
    expect(told(compareParagraphs("the “Ostra” bridge is safe", "The Ostra bridge is safe"))).toEqual([
      "[-the “][+The ]Ostra[-”] bridge is safe",
    ]);
  });

  it("is told as taken out and put in where little is left to compare", () => {
    expect(told(compareParagraphs("He denied every word of it.", "Later the river fell again."))).toEqual([
      "[-He denied every word of it.][+Later the river fell again.]",
    ]);
  });

  it("takes little time for long texts, however different", () => {
    const long = (word: string) =>
      Array.from(
        { length: 4_000 },
        (_, n) => `${word} ${n * 7} ${word}${n} of the long text stands here.`,
      ).join("\n");
    const started = performance.now();
    const stretches = compareParagraphs(long("one"), long("other"));
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(stretches).toHaveLength(1);
    const edited = long("one").replaceAll("5 of the", "5 of a");
    expect(compareParagraphs(long("one"), edited).length).toBeGreaterThan(2);
  });

  it("gives both texts back", () => {
    const text = fc
      .array(fc.constantFrom("a", "B", "said", "é", "🌊", ",", " ", "\n", "\n\n", "大", "مرحبا "), {
        maxLength: 40,
      })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const stretches = compareParagraphs(before, after);
        const whole = (side: "before" | "after") =>
          stretches.map((one) => (one.type === "same" ? one.paragraphs.join("") : one[side])).join("");
        expect(whole("before")).toBe(before);
        expect(whole("after")).toBe(after);
        for (const one of stretches)
          if (one.type === "changed")
            expect(
              one.parts
                .filter(({ type }) => type !== "removed")
                .map((part) => part.text)
                .join(""),
            ).toBe(one.after);
      }),
    );
  });
});
