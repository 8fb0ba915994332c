import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Chunk, readChunks, tagChunks } from "@/lib/formats/conll";
import { tagSchemes } from "@/lib/formats/conversion";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { arbitraryArticle, readAs, writeAs } from "./conversion-support";

const chunkLists = fc
  .array(fc.record({ gap: fc.nat(2), size: fc.integer({ min: 1, max: 3 }) }), { maxLength: 8 })
  .map((list) => {
    let at = 0;
    const chunks = list.map(({ gap, size }): Chunk => {
      const first = at + gap;
      at = first + size;
      return { first, after: at, type: "claim" };
    });
    return { chunks, length: at + 1 };
  });

describe("CoNLL", () => {
  test.each(tagSchemes)("chunks come back from their tags: %s", (scheme) => {
    fc.assert(
      fc.property(chunkLists, ({ chunks, length }) => {
        expect(readChunks(tagChunks(chunks, length, "claim", scheme))).toEqual(chunks);
      }),
    );
  });

  test("tags of the schemes", () => {
    const chunks = [
      { first: 0, after: 1, type: "" },
      { first: 1, after: 4, type: "" },
    ];
    const tags = (scheme: "iob1" | "iob2" | "bioes") => tagChunks(chunks, 5, "x", scheme).join(" ");
    expect(tags("iob2")).toBe("B-x B-x I-x I-x O");
    expect(tags("iob1")).toBe("I-x B-x I-x I-x O");
    expect(tags("bioes")).toBe("S-x B-x I-x E-x O");
  });

  test("of marks that overlap the longest is written, the others are told", async () => {
    const text = "One two three four";
    const line = (id: string, start: number, end: number) =>
      `${id}\tClaim ${start} ${end}\t${text.slice(start, end)}\n`;
    const files = new Map([
      ["a.txt", text],
      ["a.ann", line("T1", 0, 7) + line("T2", 4, 18) + line("T3", 0, 2)],
    ]);
    const { records } = await readAs("brat", files);
    const { files: written, losses } = await writeAs("conll", records);
    expect(written.get("")?.split("\n").slice(2, 6)).toEqual([
      "One B-claim O O O O",
      "two B-claim O O O O",
      "three I-claim O O O O",
      "four I-claim O O O O",
    ]);
    expect(losses).toEqual(expect.arrayContaining(["marks that overlap", "borders inside tokens"]));
  });

  test.each(tagSchemes)("what is read and written again is the same file: %s", async (scheme) => {
    await fc.assert(
      fc.asyncProperty(arbitraryArticle, async (record) => {
        const { files } = await writeAs("conll", [record], { scheme });
        const first = await readAs("conll", files);
        expect(first.problems).toEqual([]);
        const words = (text: string) => text.split(/\s+/u).filter((word) => word !== "");
        const forms = (files.get("") ?? "")
          .split("\n")
          .filter((line) => line !== "" && !line.startsWith("-DOC"));
        const read = first.records.flatMap(({ articleVersion }) => words(articleVersion.text));
        expect(read).toEqual(forms.map((line) => line.split(" ")[0]));
        const marks = first.records.flatMap(({ layers }) => layers.flatMap(({ annotations }) => annotations));
        const begun = forms.flatMap((line) => line.split(" ").slice(1)).filter((tag) => /^[BS]-/.test(tag));
        if (scheme !== "iob1") expect(marks).toHaveLength(begun.length);
      }),
      { numRuns: 30 },
    );
  });
});

const doc = z.object({
  text: z.string(),
  tokens: z.array(z.object({ id: z.int(), start: z.int(), end: z.int() })),
  spans: z.record(
    z.string(),
    z.array(z.object({ start: z.int(), end: z.int(), label: z.string(), id: z.string() })),
  ),
});

describe("spaCy", () => {
  test("tokens are the text, every span begins and ends with one, any article", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryArticle, async (record) => {
        const { files } = await writeAs("spacy", [record]);
        const lines = (files.get("") ?? "").trim().split("\n");
        expect(lines).toHaveLength(record.layers.length);
        for (const line of lines) {
          const { text, tokens, spans } = doc.parse(JSON.parse(line));
          const index = indexCodePoints(text);
          const slice = (start: number, end: number) =>
            sliceCodePoints(index, { start, end: Math.min(index.length, end) });
          // As Doc.from_json puts a text together: words, and a space where the text has one behind the word.
          const built = tokens.map(
            ({ start, end }) => slice(start, end) + (slice(end, end + 1) === " " ? " " : ""),
          );
          expect(built.join("")).toBe(text);
          const [starts, ends] = [tokens.map(({ start }) => start), tokens.map(({ end }) => end)];
          for (const span of Object.values(spans).flat()) {
            expect(starts).toContain(span.start);
            expect(ends).toContain(span.end);
          }
        }
        const marks = record.layers.flatMap(({ annotations }) => annotations.flatMap((mark) => mark.spans));
        const solid = marks.filter(({ quote }) => quote.trim() !== "");
        const written = lines.flatMap((line) => Object.values(doc.parse(JSON.parse(line)).spans).flat());
        expect(written).toHaveLength(solid.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe("CSV", () => {
  test("a row a span and a row a link", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryArticle, async (record) => {
        const { files } = await writeAs("csv", [record]);
        const count = (name: string, id: string) => (files.get(name) ?? "").split(id).length - 1;
        for (const layer of record.layers) {
          const spans = layer.annotations.flatMap((mark) => mark.spans);
          const links = [
            ...layer.claimLinks,
            ...layer.attributionSources,
            ...layer.restsOn,
            ...layer.reuseLinks,
          ];
          expect(count("annotations.csv", layer.id)).toBe(spans.length);
          expect(count("links.csv", layer.id)).toBe(links.length);
        }
      }),
      { numRuns: 20 },
    );
  });
});
