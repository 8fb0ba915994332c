import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { convertCommand } from "@/bin/cli/convert-command";
import { formatNames } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";

const text = "Velm 🌊 floods\nThe harbour master said the lock would open, and שלום was heard.\n";
const marks = [
  "T1\tClaim 36 55\tthe lock would open",
  "T2\tSource 14 32\tThe harbour master",
  "T3\tCue 33 37\tsaid",
  "T4\tContent 38 57;63 67\tthe lock would open שלום",
  "T5\tAttribution 33 37\tsaid",
  "E1\tAttribution:T5 Source:T2 Cue:T3 Content:T4",
  "R1\tCarries Arg1:E1 Arg2:T1",
];
const lines = marks.map((mark) => {
  const [id, place = "", quote = ""] = mark.split("\t");
  if (!id?.startsWith("T")) return mark;
  const [label] = place.split(" ");
  const parts = label === "Content" ? ["the lock would open", "שלום"] : [quote];
  const spans = parts.map((part) => {
    const before = [...text.slice(0, text.indexOf(part))].length;
    return `${before} ${before + [...part].length}`;
  });
  return `${id}\t${label} ${spans.join(";")}\t${parts.join(" ")}`;
});

const both = formatNames.filter((name) => formats[name].read && formats[name].write);
const written = formatNames.filter((name) => formats[name].write);
const pairs = both.flatMap((from) => written.map((to) => [from, to] as const));
const report = z.object({ articles: z.int(), annotations: z.int(), problems: z.array(z.json()) });

let folder = "";
function convert(from: string, to: string, input: string, output: string): Promise<number> {
  const words = ["--from", from, "--to", to, "--at", "2026-05-03T10:15:00.123Z", "--report", "report.json"];
  return convertCommand([...words, "--force", input, output]);
}
function reported(): z.infer<typeof report> {
  return report.parse(JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8")));
}

describe("sourcebench convert, every format that is read to every one that is written", () => {
  beforeEach(() => {
    vi.stubEnv("SOURCEBENCH_CWD", folder);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
  });
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "convert-pairs-"));
    vi.stubEnv("SOURCEBENCH_CWD", folder);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    mkdirSync(path.join(folder, "source"));
    writeFileSync(path.join(folder, "source", "velm.txt"), text);
    writeFileSync(path.join(folder, "source", "velm_ef2d.ann"), lines.map((line) => `${line}\n`).join(""));
    for (const name of both) expect(await convert("brat", name, "source", `in-${name}`)).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(pairs)("%s → %s", async (from, to) => {
    expect(await convert(from, to, `in-${from}`, `out-${from}-${to}`)).toBe(0);
    const { articles, annotations, problems } = reported();
    expect(problems).toEqual([]);
    expect(articles).toBe(1);
    // CoNLL has no links: every source, cue and piece of content is an attribution of its own.
    expect(annotations).toBe(from === "conll" ? 5 : 2);
    const out = path.join(folder, `out-${from}-${to}`);
    const files = formats[to].shape === "folder" ? readdirSync(out, { recursive: true }) : [out];
    expect(files.length).toBeGreaterThan(0);
    if (!both.some((name) => name === to)) return;
    expect(await convert(to, "jsonl", `out-${from}-${to}`, "again.jsonl")).toBe(0);
    expect(reported()).toMatchObject({ articles: 1, problems: [] });
  });
});
