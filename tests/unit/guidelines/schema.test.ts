import { describe, expect, it } from "vitest";
import { guidelineDocument, sectionOf } from "@/lib/guidelines/schema";
import {
  attributionOnlyGuideline,
  claimsAndSourcesGuideline,
  reuseOnlyGuideline,
} from "@/lib/guidelines/starters";

function wordsOf(value: unknown): number {
  const texts = JSON.stringify(value).match(/"text":"[^"]*"/g) ?? [];
  return texts.join(" ").split(/\s+/).length;
}

describe("guidelineDocument", () => {
  it("takes every starter guideline unchanged", () => {
    for (const starter of [claimsAndSourcesGuideline, attributionOnlyGuideline, reuseOnlyGuideline]) {
      expect(guidelineDocument.parse(starter)).toEqual(starter);
      expect(wordsOf(starter)).toBeGreaterThan(400);
    }
  });

  it("drops attributes that are not ours and refuses nodes, marks and anchors that are not", () => {
    const heading = { type: "heading", attrs: { level: 2, anchor: "claim", onclick: "x()" } };
    const parsed = guidelineDocument.parse({ type: "doc", content: [heading], style: "y" });
    expect(parsed).toEqual({
      type: "doc",
      content: [{ type: "heading", attrs: { level: 2, anchor: "claim" } }],
    });
    const wrong = [
      { type: "image", attrs: { src: "http://example.org" } },
      { type: "heading", attrs: { level: 7 } },
      { type: "heading", attrs: { level: 2, anchor: "<script>" } },
      { type: "paragraph", content: [{ type: "text", text: "a", marks: [{ type: "link" }] }] },
      { type: "paragraph", content: [{ type: "text", text: "" }] },
      { type: "bulletList", content: [] },
    ];
    for (const node of wrong)
      expect(guidelineDocument.safeParse({ type: "doc", content: [node] }).success).toBe(false);
    expect(guidelineDocument.safeParse(null).success).toBe(false);
  });

  it("refuses what is nested or long beyond the limits, without running out of stack", () => {
    let list: unknown = { type: "paragraph" };
    for (let depth = 0; depth < 50_000; depth += 1)
      list = { type: "bulletList", content: [{ type: "listItem", content: [list] }] };
    expect(guidelineDocument.safeParse({ type: "doc", content: [list] }).success).toBe(false);
    const long = { type: "paragraph", content: [{ type: "text", text: "a".repeat(15_000) }] };
    const document = { type: "doc", content: Array.from({ length: 20 }, () => long) };
    expect(guidelineDocument.safeParse(document).success).toBe(false);
  });
});

describe("sectionOf", () => {
  it("gives the rule for a field up to the next heading of its level, and nothing where there is none", () => {
    const section = sectionOf(claimsAndSourcesGuideline, "kind");
    expect(section[0]).toMatchObject({ type: "heading", attrs: { level: 3, anchor: "kind" } });
    expect(section.filter((node) => node.type === "heading")).toHaveLength(1);
    const claim = sectionOf(claimsAndSourcesGuideline, "claim");
    expect(claim.some((node) => node.type === "heading" && node.attrs.anchor === "origin")).toBe(true);
    expect(claim.some((node) => node.type === "heading" && node.attrs.anchor === "attribution")).toBe(false);
    expect(sectionOf(reuseOnlyGuideline, "claim")).toEqual([]);
  });
});
