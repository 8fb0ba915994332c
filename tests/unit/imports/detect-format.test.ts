import { describe, expect, it } from "vitest";
import { detectFormat } from "@/lib/dataset-imports/detect-format";

function detect(name: string, text: string): string | null {
  return detectFormat([{ name, text }]);
}

describe("the format of files, by what they hold", () => {
  it.each([
    ["The crowd rose.\n\nIt went on to the stage, chanting “U-S-A! U-S-A!”\n\nNobody counted."],
    ["A single line about a B-52"],
    ["They fly B-52s\nand guard S-400s\nand nobody is told why\nor by whom."],
    [
      "Forty houses were flooded.\n\nThe list:\nflour B-1\nrice B-2\nThe mayor opened the hall at noon.\nIt is full.",
    ],
  ])("is none for a story, whatever its lines end in: %j", (text) => {
    expect(detect("story.txt", text)).toBeNull();
  });

  it.each([
    ["two columns", "The O\nmayor B-source\nsaid B-cue\nso O\n\nNobody O\nsp"],
    ["a tag in a column before the last", "The\tO\tO\nmayor\tB-claim\tO\nsaid\tI-claim\tO\n"],
    ["document lines", "-DOCSTART- -X- O O\n\nAll O\n"],
    ["comments", "# id 1\n# text The mayor said\nThe DT B-SRC\r\nmayor NN I-SRC\r\nsaid VB O\r\n"],
  ])("is CoNLL for a token a line with %s", (_what, text) => {
    expect(detect("words.txt", text)).toBe("conll");
  });
});
