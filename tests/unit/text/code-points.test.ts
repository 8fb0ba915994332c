import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunkText } from "@/lib/text/chunk";
import {
  codePointToUtf16,
  countCodePoints,
  indexCodePoints,
  sliceCodePoints,
  spanFromUtf16,
  utf16ToCodePoint,
} from "@/lib/text/code-points";
import { rawText } from "./arbitrary-text";

describe("code points", () => {
  test("every offset goes to UTF-16 and back", () => {
    fc.assert(
      fc.property(rawText, fc.nat({ max: 300 }), (piece, times) => {
        const text = piece.repeat(1 + (times % 20));
        const index = indexCodePoints(text);
        const points = Array.from(text);
        expect(index.length).toBe(points.length);
        expect(countCodePoints(text)).toBe(points.length);
        let unit = 0;
        for (let offset = 0; offset <= points.length; offset++) {
          if (codePointToUtf16(index, offset) !== unit) throw new Error(`offset ${offset}`);
          if (utf16ToCodePoint(index, unit) !== offset) throw new Error(`unit ${unit}`);
          unit += points[offset]?.length ?? 0;
        }
      }),
    );
  });

  test("a slice is the slice of the code points", () => {
    fc.assert(
      fc.property(rawText, fc.nat(60), fc.nat(60), (text, from, length) => {
        const points = Array.from(text);
        const start = Math.min(from, points.length);
        const end = Math.min(start + length, points.length);
        expect(sliceCodePoints(indexCodePoints(text), { start, end })).toBe(
          points.slice(start, end).join(""),
        );
      }),
    );
  });

  test("a position inside a surrogate pair is rounded outwards", () => {
    const index = indexCodePoints("a😀b");
    expect(utf16ToCodePoint(index, 2, "start")).toBe(1);
    expect(utf16ToCodePoint(index, 2, "end")).toBe(2);
    expect(spanFromUtf16(index, 2, 2)).toEqual({ start: 1, end: 2 });
  });

  test("what lies outside the text is refused", () => {
    const index = indexCodePoints("a😀");
    expect(() => codePointToUtf16(index, 3)).toThrow(RangeError);
    expect(() => codePointToUtf16(index, -1)).toThrow(RangeError);
    expect(() => codePointToUtf16(index, 0.5)).toThrow(RangeError);
    expect(() => utf16ToCodePoint(index, 4)).toThrow(RangeError);
    expect(codePointToUtf16(indexCodePoints(""), 0)).toBe(0);
  });

  test("200,000 characters with emoji convert both ways anywhere", () => {
    const text = "Nine letters 😀 ".repeat(13_400);
    const index = indexCodePoints(text);
    for (let at = 0; at < 20_000; at++) {
      const offset = (at * 9) % index.length;
      if (utf16ToCodePoint(index, codePointToUtf16(index, offset)) !== offset) expect.fail(`at ${offset}`);
    }
  });
});

describe("chunks", () => {
  test("put together they are the text, each of the full size but the last", () => {
    fc.assert(
      fc.property(rawText, fc.integer({ min: 1, max: 9 }), (text, size) => {
        const chunks = chunkText(text, size);
        expect(chunks.map((chunk) => chunk.text).join("")).toBe(text);
        chunks.forEach((chunk, place) => {
          expect(chunk.index).toBe(place);
          expect(chunk.start).toBe(place * size);
          const length = Array.from(chunk.text).length;
          if (place < chunks.length - 1) expect(length).toBe(size);
          else expect(length).toBeLessThanOrEqual(size);
        });
      }),
    );
  });

  test("an empty text has none, a size of nothing is refused", () => {
    expect(chunkText("")).toEqual([]);
    expect(() => chunkText("a", 0)).toThrow(RangeError);
  });
});
