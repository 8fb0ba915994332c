import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listClauses } from "@/lib/text/clauses";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { moveBorder, moveByCharacter, moveByWord } from "@/lib/text/moves";
import { listQuotations } from "@/lib/text/quotations";
import { listSentences, listWords } from "@/lib/text/sentences";
import { adjacentUnit, ladderAt, narrower, readingUnits, unitAt, wider } from "@/lib/text/units";
import { storedText } from "./arbitrary-text";

function sentencesOf(text: string, lang = "en"): string[] {
  const index = indexCodePoints(text);
  return listSentences(index, lang).map((span) => sliceCodePoints(index, span));
}

function clausesOf(text: string): string[] {
  const index = indexCodePoints(text);
  return listClauses(index, { start: 0, end: index.length }).map((span) => sliceCodePoints(index, span));
}

function quotationsOf(text: string): string[] {
  const index = indexCodePoints(text);
  return listQuotations(index).map((span) => sliceCodePoints(index, span));
}

describe("sentences", () => {
  test("titles, initials and acronyms do not end one", () => {
    expect(sentencesOf("Mr. Orla met U.S. President Jan K. Holt. He left the U.S. The talks ended.")).toEqual(
      ["Mr. Orla met U.S. President Jan K. Holt.", "He left the U.S.", "The talks ended."],
    );
  });

  test("a line end does, and spaces belong to none", () => {
    expect(sentencesOf(" Headline without stop \n\n😀 Body. “It held.” ")).toEqual([
      "Headline without stop",
      "😀 Body.",
      "“It held.”",
    ]);
  });

  test("other scripts, and a language tag nobody knows", () => {
    expect(sentencesOf("堤は持った。水は引いた。", "ja")).toEqual(["堤は持った。", "水は引いた。"]);
    expect(sentencesOf("One. Two.", "not a tag")).toEqual(["One.", "Two."]);
  });

  test("they hold every visible character once, in order", () => {
    fc.assert(
      fc.property(storedText, (text) => {
        expect(sentencesOf(text).join("").replaceAll(/\s/gu, "")).toBe(text.replaceAll(/\s/gu, ""));
      }),
    );
  });
});

describe("clauses", () => {
  test("cut at ; : dashes and commas without a conjunction, not inside numbers and lists", () => {
    expect(clausesOf("The dam held, the mayor said; 1,200 homes – all of them – stayed dry.")).toEqual([
      "The dam held",
      "the mayor said",
      "1,200 homes",
      "all of them",
      "stayed dry.",
    ]);
    expect(clausesOf("They took boats, ropes, and lamps.")).toEqual(["They took boats, ropes, and lamps."]);
    expect(clausesOf("Yesterday, the dam held, it seems.")).toEqual(["Yesterday, the dam held", "it seems."]);
    expect(clausesOf("“It held all night,” the mayor said.")).toEqual([
      "“It held all night,”",
      "the mayor said.",
    ]);
  });
});

describe("quotations", () => {
  test("every pair of marks", () => {
    for (const quotation of [
      "“a b”",
      "„a b“",
      "„a b”",
      "”a b”",
      "‘a b’",
      "‚a b‘",
      "«a b»",
      "« a b »",
      "»a b«",
    ]) {
      expect(quotationsOf(`Er sagte ${quotation} gestern.`)).toEqual([quotation]);
    }
    for (const quotation of ["‹a b›", "「a b」", '"a b"', "'a b'", '"a b."']) {
      expect(quotationsOf(`They said ${quotation}, then left.`)).toEqual([quotation]);
    }
  });

  test("apostrophes are none, nested ones are found", () => {
    expect(quotationsOf("The mayor’s dam isn't the editors' own.")).toEqual([]);
    expect(quotationsOf("“He said ‘it’s fine’ twice,” she said.")).toEqual([
      "“He said ‘it’s fine’ twice,”",
      "‘it’s fine’",
    ]);
  });

  test("one over several paragraphs, and one never closed", () => {
    expect(quotationsOf("She said: “It held.\n“It will hold.” Then she left.")).toEqual([
      "“It held.",
      "“It will hold.”",
    ]);
    expect(quotationsOf("She said “it held.\nNothing more.")).toEqual([]);
  });
});

describe("the ladder", () => {
  const text = "The dam held, “said so by all”, she wrote. It rained on.";
  const index = indexCodePoints(text);
  const units = readingUnits(index, "en");
  const words = (span: { start: number; end: number } | undefined) => span && sliceCodePoints(index, span);

  test("sentence, clause, quotation, and back", () => {
    expect(ladderAt(units, 2).map((unit) => words(unit.span))).toEqual([
      "The dam held, “said so by all”, she wrote.",
      "The dam held",
      "“said so by all”",
    ]);
    const sentence = unitAt(units, 2, "sentence");
    if (!sentence) throw new Error("no sentence");
    const clause = narrower(units, sentence, 2);
    expect(clause.level).toBe("clause");
    expect(narrower(units, clause, 2).level).toBe("quotation");
    expect(wider(units, clause, 2)).toEqual(sentence);
    expect(wider(units, sentence, 2)).toEqual(sentence);
    const next = adjacentUnit(units, sentence, 1);
    expect(words(next?.span)).toBe("It rained on.");
    expect(words(adjacentUnit(units, clause, 1)?.span)).toBe("“said so by all”");
    expect(adjacentUnit(units, sentence, -1)).toBeNull();
  });

  test("an empty text has no units", () => {
    expect(ladderAt(readingUnits(indexCodePoints(""), "en"), 0)).toEqual([]);
  });

  test("a span that stands apart ends its sentence at its borders, wherever the borders fall", () => {
    const own = indexCodePoints("KORVA (Nordwire) — Some 600 were saved 🌊. More rain is due.");
    const { sentences } = readingUnits(own, "en", [{ start: 0, end: 19 }]);
    expect(sentences.map((one) => sliceCodePoints(own, one))).toEqual([
      "KORVA (Nordwire) —",
      "Some 600 were saved 🌊.",
      "More rain is due.",
    ]);
    const whole = readingUnits(own, "en").sentences;
    expect(readingUnits(own, "en", [{ start: 0, end: own.length }]).sentences).toEqual(whole);
  });

  test("units lie inside the text wherever one asks", () => {
    fc.assert(
      fc.property(storedText, fc.nat(60), (any, offset) => {
        const own = indexCodePoints(any);
        for (const unit of ladderAt(readingUnits(own, "und"), Math.min(offset, own.length))) {
          expect(sliceCodePoints(own, unit.span).length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe("moves", () => {
  test("by word over punctuation and lines", () => {
    const index = indexCodePoints("One, two\n\nthree");
    expect(moveByWord(index, 0, 1, "en")).toBe(3);
    expect(moveByWord(index, 3, 1, "en")).toBe(8);
    expect(moveByWord(index, 8, 1, "en")).toBe(15);
    expect(moveByWord(index, 15, 1, "en")).toBe(15);
    expect(moveByWord(index, 15, -1, "en")).toBe(10);
    expect(moveByWord(index, 10, -1, "en")).toBe(5);
    expect(moveByWord(index, 0, -1, "en")).toBe(0);
    expect(listWords(index, "en", { start: 4, end: 15 })).toEqual([
      { start: 5, end: 8 },
      { start: 10, end: 15 },
    ]);
  });

  test("by character never ends inside a grapheme, and always gets to the end", () => {
    const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
    fc.assert(
      fc.property(storedText, (text) => {
        const index = indexCodePoints(text);
        const borders = new Set([0]);
        let offset = 0;
        for (const line of text.split(/(\n)/)) {
          for (const part of graphemes.segment(line)) {
            offset += Array.from(part.segment).length;
            borders.add(offset);
          }
        }
        let at = 0;
        for (let step = 0; at < index.length; step++) {
          at = moveByCharacter(index, at, 1);
          expect(borders.has(at)).toBe(true);
          if (step > index.length) throw new Error("no progress");
        }
        while (at > 0) {
          const before = moveByCharacter(index, at, -1);
          expect(before).toBeLessThan(at);
          expect(borders.has(before)).toBe(true);
          at = before;
        }
      }),
    );
  });

  test("a border never empties its span", () => {
    const index = indexCodePoints("One two");
    const back = { border: "end", direction: -1, by: "word" } as const;
    expect(moveBorder(index, { start: 0, end: 7 }, back, "en")).toEqual({ start: 0, end: 3 });
    const later = { border: "start", direction: 1, by: "word" } as const;
    expect(moveBorder(index, { start: 0, end: 7 }, later, "en")).toEqual({ start: 4, end: 7 });
    expect(moveBorder(index, { start: 4, end: 7 }, later, "en")).toEqual({ start: 4, end: 7 });
    expect(moveBorder(index, { start: 4, end: 7 }, back, "en")).toEqual({ start: 4, end: 7 });
    const on = { border: "start", direction: 1, by: "character" } as const;
    expect(moveBorder(index, { start: 0, end: 2 }, on, "en")).toEqual({ start: 1, end: 2 });
  });
});
