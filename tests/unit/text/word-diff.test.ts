import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffWords, sharedWords } from "@/lib/text/word-diff";

const told = (before: string, after: string) =>
  diffWords(before, after, "en")
    .map(({ type, text }) => ({ same: text, removed: `[-${text}]`, added: `[+${text}]` })[type])
    .join("");

describe("differences of words", () => {
  it("show what was dropped, changed and put in", () => {
    expect(told("about 600 soldiers were captured, he said", "800 soldiers were captured")).toBe(
      "[-about 600][+800] soldiers were captured[-, he said]",
    );
    expect(told("The bridge is safe", "the BRIDGE is safe")).toBe("the BRIDGE is safe");
    expect(told("", "new")).toBe("[+new]");
    expect(told("gone", "")).toBe("[-gone]");
    expect(told("", "")).toBe("");
  });

  it("are told as one replacement where there is too much to compare", () => {
    const [a, b] = ["x ".repeat(400), "y ".repeat(400)];
    expect(diffWords(a, b).map((part) => part.type)).toContain("removed");
  });

  it("without what was removed are the newer text", () => {
    const words = fc
      .array(fc.constantFrom("a", "B", "b", "né", "🌊", ",", " ", "  ", "\n", "مرحبا"), { maxLength: 30 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(words, words, (before, after) => {
        const parts = diffWords(before, after);
        expect(
          parts
            .filter((part) => part.type !== "removed")
            .map((part) => part.text)
            .join(""),
        ).toBe(after);
      }),
    );
  });

  it("count the words that two texts share", () => {
    expect(sharedWords(["a", "a", "b"], ["a", "c"])).toBeCloseTo(0.4);
    expect(sharedWords([], [])).toBe(0);
  });
});
