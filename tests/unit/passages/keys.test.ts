import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { passageKey, tellingWords } from "@/lib/passages/keys";
import { joinPairs } from "@/lib/passages/pair-runs";

function shared(a: [string, string], b: [string, string]): string[] {
  const own = new Set(tellingWords(...a));
  return tellingWords(...b).filter((word) => own.has(word));
}

describe("the words a sentence is found by", () => {
  it.each([
    [
      "a paraphrase",
      ["About 600 people were rescued in Korva.", "en"],
      ["Rescuers in Korva brought 600 to safety.", "en"],
      3,
    ],
    [
      "a translation",
      ["Mayor Lovel said 2,400 houses in Korva had no power.", "en"],
      ["Bürgermeisterin Lovel: 2.400 Häuser in Korva ohne Strom.", "de"],
      3,
    ],
    ["Japanese", ["警察によると600人が避難した。", "ja"], ["600人が避難したと警察は述べた。", "ja"], 3],
    ["Thai", ["น้ำท่วมใหญ่ในจังหวัดเชียงราย 600 ครัวเรือน", "th"], ["จังหวัดเชียงรายน้ำท่วม 600 ครัวเรือน", "th"], 3],
    ["other digits", ["فر 600 شخص من مدينة كورفا", "ar"], ["فر ٦٠٠ شخص من كورفا", "ar"], 2],
  ] satisfies [string, [string, string], [string, string], number][])(
    "are shared by %s",
    (_, a, b, least) => {
      expect(shared(a, b).length).toBeGreaterThanOrEqual(least);
    },
  );

  it("are hardly shared by sentences of other matters", () => {
    expect(
      shared(
        ["About 600 people were rescued in Korva.", "en"],
        ["The market opened higher on Monday.", "en"],
      ),
    ).toEqual([]);
  });

  it("are at most as many as asked for, each once, the same for the same text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 30 }), (text, most) => {
        const words = tellingWords(text, "und", most);
        expect(words.length).toBeLessThanOrEqual(most);
        expect(new Set(words).size).toBe(words.length);
        expect(tellingWords(text, "und", most)).toEqual(words);
      }),
    );
  });

  it("have numbers that PostgreSQL can hold and that differ by project", () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        const key = passageKey("a", word);
        expect(Number.isSafeInteger(key) && key >= 0).toBe(true);
        expect(passageKey("b", word)).not.toBe(key);
      }),
    );
  });
});

describe("pairs of sentences", () => {
  const pair = (own: [number, number], other: [number, number], versionId = "v") => ({
    own: { start: own[0], end: own[1] },
    versionId,
    other: { start: other[0], end: other[1] },
    shared: 3,
  });
  it("that follow each other in both texts are one passage", () => {
    expect(
      joinPairs([pair([51, 90], [10, 49]), pair([0, 50], [200, 250]), pair([91, 120], [50, 80])]),
    ).toEqual([pair([0, 50], [200, 250]), { ...pair([51, 120], [10, 80]), shared: 6 }]);
  });
  it("of different texts, or far apart, stay apart", () => {
    expect(
      joinPairs([pair([0, 50], [0, 50]), pair([51, 90], [51, 90], "w"), pair([51, 90], [400, 440])]),
    ).toHaveLength(3);
  });
});
