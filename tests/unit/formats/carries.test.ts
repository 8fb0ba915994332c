import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { carries, formatNames, leftOutBy, parts } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";
import { arbitraryPair } from "./arbitrary-item";
import { arbitraryArticle, writeAs } from "./conversion-support";

const document = readFileSync(path.resolve(import.meta.dirname, "../../../docs/formats/README.md"), "utf8");
const cells = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
const rowOf = (name: string) =>
  cells(document.split("\n").find((line) => line.startsWith(`| \`${name}\` |`)) ?? "");

describe("docs/formats", () => {
  test.each(parts)("the table says who carries %s", (part) => {
    const expected = formatNames.map((name) => (carries[name].has(part) ? "✓" : ""));
    expect(rowOf(part).slice(1)).toEqual(expected);
  });

  test.each(formatNames)("the table says whether %s is read and written, and how it lies", (name) => {
    const { shape, read, write } = formats[name];
    expect(rowOf(name).slice(1, 4)).toEqual([shape, read ? "✓" : "", write ? "✓" : ""]);
  });
});

describe("losses", () => {
  test.each(formatNames)("%s tells of every part that it does not carry", async (name) => {
    const [record] = fc.sample(arbitraryArticle, { numRuns: 1, seed: 3 });
    if (!record) throw new Error("no article");
    const layers = record.layers.map((layer, place) => ({ ...layer, nothingToMark: place === 0 }));
    const { losses } = await writeAs(name, [{ ...record, layers }]);
    const said = (what: string) => losses.includes(what);
    expect(said("links from attributions to claims")).toBe(!carries[name].has("claimLinks"));
    expect(said("what attributions rest on")).toBe(!carries[name].has("restsOn"));
    expect(said("twins of duplicates")).toBe(!carries[name].has("reuseLinks"));
    expect(said("names of annotators")).toBe(!carries[name].has("annotators"));
    expect(said("layers with nothing to mark")).toBe(!carries[name].has("nothingToMark"));
    expect(said("facts of articles")).toBe(!carries[name].has("facts"));
    expect(said("times, revisions and reviews of marks")).toBe(!carries[name].has("history"));
    expect(said("kinds, states and guidelines of layers")).toBe(!carries[name].has("layerStates"));
  });

  test.each(formatNames)("%s tells of answers about pairs, on its page and in its report", async (name) => {
    const [pair] = fc.sample(arbitraryPair, { numRuns: 1, seed: 3 });
    if (!pair) throw new Error("no pair");
    const { losses } = await writeAs(name, [pair]);
    const isLost = name !== "jsonl" && name !== "csv";
    expect(losses).toEqual(isLost ? ["answers about pairs of passages"] : []);
    expect(leftOutBy(name).includes("answers about pairs of passages")).toBe(isLost);
  });
});
