import { describe, expect, test } from "vitest";
import { readAs } from "./conversion-support";

const text = "😀 The lock opens in May, she said.";

describe("doccano", () => {
  test("entities with relations, the plain list of labels, and lines that are not right", async () => {
    const lines = [
      JSON.stringify({
        id: 1,
        text,
        entities: [
          { id: 5, label: "claim", start_offset: 2, end_offset: 10 },
          { id: 9, label: "attribution:cue", start_offset: 29, end_offset: 33 },
          { id: 6, label: "claim", start_offset: 17, end_offset: 23 },
          { id: 7, label: "Mood", start_offset: 0, end_offset: 1 },
        ],
        relations: [
          { id: 1, from_id: 6, to_id: 5, type: "part-of" },
          { id: 2, from_id: 9, to_id: 5, type: "carries:content:asserts" },
        ],
        Comments: [],
      }),
      JSON.stringify({
        id: 2,
        text,
        label: [
          [2, 10, "claim"],
          [2, 900, "claim"],
        ],
      }),
      "{ not json",
      JSON.stringify({ id: 3 }),
    ];
    const { records, problems, losses } = await readAs("doccano", new Map([["d.jsonl", lines.join("\n")]]));
    const quotes = records.map(({ layers }) =>
      layers[0]?.annotations.map(({ spans }) => spans.map(({ quote }) => quote)),
    );
    expect(quotes).toEqual([[["The lock", "in May"], ["said"]], [["The lock"]]]);
    expect(records[0]?.layers[0]?.claimLinks).toMatchObject([{ role: "content", stance: "asserts" }]);
    expect(losses).toEqual(["entities labelled Mood"]);
    expect(problems.map(({ line }) => line).filter((line) => line !== null)).toEqual([3, 4]);
    expect(problems.some(({ message }) => message.includes("2–900"))).toBe(true);
  });
});
