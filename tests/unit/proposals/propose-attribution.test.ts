import { describe, expect, it } from "vitest";
import { proposeAround, proposeQuoteType, proposeSourceKind } from "@/lib/proposals/propose-attribution";
import { proposeQuantities } from "@/lib/proposals/propose-quantities";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { listSentences } from "@/lib/text/sentences";

function propose(text: string, words: string = text, lang = "en") {
  const index = indexCodePoints(text);
  const start = [...text.slice(0, text.indexOf(words))].length;
  const content = { start, end: start + [...words].length };
  const found = proposeAround(index, lang, listSentences(index, lang), content);
  const read = (span: { start: number; end: number } | null) => span && sliceCodePoints(index, span);
  return {
    source: read(found.source),
    cue: read(found.cue),
    content: found.content.map(read),
    type: found.attributionType,
  };
}

describe("a proposed attribution", () => {
  it.each([
    ["The mayor said the bridge is safe.", "The mayor", "said", ["the bridge is safe"]],
    [
      "About 40 people are missing, the office of Governor Reik said.",
      "the office of Governor Reik",
      "said",
      ["About 40 people are missing"],
    ],
    ["“We are ready,” said Colonel Ines Varga.", "Colonel Ines Varga", "said", ["“We are ready,”"]],
    [
      "According to the port authority, forty containers were lost.",
      "the port authority",
      "According to",
      ["forty containers were lost"],
    ],
    [
      "A company spokesman, Pavel Ondric, said the spillway had been open since Monday.",
      "A company spokesman, Pavel Ondric",
      "said",
      ["the spillway had been open since Monday"],
    ],
    [
      "A doctor at the hospital, who asked not to be named, said that six bodies had come.",
      "A doctor at the hospital",
      "said",
      ["that six bodies had come"],
    ],
    [
      "He declined to say when the dam had last been inspected.",
      "He",
      "say",
      ["when the dam had last been inspected"],
    ],
  ])("finds source and cue in %s", (text, source, cue, content) => {
    const found = propose(text);
    expect(found.source).toBe(source);
    expect(found.cue).toBe(cue);
    expect(found.content.at(-1)).toBe(content[0]);
  });

  it("reads other languages", () => {
    expect(propose("Die Brücke sei sicher, sagte die Bürgermeisterin.", undefined, "de")).toMatchObject({
      cue: "sagte",
      source: "die Bürgermeisterin",
    });
    expect(propose("Мэр заявил, что мост безопасен.", undefined, "ru")).toMatchObject({
      cue: "заявил",
      source: "Мэр",
    });
  });

  it("takes the sentence before for a quotation that goes on", () => {
    expect(
      propose("“We took 600 people,” Varga said. “We do not know the rest.”", "“We do not know the rest.”"),
    ).toMatchObject({ source: "Varga", cue: "said", content: ["“We do not know the rest.”"] });
  });

  it("proposes nothing where nothing attributes", () => {
    expect(propose("Forty houses were flooded.")).toEqual({
      source: null,
      cue: null,
      content: ["Forty houses were flooded."],
      type: null,
    });
  });

  it("tells direct from reported speech, and kinds of source by their look", () => {
    const index = indexCodePoints("“We are ready,” she said.");
    expect(proposeQuoteType(index, [{ start: 0, end: 15 }])).toBe("direct");
    expect(proposeQuoteType(index, [{ start: 0, end: 25 }])).toBe("mixed");
    expect(proposeSourceKind("Colonel Ines Varga")).toBe("named-person");
    expect(proposeSourceKind("the Ministry of Energy")).toBe("named-organisation");
    expect(proposeSourceKind("analysts")).toBe("unnamed");
  });
});

describe("proposed quantities", () => {
  it("keeps qualifier, scale and what is counted, and leaves dates out", () => {
    expect(proposeQuantities("About 600 people were rescued on 14 May 2025.")).toMatchObject([
      { min: 600, max: 600, qualifier: "about", counted: expect.stringContaining("people") },
    ]);
    expect(proposeQuantities("at least 2,000 homes")).toMatchObject([
      { min: 2000, max: null, qualifier: "at-least" },
    ]);
    expect(proposeQuantities("more than 1.5 million litres")).toMatchObject([
      { min: 1_500_000, unit: "litres" },
    ]);
    expect(proposeQuantities("built in 1961")).toEqual([]);
  });
});
