import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { convertCommand } from "@/bin/cli/convert-command";

const text = "The harbour master said the lock would open 😀.\n";
const marks = [
  "T1\tSource 0 18\tThe harbour master",
  "T2\tCue 19 23\tsaid",
  "T3\tContent 24 46\tthe lock would open 😀.",
  "T4\tAttribution 19 23\tsaid",
  "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
  "T5\tDiscuss 0 3\tThe",
]
  .map((line) => `${line}\n`)
  .join("")
  .replace("24 46", "24 45;45 46")
  .replace("open 😀.", "open 😀 .");
const report = z.object({
  articles: z.int(),
  annotations: z.int(),
  problems: z.array(z.object({ file: z.string(), line: z.int().nullable() })),
  losses: z.array(z.object({ what: z.string(), why: z.string(), count: z.int() })),
});

let folder = "";
let said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "convert-"));
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
  writeFileSync(path.join(folder, name), content);
}
function read(name: string): string {
  return readFileSync(path.join(folder, name), "utf8");
}
function readReport(): z.infer<typeof report> {
  return report.parse(JSON.parse(read("report.json")));
}

describe("sourcebench convert", () => {
  test("from brat to the complete format and back: the same files, and a report of what stayed behind", async () => {
    write("lock.txt", text);
    write("lock_ef2d.ann", marks);
    const out = "--from brat --to jsonl --report report.json . lock.jsonl".split(" ");
    expect(await convertCommand(out)).toBe(0);
    expect(readReport()).toMatchObject({ articles: 1, annotations: 1, problems: [] });
    expect(readReport().losses.map(({ what }) => what)).toEqual([
      "brat spans labelled Discuss in no attribution",
    ]);
    const back = "--from jsonl --to brat --offsets raw lock.jsonl back".split(" ");
    expect(await convertCommand(back)).toBe(0);
    expect(readdirSync(path.join(folder, "back")).toSorted()).toEqual([
      "annotation.conf",
      "lock.txt",
      "lock_ef2d.ann",
    ]);
    expect(read("back/lock_ef2d.ann")).toBe(marks);
    expect(said.some((line) => line.includes("times, revisions and reviews"))).toBe(true);
  });

  test("the same time gives the same bytes", async () => {
    write("lock.txt", text);
    write("lock.ann", marks);
    const words = "--from brat --to jsonl --at 2026-05-03T10:15:00Z .".split(" ");
    expect(await convertCommand([...words, "one.jsonl"])).toBe(0);
    expect(await convertCommand([...words, "two.jsonl"])).toBe(0);
    expect(read("one.jsonl")).toBe(read("two.jsonl"));
  });

  test("broken parts are named by line; with --strict nothing is written", async () => {
    write("lock.txt", text);
    write("lock.ann", `${marks}T9\tCue 3 7\tsaid\n`);
    const words = "--from brat --to jsonl --report report.json . lock.jsonl".split(" ");
    expect(await convertCommand([...words, "--strict"])).toBe(1);
    expect(readdirSync(folder)).not.toContain("lock.jsonl");
    expect(await convertCommand(words)).toBe(0);
    expect(readReport().problems).toEqual([{ file: "lock.ann", line: 7 }]);
    expect(said.some((line) => line.startsWith("lock.ann:7: "))).toBe(true);
  });

  test("what is there is not written over, unless one says so", async () => {
    write("lock.txt", text);
    write("kept.jsonl", "mine");
    const words = "--from brat --to jsonl . kept.jsonl".split(" ");
    expect(await convertCommand(words)).toBe(1);
    expect(read("kept.jsonl")).toBe("mine");
    expect(await convertCommand([...words, "--force"])).toBe(0);
    expect(read("kept.jsonl")).toContain("harbour master");
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("to a stream: the result alone on standard output, what would stand beside is told", async () => {
    write("lock.txt", text);
    write("lock.ann", marks);
    const written: string[] = [];
    const stdout = vi
      .spyOn(process.stdout, "write")
      .mockImplementation((piece) => written.push(String(piece)) > 0);
    const code = await convertCommand("--from brat --to label-studio . -".split(" "));
    stdout.mockRestore();
    expect(code).toBe(0);
    expect(JSON.parse(written.join(""))).toMatchObject([{ data: { text }, annotations: [{}] }]);
    expect(said.some((line) => line.includes("labelling-config.xml"))).toBe(true);
  });

  test("wrong use is 2, what is not there 3, an empty input 1, help is 0 with examples", async () => {
    const codes = await Promise.all(
      [
        "--help",
        "",
        "--from brat --to nothing . out",
        "--from brat --to jsonl - out",
        "--from jsonl --to brat in -",
        "--from brat --to jsonl --at yesterday . out",
        "--from brat --to jsonl nowhere out",
        "--from brat --to jsonl . out",
      ].map((line) => convertCommand(line.split(" ").filter((word) => word !== ""))),
    );
    expect(codes).toEqual([0, 2, 2, 2, 2, 2, 3, 1]);
    expect(said[0]).toContain("convert --from brat --to jsonl corpus/ corpus.jsonl");
  });
});
