import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ArticleLayer, cutToStory, storyLength, toStory } from "@/lib/agreement/article-layer";
import { passageClusters } from "@/lib/agreement/passage-clusters";

const spans = (...pairs: [number, number][]) => pairs.map(([start, end]) => ({ start, end }));
const drawn = fc.array(
  fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 9 })).map(([start, size]) => ({ start, end: start + size })),
  { maxLength: 4 },
);

describe("the story alone", () => {
  test("offsets skip boilerplate; what lies in it is gone; what goes on after it stays one", () => {
    const boilerplate = spans([0, 10], [20, 25]);
    expect(cutToStory(spans([2, 8], [5, 12], [12, 15], [18, 30], [26, 28]), boilerplate)).toEqual(
      spans([0, 2], [2, 5], [8, 15], [11, 13]),
    );
    expect(storyLength({ length: 40, boilerplate })).toBe(25);
  });

  test("keeps every code point outside boilerplate, and none within", () => {
    fc.assert(
      fc.property(drawn, drawn, (marks, boilerplate) => {
        const isOut = (place: number) => boilerplate.some(({ start, end }) => place >= start && place < end);
        const kept = Array.from({ length: 40 }, (_, place) => place).filter((place) => !isOut(place));
        for (const mark of marks) {
          const [cut] = cutToStory([mark], boilerplate);
          const left = kept.filter((place) => place >= mark.start && place < mark.end);
          const found = cut ? kept.slice(cut.start, cut.end) : [];
          expect(found).toEqual(left);
        }
      }),
    );
  });

  test("a mark without a place left is dropped, and so are its links", () => {
    const mark = (id: string, kind: string, body: [number, number]) => ({
      id,
      kind,
      values: {},
      body: spans(body),
      source: [],
      cue: kind === "attribution" ? spans([30, 32]) : [],
    });
    const layer: ArticleLayer = {
      marks: [mark("c1", "claim", [2, 8]), mark("c2", "claim", [12, 18]), mark("a", "attribution", [3, 9])],
      links: [
        { fromId: "a", toId: "c1", label: "content" },
        { fromId: "a", toId: "c2", label: "content" },
      ],
      twins: [],
    };
    const story = toStory(layer, { length: 40, boilerplate: spans([0, 10]) });
    expect(story.marks.map(({ id }) => id)).toEqual(["c2", "a"]);
    // The attribution has lost its content, so its cue stands for it.
    expect(story.links).toEqual([{ from: spans([20, 22]), to: spans([2, 8]), label: "content" }]);
    expect(story.triples).toEqual([{ source: [], cue: spans([20, 22]), content: [] }]);
  });
});

describe("passageClusters", () => {
  test("passages that overlap by half are one item for both people; pages outside are one an address", () => {
    const at = (place: string, ...pairs: [number, number][]) => ({ place, spans: spans(...pairs) });
    const [a, b] = passageClusters(
      [
        [
          { from: at("v1", [0, 10]), to: at("v2", [5, 15]) },
          { from: at("v1", [0, 10]), to: at("https://harbour.example/a") },
        ],
        [
          { from: at("v1", [0, 9]), to: at("v2", [5, 15]) },
          { from: at("v1", [20, 30]), to: at("https://harbour.example/a") },
        ],
      ],
      0.5,
    );
    expect(a?.map((cluster) => cluster.length)).toEqual([3]);
    expect(b?.map((cluster) => cluster.length)).toEqual([2, 2]);
    expect(b?.[0]?.every((item) => a?.[0]?.includes(item))).toBe(true);
  });
});
