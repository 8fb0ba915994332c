import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twinLines } from "@/components/annotate/twin-lines";
import { diffWords } from "@/lib/text/word-diff";

const words = fc
  .array(fc.constantFrom("Korva", "600", "😀", "was", "flooded", "\n", "שלום", "."), { maxLength: 14 })
  .map((list) => list.join(" "));

describe("a twin's text in paragraphs", () => {
  it("is the text again without what was taken out, and its lines are where they say", () => {
    fc.assert(
      fc.property(words, words, words, words, (before, passage, after, here) => {
        const text = `${before}${passage}${after}`;
        const start = [...before].length;
        const span = { start, end: start + [...passage].length };
        const lines = twinLines(text, [span], passage === "" ? null : diffWords(here, passage, "en"));
        const kept = lines.map(({ pieces }) =>
          pieces.map((piece) => (piece.type === "removed" ? "" : piece.text)).join(""),
        );
        expect(kept.join("\n")).toBe(text);
        for (const [place, line] of lines.entries())
          expect([...text].slice(line.start, line.end).join("")).toBe(kept[place]);
      }),
    );
  });

  it("marks the passage alone, word by word", () => {
    const text = "Rain.\nSome 900 people were rescued. More rain.";
    const passage = "Some 900 people were rescued.";
    const parts = diffWords("Some 600 people were rescued.", passage, "en");
    expect(twinLines(text, [{ start: 6, end: 6 + passage.length }], parts)[1]?.pieces).toEqual([
      { type: "same", text: "Some " },
      { type: "removed", text: "600" },
      { type: "added", text: "900" },
      { type: "same", text: " people were rescued." },
      { type: "plain", text: " More rain." },
    ]);
  });

  it("marks several spans without comparing them", () => {
    const spans = [
      { start: 0, end: 3 },
      { start: 8, end: 11 },
    ];
    const types = twinLines("One two\nthree", spans, null).map(({ pieces }) =>
      pieces.map(({ type, text }) => `${type} ${text}`),
    );
    expect(types).toEqual([
      ["same One", "plain  two"],
      ["same thr", "plain ee"],
    ]);
  });
});
