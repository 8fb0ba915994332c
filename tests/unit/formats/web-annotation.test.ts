import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkWebAnnotation } from "@/lib/formats/web-annotation-rules";
import { arbitraryArticle, expectRoundTrip, readAs, writeAs } from "./conversion-support";

const valid = {
  "@context": "http://www.w3.org/ns/anno.jsonld",
  id: "http://velm.example/a1",
  type: "Annotation",
  target: "http://velm.example/page",
};
const selector = (one: object) => ({
  ...valid,
  target: { source: "http://velm.example/page", selector: one },
});
const body = (one: unknown) => ({ ...valid, body: one });

describe("checkWebAnnotation", () => {
  test.each<[string, unknown]>([
    ["the least", valid],
    ["a list of contexts", { ...valid, "@context": ["http://velm.example/c", valid["@context"]] }],
    ["a body that is a string of the annotation", { ...valid, bodyValue: "so it is" }],
    [
      "a choice",
      body({ type: "Choice", items: ["http://velm.example/1", { type: "TextualBody", value: "x" }] }),
    ],
    [
      "an empty quote's surroundings",
      selector({ type: "TextQuoteSelector", exact: "x", prefix: "", suffix: "y" }),
    ],
    [
      "selectors that say the same",
      selector([
        { type: "TextPositionSelector", start: 0, end: 0 },
        { type: "CssSelector", value: "p" },
      ]),
    ],
    ["an empty page", { ...valid, type: "AnnotationPage", target: undefined, items: [] }],
  ])("takes %s", (_, value) => expect(checkWebAnnotation(value)).toBeNull());

  test.each<[string, unknown, RegExp]>([
    ["a list", [valid], /no JSON object/],
    ["another context", { ...valid, "@context": "http://velm.example/c" }, /@context/],
    ["no id", { ...valid, id: undefined }, /^id is missing/],
    ["two ids", { ...valid, id: ["http://a.example/", "http://b.example/"] }, /^id has 2 values/],
    ["an id that is none", { ...valid, id: "not an iri" }, /^id must be an IRI/],
    ["another type", { ...valid, type: "Squirrel" }, /^type/],
    ["no target", { ...valid, target: undefined }, /^target is missing/],
    ["a number for a target", { ...valid, target: 9 }, /^target must be an IRI/],
    ["both bodies", { ...valid, body: "http://b.example/", bodyValue: "x" }, /both body and bodyValue/],
    ["a body value that is a number", { ...valid, bodyValue: 23 }, /^bodyValue must be a string/],
    ["text without a value", body({ type: "TextualBody" }), /^body.value is missing/],
    ["two values", body({ type: "TextualBody", value: ["a", "b"] }), /^body.value has 2 values/],
    ["items of nothing", body({ items: ["http://a.example/"] }), /items/],
    ["a bad body id", body({ id: "not an iri" }), /^body.id must be an IRI/],
    [
      "two processing languages",
      body({ id: "http://a.example/", processingLanguage: ["en", "de"] }),
      /processingLanguage has 2/,
    ],
    ["a language that is a number", body({ id: "http://a.example/", language: 3 }), /^body.language/],
    ["a direction of its own", body({ id: "http://a.example/", textDirection: "up" }), /textDirection/],
    ["a motivation of its own", { ...valid, motivation: "boasting" }, /^motivation/],
    ["a creator that is a number", { ...valid, creator: 42 }, /^creator/],
    ["a time in words", { ...valid, modified: "an hour ago" }, /^modified/],
    ["two times", { ...valid, created: ["2015-01-28T12:00:00Z", "2015-01-28T12:00:01Z"] }, /^created has 2/],
    ["a via that is no IRI", { ...valid, via: "not a uri" }, /^via/],
    [
      "a resource without a source",
      { ...valid, target: { type: "SpecificResource" } },
      /^target.source is missing/,
    ],
    [
      "a position without an end",
      selector({ type: "TextPositionSelector", start: 1 }),
      /selector.end is missing/,
    ],
    ["a position below 0", selector({ type: "TextPositionSelector", start: -1, end: 2 }), /selector.start/],
    [
      "a position that ends before it starts",
      selector({ type: "TextPositionSelector", start: 3, end: 2 }),
      /ends before/,
    ],
    [
      "a quote without words",
      selector({ type: "TextQuoteSelector", prefix: "x" }),
      /selector.exact is missing/,
    ],
    ["two fragments", selector({ type: "FragmentSelector", value: ["x", "y"] }), /selector.value has 2/],
    [
      "a range without an end",
      selector({ type: "RangeSelector", startSelector: "http://a.example/" }),
      /endSelector is missing/,
    ],
    [
      "a bad refinement",
      selector({ type: "CssSelector", value: "p", refinedBy: { type: "TextPositionSelector" } }),
      /refinedBy.start/,
    ],
    ["a page without items", { ...valid, type: "AnnotationPage" }, /items is missing/],
    [
      "a page with one bad item",
      { ...valid, type: "AnnotationPage", items: [valid, { ...valid, id: 1 }] },
      /items.id/,
    ],
    [
      "a collection with a total in words",
      { ...valid, type: "AnnotationCollection", total: "many" },
      /^total/,
    ],
  ])("refuses %s", (_, value, reason) => expect(checkWebAnnotation(value)).toMatch(reason));

  const folder = process.env.CONFORMANCE_DIR;
  const title = folder ? "published samples" : "published samples (skipped: CONFORMANCE_DIR is not set)";
  test.skipIf(!folder)(title, async () => {
    for (const kind of ["correct", "incorrect"]) {
      const place = path.join(folder ?? "", "web-annotation", kind);
      const names = readdirSync(place);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const files = new Map([[name, new Uint8Array(readFileSync(path.join(place, name)))]]);
        const { problems, losses } = await readAs("web-annotation", files);
        expect([name, problems.length]).toEqual([name, kind === "correct" ? 0 : 1]);
        if (kind === "incorrect") expect([name, losses]).toEqual([name, []]);
      }
    }
  });
});

describe("web annotations", () => {
  const text = "😀 The lock opens in May, she said. The lock opens.";
  const item = (id: string, selectors: unknown, kind = "claim") => ({
    ...valid,
    id,
    body: { type: "TextualBody", purpose: "classifying", value: kind },
    creator: { name: "Ida", type: "Person" },
    target: { source: "http://velm.example/page", selector: selectors },
  });
  const quote = (exact: string, prefix = "") => ({ type: "TextQuoteSelector", exact, prefix });
  const position = (start: number, end: number) => ({ type: "TextPositionSelector", start, end });

  test("positions, quotes alone, and positions that the quote corrects", async () => {
    const page = {
      ...valid,
      type: "AnnotationPage",
      items: [
        item("urn:uuid:0195fa00-0000-7000-8000-000000000001", position(2, 24)),
        item("http://velm.example/2", quote("The lock opens", "she said. ")),
        item("http://velm.example/3", [position(0, 3), quote("May")]),
        item("http://velm.example/4", quote("never there")),
        item("http://velm.example/5", position(0, 1), "comment"),
      ],
    };
    const files = new Map([
      ["lock.txt", text],
      ["lock.jsonld", JSON.stringify(page)],
    ]);
    const { records, problems, losses } = await readAs("web-annotation", files);
    const [layer] = records[0]?.layers ?? [];
    expect(layer?.annotator).toBe("Ida");
    expect(
      layer?.annotations.map(({ spans }) => spans.map(({ quote: words, start }) => [start, words])),
    ).toEqual([[[2, "The lock opens in May,"]], [[20, "May"]], [[35, "The lock opens"]]]);
    expect(layer?.annotations[0]?.id).toBe("0195fa00-0000-7000-8000-000000000001");
    expect(problems).toHaveLength(3);
    expect(losses).toHaveLength(1);
  });

  test("what is written is valid, and read again, any article", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryArticle, async (record) => {
        const { files } = await writeAs("web-annotation", [record]);
        for (const [name, content] of files)
          if (name.endsWith(".jsonld")) expect(checkWebAnnotation(JSON.parse(content))).toBeNull();
        const [read, written, problems] = await expectRoundTrip("web-annotation", record);
        expect(problems).toEqual([]);
        expect(read).toEqual(written);
      }),
      { numRuns: 40 },
    );
  });
});
