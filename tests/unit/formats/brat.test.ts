import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toRaw } from "@/lib/text/offset-map";
import { arbitraryArticle, expectRoundTrip, readAs, writeAs } from "./conversion-support";

const text = "😀 The café’s owner said\nthat it would close — and “soon”, he added.\n";
const at = (words: string) => {
  const start = Array.from(text.slice(0, text.indexOf(words))).length;
  return `${start} ${start + Array.from(words).length}`;
};
const story = [
  `T1\tSource ${at("The café’s owner")}\tThe café’s owner`,
  `T2\tCue ${at("said")}\tsaid`,
  `T3\tContent ${at("soon")};${at("that it would close")}\tsoon that it would close`,
  `T4\tAttribution ${at("said")}\tsaid`,
  "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
  `T5\tCue ${at("added")}\tadded`,
  `T6\tAttribution ${at("added")}\tadded`,
  "E2\tAttribution:T6 Cue:T5 Source:T1",
  `T7\tClaim ${at("it would close")}\tit would close`,
  `T8\tDiscuss ${at("he")}\the`,
  "A1\tquoteType E1 mixed",
  "A2\tNegated E1",
  "#1\tAnnotatorNotes E1\tis this one or two?",
  "#2\tAnnotatorNotes T1\tno name",
  "R1\tCarries Arg1:E1 Arg2:T7",
  "A3\tLinkRole R1 speech-act",
  "A4\tStance R1 denies",
  "R2\tNestedIn Arg1:E2 Arg2:E1",
  "R3\tCoref Arg1:T1 Arg2:T8",
  "N1\tReference E1 person:0195fa00-0000-7000-8000-00000000000a\tIda Worm",
  "*\tEquiv T1 T8",
];
const file = (lines: string[]) => lines.map((line) => `${line}\n`).join("");
const sorted = (lines: string) => lines.split("\n").toSorted();

describe("brat", () => {
  test("events become attributions, with fields, links and the sources that they mean", async () => {
    const { records, problems } = await readAs(
      "brat",
      new Map([
        ["story.txt", text],
        ["story_ef2d.ann", file(story)],
      ]),
    );
    expect(problems).toEqual([]);
    const [layer] = records[0]?.layers ?? [];
    expect(records[0]?.article.title).toBe("story");
    expect(layer).toMatchObject({ annotator: "ef2d", kind: "imported", state: "closed" });
    const [first, second, claim] = layer?.annotations ?? [];
    expect(first).toMatchObject({
      kind: "attribution",
      attributes: { quoteType: "mixed", Negated: true, note: "is this one or two?" },
    });
    expect(first?.spans.map(({ role, quote }) => [role, quote])).toEqual([
      ["source", "The café’s owner"],
      ["cue", "said"],
      ["content", "soon"],
      ["content", "that it would close"],
    ]);
    expect(claim).toMatchObject({ kind: "claim", spans: [{ quote: "it would close" }] });
    expect(second).toMatchObject({ kind: "attribution", nestedIn: first?.id });
    expect(layer?.claimLinks).toMatchObject([
      { attribution: first?.id, claim: claim?.id, role: "speech-act", stance: "denies" },
    ]);
    expect(layer?.attributionSources).toMatchObject([{ source: { name: "Ida Worm", kind: "person" } }]);
  });

  test("goes back line for line, labels and lines that a record has no place for with it", async () => {
    const files = new Map([
      ["texts/story.txt", text],
      ["marks/story_ef2d.ann", file(story)],
    ]);
    const { records, losses } = await readAs("brat", files);
    expect(losses).toContain("brat spans labelled Discuss in no attribution");
    const back = await writeAs("brat", records, { offsets: "raw" });
    expect(back.files.get("texts/story.txt")).toBe(text);
    expect(sorted(back.files.get("marks/story_ef2d.ann") ?? "")).toEqual(sorted(file(story)));
  });

  test("a mark that was changed since is written anew, and what shared its words stays", async () => {
    const { records } = await readAs(
      "brat",
      new Map([
        ["story.txt", text],
        ["story.ann", file(story)],
      ]),
    );
    const changed = records.map((record) => ({
      ...record,
      layers: record.layers.map((layer) => ({
        ...layer,
        annotations: layer.annotations.map((mark) => ({
          ...mark,
          spans: mark.spans.filter(({ role }) => role !== "content"),
        })),
      })),
    }));
    const lines = (await writeAs("brat", changed)).files.get("story.ann")?.split("\n") ?? [];
    expect(lines.filter((line) => line.startsWith("E"))).toHaveLength(2);
    expect(lines.some((line) => line.includes("Content"))).toBe(false);
    expect(lines).toContain("E2\tAttribution:T6 Cue:T5 Source:T1");
  });

  test("lines that are not right are named by line, and nothing else suffers", async () => {
    const bad = [
      ...story.slice(0, 5),
      "T9\tCue 3 7\tsaid",
      "T10\tCue 900 904\tsaid",
      "E9\tAttribution:T9 Cue:T9",
      "what is this?",
      "E8\tAttribution:T4 ",
      "T1\tCue 0 1\tx",
    ];
    const { records, problems } = await readAs(
      "brat",
      new Map<string, string | Uint8Array>([
        ["story.txt", text],
        ["story.ann", file(bad)],
        ["alone.ann", ""],
        ["latin.txt", new Uint8Array([0xe9])],
      ]),
    );
    expect(problems.map(({ file: name, line }) => [name, line]).toSorted()).toEqual([
      ["alone.ann", null],
      ["latin.txt", null],
      ["story.ann", 10],
      ["story.ann", 11],
      ["story.ann", 6],
      ["story.ann", 7],
      ["story.ann", 8],
      ["story.ann", 9],
    ]);
    expect(records[0]?.layers[0]?.annotations).toHaveLength(1);
    const back = await writeAs("brat", records);
    expect(sorted(back.files.get("story.ann") ?? "")).toEqual(sorted(file(bad)));
  });

  test("a byte order mark is a character to brat, and none of the text", async () => {
    const files = new Map([
      ["story.txt", "\uFEFFShe said so."],
      ["story.ann", "T1\tClaim 1 4\tShe\n"],
    ]);
    const { records, problems } = await readAs("brat", files);
    expect(problems).toEqual([]);
    expect(records[0]?.articleVersion.text).toBe("She said so.");
    expect(records[0]?.layers[0]?.annotations[0]?.spans).toMatchObject([{ start: 0, end: 3, quote: "She" }]);
  });

  test("what is written is read again, any article", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryArticle, async (record) => {
        const [read, written, problems] = await expectRoundTrip("brat", record);
        expect(problems).toEqual([]);
        expect(read).toEqual(written);
      }),
      { numRuns: 60 },
    );
  });

  const corpus = process.env.CORPUS_DIR;
  const title = corpus ? "real files come back" : "real files come back (skipped: CORPUS_DIR is not set)";
  test.skipIf(!corpus)(title, async () => {
    const root = path.join(corpus ?? "", "polnear-dev");
    const names = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ann|txt)$/.test(name))
      .sort();
    const files = new Map(names.map((name) => [name, readFileSync(path.join(root, name), "utf8")]));
    const { records, problems } = await readAs("brat", files);
    expect([records.length, records.flatMap(({ layers }) => layers).length]).toEqual([84, 94]);
    expect(problems.every(({ line }) => line !== null)).toBe(true);
    for (const { articleVersion: version, layers } of records)
      for (const span of layers.flatMap(({ annotations }) => annotations.flatMap(({ spans }) => spans))) {
        const raw = toRaw(version.offsetMap, span).span;
        const original = Array.from(version.rawText ?? version.text).slice(raw.start, raw.end);
        expect(span.quote).toBe(original.join("").normalize("NFC"));
      }
    const back = (await writeAs("brat", records, { offsets: "raw" })).files;
    back.delete("annotation.conf");
    expect([...back.keys()].toSorted()).toEqual(names.toSorted());
    for (const [name, content] of files)
      if (name.endsWith(".txt")) expect(back.get(name)).toBe(content);
      else expect(sorted(back.get(name) ?? "")).toEqual(sorted(content));
  });
});
