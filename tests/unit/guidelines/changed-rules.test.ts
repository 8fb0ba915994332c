import { describe, expect, it } from "vitest";
import { kindOfRule } from "@/lib/guidelines/anchors";
import { changedRules } from "@/lib/guidelines/changed-rules";
import {
  type GuidelineAnchor,
  type GuidelineDocument,
  guidelineAnchors,
  guidelineDocument,
} from "@/lib/guidelines/schema";

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

  it("count a rule for an attribute of the project's own by its kind and key", () => {
    const withOwn = (words: string): GuidelineDocument => ({
      type: "doc",
      content: [
        ...before.content,
        { type: "heading", attrs: { level: 2, anchor: "claim.how_sure" } },
        { type: "paragraph", content: [{ type: "text", text: words }] },
      ],
    });
    expect(changedRules(before, withOwn("Say how sure the article is."))).toEqual(["claim.how_sure"]);
    const [old, now] = [withOwn("Say how sure the article is."), withOwn("Say how sure its source is.")];
    // It stands within the rule for cues, and is a rule of its own all the same.
    expect(changedRules(old, now)).toEqual(["claim.how_sure"]);
    expect(guidelineDocument.safeParse(now).success).toBe(true);
    for (const anchor of ["claim.", "claim.How", "block.how_sure", "toString", "claim.a.b"]) {
      const content = [{ type: "heading", attrs: { level: 1, anchor } }];
      expect([anchor, guidelineDocument.safeParse({ type: "doc", content }).success]).toEqual([
        anchor,
        false,
      ]);
    }
  });

  it("are none where nothing was marked by a version before", () => {
    expect(changedRules(null, before)).toEqual([]);
  });

  it("are each about a kind of mark, but for blocks", () => {
    expect(kindOfRule("origin")).toBe("claim");
    expect(kindOfRule("sourceKind")).toBe("attribution");
    expect(kindOfRule("degree")).toBe("duplicate");
    expect(kindOfRule("attribution.tone")).toBe("attribution");
    expect(guidelineAnchors.filter((anchor) => kindOfRule(anchor) === undefined)).toEqual(["block"]);
  });
});
