import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExportedLayer, ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import { compareArticle, contentText } from "@/lib/releases/compare";
import { arbitraryArticle } from "../formats/conversion-support";

const [sample] = fc.sample(arbitraryArticle, { numRuns: 1, seed: 8 });
if (!sample) throw new Error("no article");
const record: ExportRecord = sample;

function withLayer(change: (layer: ExportedLayer) => ExportedLayer): ExportRecord {
  return { ...record, layers: record.layers.map((layer, place) => (place === 0 ? change(layer) : layer)) };
}
/** The record with its first layer's first mark changed. */
function withMark(change: Partial<ExportedLayer["annotations"][number]>): ExportRecord {
  return withLayer((layer) => ({
    ...layer,
    annotations: layer.annotations.map((mark, place) => (place === 0 ? { ...mark, ...change } : mark)),
  }));
}
const first = record.layers[0]?.annotations[0];

describe("comparing an article in two releases", () => {
  it("finds nothing in the same, whatever the article", () => {
    fc.assert(
      fc.property(arbitraryArticle, (one) => {
        expect(compareArticle([one], [one])).toMatchObject({ change: "changed", fields: [], objects: [] });
        expect(contentText([one])).toBe(contentText([structuredClone(one)]));
      }),
      { numRuns: 30 },
    );
  });

  it("leaves people, times and revisions aside: they differ in every release", () => {
    const others = withMark({
      createdBy: "somebody-else",
      createdAt: "2027-01-01T00:00:00.000Z",
      revision: 99,
    });
    const moved = { ...others, article: { ...others.article, importedAt: "2027-01-01T00:00:00.000Z" } };
    expect(contentText([moved])).toBe(contentText([record]));
    expect(compareArticle([record], [moved])).toMatchObject({ fields: [], objects: [] });
  });

  it("does not mind the order of marks and links", () => {
    const turned = withLayer((layer) => ({
      ...layer,
      annotations: layer.annotations.toReversed(),
      restsOn: layer.restsOn.toReversed(),
    }));
    expect(contentText([turned])).toBe(contentText([record]));
    expect(compareArticle([record], [turned])).toMatchObject({ objects: [] });
  });

  it("tells a mark's fields that changed, with both values, and nothing else", () => {
    const after = withMark({ attributes: { ...first?.attributes, note: "new" } });
    const change = compareArticle([record], [after]);
    expect(change?.fields).toEqual([]);
    expect(change?.objects).toEqual([
      {
        ...{ change: "changed", id: first?.id, kind: first?.kind, layer: record.layers[0]?.id },
        quote: first?.spans.map(({ quote }) => quote).join(" … "),
        fields: [{ field: "note", before: first?.attributes.note ?? null, after: "new" }],
      },
    ]);
    expect(contentText([after])).not.toBe(contentText([record]));
  });

  it("tells marks and links that came and went, and is the other way round the other way round", () => {
    const without = withLayer((layer) => ({
      ...layer,
      annotations: layer.annotations.slice(1),
      claimLinks: [],
    }));
    const there = compareArticle([record], [without]);
    const back = compareArticle([without], [record]);
    const told = (change: typeof there, kind: "added" | "removed") =>
      change?.objects
        .filter((object) => object.change === kind)
        .map(({ id }) => id)
        .toSorted();
    const gone = [first?.id, ...(record.layers[0]?.claimLinks.map(({ id }) => id) ?? [])].toSorted();
    expect(told(there, "removed")).toEqual(gone);
    expect(told(there, "added")).toEqual([]);
    expect(told(back, "added")).toEqual(gone);
  });

  it("tells facts of an article, its terms among them, by name", () => {
    const renamed = { ...record, article: { ...record.article, title: "Another title", licence: "CC0" } };
    expect(compareArticle([record], [renamed])).toMatchObject({
      title: "Another title",
      objects: [],
      fields: [
        { field: "licence", after: "CC0" },
        { field: "title", before: record.article.title, after: "Another title" },
      ],
    });
  });

  it("says of a whole article that it came in or went out, with its marks", () => {
    const marks = record.layers.flatMap(({ annotations }) => annotations).length;
    const came = compareArticle([], [record]);
    expect(came).toMatchObject({ change: "in", fields: [] });
    expect(came?.objects.filter(({ kind }) => !kind.includes(" ")).length).toBe(marks);
    expect(came?.objects.every(({ change }) => change === "added")).toBe(true);
    expect(compareArticle([record], [])).toMatchObject({ change: "out" });
    expect(compareArticle([], [])).toBeNull();
  });
});
