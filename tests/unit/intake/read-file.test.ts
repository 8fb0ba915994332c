import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { articleDraftSchema } from "@/lib/intake/draft";
import { readMetadataCsv } from "@/lib/intake/metadata-csv";
import { readFile, streamFile } from "@/lib/intake/read-file";
import { readPaste } from "@/lib/intake/txt";
import { collect, expectPartition, utf8 } from "./support";

const codes = (problems: readonly { line: number | null; code: string }[]) =>
  problems.map(({ line, code }) => [line, code]);

describe("plain text", () => {
  it("keeps every character and makes no publisher of the file's name", async () => {
    const raw = "  Korva\r\n\r\ne\u0301tage 👩‍👩‍👧\r\n";
    const { drafts, problems } = await readFile("the-lunde-observer.txt", utf8(raw));
    expect(problems).toEqual([]);
    expect(drafts[0]).toMatchObject({ rawText: raw, text: "  Korva\n\nétage 👩‍👩‍👧\n", line: null });
    expect(drafts[0]?.publisherName).toBeUndefined();
    expect(articleDraftSchema.safeParse(drafts[0]).success).toBe(true);
  });

  it.each([
    ["20 MB", new Uint8Array(20 * 1024 * 1024).fill(97), null, "too-large"],
    ["invalid UTF-8", new Uint8Array([97, 10, 0xff]), 2, "invalid-encoding"],
    ["a NUL", utf8("a\n\nb\u0000"), 3, "nul-byte"],
    ["white space alone", utf8(" \n\t\n"), null, "empty-text"],
    ["nothing", new Uint8Array(0), null, "empty-text"],
  ])("refuses %s", async (_, bytes, line, code) => {
    const { drafts, problems } = await readFile("a.txt", bytes);
    expect(drafts).toEqual([]);
    expect(codes(problems)).toEqual([[line, code]]);
  });

  it("refuses 20 MB that come in pieces without keeping them, and a paste of that size", async () => {
    let given = 0;
    function* pieces() {
      for (; given < 20; given++) yield new Uint8Array(1024 * 1024).fill(97);
    }
    const items = await collect(streamFile("a.txt", pieces()));
    expect(items).toMatchObject([{ kind: "problem", problem: { code: "too-large" } }]);
    expect(given).toBeLessThan(12);
    expect(() => readPaste("a".repeat(20 * 1024 * 1024))).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
    expect(() => readPaste("a\ud800")).toThrow(expect.objectContaining({ code: "lone-surrogate" }));
  });

  it("refuses an ending it does not know", async () => {
    expect(codes((await readFile("a.pdf", utf8("a"))).problems)).toEqual([[null, "unknown-format"]]);
  });

  it("remarks on a paragraph printed twice and imports it", async () => {
    const twice = "The pilots of Lunde stopped work on Saturday, their union said.";
    const { drafts } = await readFile("a.txt", utf8(`Pilots\n\n${twice}\n\n${twice}\n`));
    expect(drafts[0]?.warnings).toMatchObject([{ code: "repeated-paragraph", line: 5 }]);
  });
});

describe("JSON Lines", () => {
  it("reads articles, with a headline put above a text that lacks it", async () => {
    const lines = [
      {
        text: "Pilots\n\nThey walked.",
        title: "Pilots",
        url: "https://a.example/1",
        published: "2031-05-03",
        language: "en",
        publisher: "Seawire",
      },
      {
        text: "They walked.",
        headline: "Pilots",
        credits: ["Seawire", "Harbour Press"],
        translated: "machine",
        derivation: "wholly-derived",
      },
    ];
    const { drafts, problems } = await readFile(
      "a.jsonl",
      utf8(`${lines.map((line) => JSON.stringify(line)).join("\n\n")}\n`),
    );
    expect(problems).toEqual([]);
    expect(drafts).toMatchObject([
      {
        line: 1,
        text: "Pilots\n\nThey walked.",
        publisherName: "Seawire",
        canonicalUrl: "https://a.example/1",
        warnings: [],
      },
      {
        line: 3,
        text: "Pilots\n\nThey walked.",
        creditNames: ["Seawire", "Harbour Press"],
        translated: "machine",
        warnings: [{ code: "headline-added" }],
      },
    ]);
  });

  it("gives each bad line's number and reads on; a line cut in half is called so", async () => {
    const good = '{"text":"They walked."}';
    const source = [
      good,
      "{nonsense}",
      '{"title":"no text"}',
      '["list"]',
      '{"text":"\\ud800"}',
      '{"text":"a\\u0000"}',
      '{"text":" "}',
      '{"text":"ok","url":"\\udc00"}',
      good,
      '{"text":"They wal',
    ];
    const { drafts, problems } = await readFile("a.jsonl", utf8(source.join("\n")));
    expect(drafts.map((draft) => draft.line)).toEqual([1, 8, 9]);
    expect(drafts[1]?.warnings).toMatchObject([{ code: "unreadable-value", line: 8 }]);
    expect(codes(problems)).toEqual([
      ...[
        [2, "invalid-json"],
        [3, "missing-text"],
        [4, "not-an-article"],
        [5, "lone-surrogate"],
      ],
      ...[
        [6, "nul-byte"],
        [7, "empty-text"],
        [10, "cut-line"],
      ],
    ]);
  });

  it("reads the same from pieces of any size, invalid UTF-8 on one line included", async () => {
    const bytes = new Uint8Array([
      0xef,
      0xbb,
      0xbf,
      ...utf8('{"text":"é😀 水"}\n{"text":"'),
      0xff,
      ...utf8('"}\r\n{"text":"سد"}'),
    ]);
    for (let size = 1; size < bytes.length; size += 3) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.slice(at * size, (at + 1) * size),
      );
      const items = await collect(streamFile("a.jsonl", pieces));
      expect(items).toMatchObject([
        { draft: { text: "é😀 水", line: 1 } },
        { problem: { line: 2, code: "invalid-encoding" } },
        { draft: { text: "سد", line: 3 } },
      ]);
    }
  });

  it("refuses one endless line and reads the next", async () => {
    function* pieces() {
      for (let at = 0; at < 30; at++) yield new Uint8Array(1024 * 1024).fill(97);
      yield utf8('\n{"text":"They walked."}');
    }
    const items = await collect(streamFile("a.jsonl", pieces()));
    expect(items).toMatchObject([{ problem: { line: 1, code: "too-large" } }, { draft: { line: 2 } }]);
  });
});

describe("CSV", () => {
  it("reads quoted line ends, and tells semicolons and tabs from commas", async () => {
    for (const mark of [",", ";", "\t"]) {
      const source =
        ["\ufeffTitle", "text", "Outlet"].join(mark) +
        `\r\n${["Pilots", '"Pilots\n\nThey ""walked"", twice."', "Seawire"].join(mark)}\r\n`;
      const { drafts, problems } = await readFile("a.csv", utf8(source));
      expect(problems).toEqual([]);
      expect(drafts).toMatchObject([
        { text: 'Pilots\n\nThey "walked", twice.', headline: "Pilots", publisherName: "Seawire", line: 2 },
      ]);
    }
  });

  it("names a column that is missing", async () => {
    const { drafts, problems } = await readFile("a.csv", utf8("title,words\na,b\n"));
    expect(drafts).toEqual([]);
    expect(problems).toMatchObject([
      { line: 1, code: "missing-column", message: expect.stringContaining("“text”") },
    ]);
    expect(codes((await readFile("a.csv", new Uint8Array(0))).problems)).toEqual([[1, "missing-column"]]);
  });

  it("gives the line of each bad row and keeps the rows before a cut", async () => {
    const source = 'text,date\n"one\ntwo",2031-05-03\nx\n,2031-05-03\nthree,soon\n"cut in the mid';
    const { drafts, problems } = await readFile("a.csv", utf8(source));
    expect(drafts.map((draft) => [draft.line, draft.text])).toEqual([
      [2, "one\ntwo"],
      [6, "three"],
    ]);
    expect(drafts[1]?.warnings).toMatchObject([{ code: "unreadable-value", line: 6 }]);
    expect(codes(problems)).toEqual([
      [4, "column-count"],
      [5, "empty-text"],
      [7, "cut-line"],
    ]);
  });

  it("refuses a row without end, in whatever pieces it comes, and keeps what came before", async () => {
    const bytes = utf8(`text\none\n${"水".repeat(9_000_000)}`);
    for (const size of [65_537, bytes.length]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(await collect(streamFile("a.csv", pieces))).toMatchObject([
        { draft: { text: "one" } },
        { problem: { line: 3, code: "too-large" } },
      ]);
    }
  });

  it("stops at invalid UTF-8 with its line and keeps what came before", async () => {
    const pieces = [utf8("text\none\n"), new Uint8Array([0xff, 10])];
    const items = await collect(streamFile("a.csv", pieces));
    expect(items).toMatchObject([
      { draft: { text: "one" } },
      { problem: { line: 3, code: "invalid-encoding" } },
    ]);
  });
});

describe("metadata.csv", () => {
  it("is keyed by file name and goes before what the file says", async () => {
    const { rows, problems } = await readMetadataCsv(
      utf8(
        "file,publisher,credit,language,translated\ne\u0301tage.txt,Seawire,A; B,de,machine\n,x,,,\nétage.txt,,,,\n",
      ),
    );
    expect(codes(problems)).toEqual([
      [3, "missing-file-name"],
      [4, "duplicate-file"],
    ]);
    const { drafts } = await readFile("étage.txt", utf8("They walked."), rows.get("étage.txt"));
    expect(drafts[0]).toMatchObject({
      publisherName: "Seawire",
      creditNames: ["A", "B"],
      language: "de",
      translated: "machine",
    });
  });

  it("names its missing column", async () => {
    const { problems } = await readMetadataCsv(utf8("name,publisher\na.txt,b\n"));
    expect(problems).toMatchObject([{ code: "missing-column", message: expect.stringContaining("“file”") }]);
  });
});

describe("the sample articles", () => {
  it("all import with their facts", async () => {
    const folder = join(import.meta.dirname, "../../../prisma/samples");
    const { rows, problems } = await readMetadataCsv(readFileSync(join(folder, "metadata.csv")));
    expect(problems).toEqual([]);
    const names = readdirSync(folder)
      .filter((name) => name.endsWith(".txt"))
      .sort();
    expect([...rows.keys()].sort()).toEqual(names);
    for (const name of names) {
      const intake = await readFile(name, readFileSync(join(folder, name)), rows.get(name));
      expect(intake.problems).toEqual([]);
      const [draft] = intake.drafts;
      expect(draft?.warnings.filter((warning) => warning.code !== "repeated-paragraph")).toEqual([]);
      expect(draft?.blocks.filter((block) => block.kind === "body").length).toBeGreaterThan(3);
      if (draft) expectPartition(draft.text, draft.blocks);
    }
  });
});
