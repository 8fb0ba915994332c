import { describe, expect, it } from "vitest";
import { changedRules, kindOfRule } from "@/lib/guidelines/changed-rules";
import { type GuidelineAnchor, type GuidelineDocument, guidelineAnchors } from "@/lib/guidelines/schema";

/** A guideline of one rule an anchor, in the order given. */
function guidelineOf(rules: Partial<Record<GuidelineAnchor, string>>): GuidelineDocument {
  return {
    type: "doc",
    content: guidelineAnchors.flatMap((anchor) => {
      const words = rules[anchor];
      if (words === undefined) return [];
      return [
        {
          type: "heading" as const,
          attrs: { level: 1, anchor },
          content: [{ type: "text" as const, text: anchor }],
        },
        { type: "paragraph" as const, content: [{ type: "text" as const, text: words }] },
      ];
    }),
  };
}

describe("the rules that a guideline's version changes", () => {
  const before = guidelineOf({ claim: "Mark what can be checked.", cue: "The verb alone." });

  it("are those reworded, written and taken away, and no others", () => {
    expect(changedRules(before, before)).toEqual([]);
    expect(
      changedRules(before, guidelineOf({ claim: "Mark what can be checked.", cue: "The whole phrase." })),
    ).toEqual(["cue"]);
    expect(
      changedRules(before, guidelineOf({ claim: "Mark what can be checked.", degree: "Count words." })),
    ).toEqual(["cue", "degree"]);
  });

  it("are none where nothing was marked by a version before", () => {
    expect(changedRules(null, before)).toEqual([]);
  });

  it("are each about a kind of mark, but for blocks", () => {
    expect(kindOfRule("origin")).toBe("claim");
    expect(kindOfRule("sourceKind")).toBe("attribution");
    expect(kindOfRule("degree")).toBe("duplicate");
    expect(guidelineAnchors.filter((anchor) => kindOfRule(anchor) === undefined)).toEqual(["block"]);
  });
});
