import { describe, expect, test } from "vitest";
import { readAs, writeAs } from "./conversion-support";

const text = "😀 The lock opens in May, she said.";
const region = (id: string, start: number, end: number, words: string, label: string) => ({
  id,
  from_name: "label",
  to_name: "text",
  type: "labels",
  value: { start, end, text: words, labels: [label] },
});
const task = {
  id: 7,
  data: { text },
  annotations: [
    {
      id: 1001,
      completed_by: { id: 3, email: "ida@velm.example" },
      result: [
        region("a", 2, 23, "The lock opens in May", "claim"),
        region("b", 25, 33, "she said", "attribution:cue"),
        {
          id: "a",
          from_name: "kind",
          to_name: "text",
          type: "choices",
          value: { start: 2, end: 23, choices: ["prediction"] },
        },
        region("c", 0, 1, "😀", "Mood"),
        { type: "relation", from_id: "b", to_id: "a", direction: "right", labels: ["carries:remote:denies"] },
        { type: "relation", from_id: "b", to_id: "a", direction: "right", labels: null },
      ],
    },
    { id: 1002, completed_by: 4, was_cancelled: true, result: [region("x", 0, 1, "😀", "claim")] },
  ],
  predictions: [{ model_version: "m2", score: 0.75, result: [region("p", 3, 7, "The ", "claim")] }],
};

describe("Label Studio", () => {
  test("annotations, choices, relations, and what is none of ours", async () => {
    const { records, problems, losses } = await readAs(
      "label-studio",
      new Map([["t.json", JSON.stringify([task])]]),
    );
    expect(problems).toEqual([]);
    const [layer] = records[0]?.layers ?? [];
    expect(layer?.annotator).toBe("person-ida@velm.example");
    const [claim, attribution] = layer?.annotations ?? [];
    expect(claim).toMatchObject({ kind: "claim", attributes: { kind: "prediction" }, spans: [{ start: 2 }] });
    expect(attribution?.spans).toMatchObject([{ role: "cue", quote: "she said" }]);
    expect(layer?.claimLinks).toMatchObject([{ claim: claim?.id, role: "remote", stance: "denies" }]);
    expect(losses.toSorted()).toEqual([
      "cancelled annotations",
      "relations of other layers or types",
      "spans of other layers or labels",
    ]);
  });

  test("words that stand only at these numbers of UTF-16 units are those", async () => {
    const { records } = await readAs("label-studio", new Map([["t.json", JSON.stringify([task])]]));
    expect(records[0]?.layers[1]?.annotations[0]?.spans).toMatchObject([{ start: 2, end: 6, quote: "The " }]);
  });

  test("a prediction is told from a person's work, and goes back as one", async () => {
    const { records } = await readAs("label-studio", new Map([["t.json", JSON.stringify([task])]]));
    expect(records[0]?.layers.map(({ annotator }) => annotator)).toEqual([
      "person-ida@velm.example",
      "model m2",
    ]);
    const { files } = await writeAs("label-studio", records);
    expect(JSON.parse(files.get("") ?? "")).toMatchObject([
      {
        annotations: [{}],
        predictions: [{ model_version: "m2", score: 0.75, result: [{ type: "labels" }] }],
      },
    ]);
    expect(files.get("labelling-config.xml")).toContain('<Label value="attribution:cue"/>');
  });

  test("tasks that are not right are named, the others are read", async () => {
    const content = `\n[${JSON.stringify(task)},{"data":{}},{"no json,${JSON.stringify(task)}`;
    const { records, problems } = await readAs("label-studio", new Map([["t.json", content]]));
    expect(records).toHaveLength(1);
    expect(problems.map(({ file }) => file)).toEqual(["t.json task 2", "t.json task 3"]);
  });
});
