import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { rehydrateCommand } from "@/bin/cli/rehydrate-command";
import { splitCommand } from "@/bin/cli/split-command";
import { textFreeCommand } from "@/bin/cli/text-free-command";
import { writeRecord } from "@/lib/formats/sourcebench-jsonl";
import { idOf, makeArticle, wordsOf } from "../splits/records";

let folder = "";
let said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "rehydrate-"));
  vi.stubEnv("SOURCEBENCH_CWD", folder);
  said = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => {
  vi.mocked(console.log).mockRestore();
  vi.mocked(process.stderr.write).mockRestore();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
}
const read = (name: string) => readFileSync(path.join(folder, name), "utf8");

/** Texts on which copies go wrong: plain, with CR LF and a joined accent, Hebrew with an emoji. */
const texts = [
  `The harbour master said that ${wordsOf(1, 30)}.\n`,
  `Le cafe\u0301 a ferme\u0301.\r\n${wordsOf(2, 30)}`,
  `שלום לכולם 😀 ${wordsOf(3, 30)}`,
];
const full = () => texts.map((text, number) => writeRecord(makeArticle(number, { text }))).join("");

async function makeFree(): Promise<void> {
  write("full.jsonl", full());
  expect(await textFreeCommand(["full.jsonl", "-o", "free.jsonl"])).toBe(0);
}

describe("a text-free file on the command line", () => {
  test("holds no text, and comes back bit for bit from .txt files of any name", async () => {
    await makeFree();
    expect(read("free.jsonl")).not.toContain(wordsOf(1, 6));
    expect(said.join("\n")).toMatch(/3 articles: \d+ of \d+ characters are shown/);
    for (const [number, text] of texts.entries()) write(`copies/deep/any${number}.txt`, text);
    expect(await rehydrateCommand(["free.jsonl", "--texts", "copies", "-o", "back.jsonl"])).toBe(0);
    expect(read("back.jsonl")).toBe(full());
    expect(said.join("\n")).toContain("3 of 3 lines are back and verified");
  });

  test("comes back from a complete export and from lines with a text", async () => {
    await makeFree();
    expect(await rehydrateCommand(["free.jsonl", "--texts", "full.jsonl", "-o", "back.jsonl"])).toBe(0);
    expect(read("back.jsonl")).toBe(full());
    write("lines.jsonl", texts.map((text) => `${JSON.stringify({ id: "x", text })}\n`).join(""));
    expect(await rehydrateCommand(["free.jsonl", "--texts", "lines.jsonl", "-o", "again.jsonl"])).toBe(0);
    expect(read("again.jsonl")).toBe(full());
  });

  test("says by article what is missing or differs and what to do, and writes nothing", async () => {
    await makeFree();
    write("copies/first.txt", texts[0] ?? "");
    // Another wording under the id of the second; the third is in its stored form and lacks nothing.
    write(`copies/${idOf(1)}.txt`, (texts[1] ?? "").replace("Le cafe", "Un cafe"));
    const words = ["free.jsonl", "--texts", "copies", "-o", "back.jsonl", "--report", "report.json"];
    expect(await rehydrateCommand(words)).toBe(1);
    expect(() => read("back.jsonl")).toThrow();
    const { troubles, back } = z
      .object({
        back: z.int(),
        troubles: z.array(z.object({ article: z.string(), what: z.string(), advice: z.string() })),
      })
      .parse(JSON.parse(read("report.json")));
    expect(back).toBe(1);
    expect(troubles.map(({ article }) => article)).toEqual([idOf(1), idOf(2)]);
    expect(troubles[0]?.what).toMatch(/the copy called like it has another text: the quote 0–/);
    expect(troubles[1]).toMatchObject({ what: "there is no copy of its text" });
    expect(said.join("\n")).toContain("Nothing is written");
    expect(await rehydrateCommand([...words, "--partial"])).toBe(1);
    expect(read("back.jsonl")).toBe(`${full().split("\n")[0]}\n`);
  });

  test("tells a copy in stored form from the original that the file needs", async () => {
    await makeFree();
    for (const [number, text] of texts.entries())
      write(`copies/${number}.txt`, text.replaceAll("\r\n", "\n").normalize("NFC"));
    expect(await rehydrateCommand(["free.jsonl", "--texts", "copies", "-o", "back.jsonl"])).toBe(1);
    expect(said.join("\n")).toContain("it needs the original text before it was normalised");
  });

  test("refuses wrong use, other files, and a changed line", async () => {
    await makeFree();
    expect(await rehydrateCommand(["free.jsonl"])).toBe(2);
    expect(await rehydrateCommand(["--nonsense"])).toBe(2);
    expect(await rehydrateCommand(["--help"])).toBe(0);
    expect(await rehydrateCommand(["full.jsonl", "--texts", "full.jsonl"])).toBe(1);
    expect(said.at(-1)).toContain("no line of sourcebench-text-free");
    write("changed.jsonl", read("free.jsonl").replace('"revision":1', '"revision":2'));
    expect(await rehydrateCommand(["changed.jsonl", "--texts", "full.jsonl", "-o", "x.jsonl"])).toBe(1);
    expect(said.join("\n")).toContain("all parts fit, but the line is another");
    expect(await textFreeCommand(["full.jsonl", "--share", "200"])).toBe(2);
  });
});

describe("sourcebench split", () => {
  const many = () => Array.from({ length: 30 }, (_, number) => makeArticle(number));

  test("writes a file a side, all articles once, and says who is where", async () => {
    write("all.jsonl", many().map(writeRecord).join(""));
    expect(await splitCommand(["all.jsonl", "out", "--ratio", "60:20:20", "--seed", "3"])).toBe(0);
    const lines = ["train", "dev", "test"].map((side) => read(`out/${side}.jsonl`).trimEnd().split("\n"));
    expect(lines.map((own) => own.length)).toEqual([18, 6, 6]);
    expect(lines.flat().toSorted()).toEqual(
      many()
        .map((record) => writeRecord(record).trimEnd())
        .toSorted(),
    );
    expect(said.join("\n")).toContain("30 articles in 30 independent groups");
    expect(said.join("\n")).toContain("0 stand on two sides");
    expect(await splitCommand(["all.jsonl", "out"])).toBe(1);
    expect(said.at(-1)).toContain("--force");
  });

  test("answers 1 where something leaks, and 0 where it is allowed", async () => {
    const shared = wordsOf(99, 14);
    const records = many().map((_, number) =>
      makeArticle(number, { text: `${wordsOf(number, 20)}. ${shared}. ${wordsOf(number + 50, 4)}` }),
    );
    write("all.jsonl", records.map(writeRecord).join(""));
    expect(await splitCommand(["all.jsonl", "refused"])).toBe(1);
    expect(said.at(-1)).toContain("allow those that are formulas");
    expect(await splitCommand(["all.jsonl", "leaks", "--no-join"])).toBe(1);
    expect(said.join("\n")).toContain("1 stand on two sides");
    write("allow.json", JSON.stringify([{ text: shared, reason: "an oath" }]));
    expect(await splitCommand(["all.jsonl", "fine", "--allow", "allow.json"])).toBe(0);
    expect(read("fine/split.json")).toContain("an oath");
    expect(await splitCommand(["all.jsonl", "x", "--by", "moon"])).toBe(2);
  });
});
