import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { findForbiddenCharacter, isNormalised, normaliseText } from "@/lib/text/normalise";
import { toRaw, toStored } from "@/lib/text/offset-map";
import { offsetMapSchema } from "@/lib/text/offset-map-schema";
import { rawText } from "./arbitrary-text";

const fold = (raw: string) => raw.replaceAll(/\r\n?/g, "\n").normalize("NFC");

describe("normaliseText", () => {
  test("gives NFC with \\n, and a map that survives JSON", () => {
    fc.assert(
      fc.property(rawText, (raw) => {
        const { text, map } = normaliseText(raw);
        expect(text).toBe(fold(raw));
        expect(isNormalised(text)).toBe(true);
        expect(map.rawLength).toBe(Array.from(raw).length);
        expect(map.storedLength).toBe(Array.from(text).length);
        expect(offsetMapSchema.parse(JSON.parse(JSON.stringify(map)))).toEqual(map);
        expect(normaliseText(text).map.segments).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("a stored span has its own words in the raw text, unless the map says that it cuts", () => {
    fc.assert(
      fc.property(rawText, fc.nat(80), fc.nat(20), (raw, from, length) => {
        const { text, map } = normaliseText(raw);
        const span = { start: Math.min(from, map.storedLength), end: 0 };
        span.end = Math.min(span.start + length, map.storedLength);
        const mapped = toRaw(map, span);
        const rawSlice = fold(sliceCodePoints(indexCodePoints(raw), mapped.span));
        const storedSlice = sliceCodePoints(indexCodePoints(text), span);
        if (mapped.cuts) expect(rawSlice).toContain(storedSlice);
        else {
          // A slice may begin with a mark; then only the whole text says what it joins.
          expect(rawSlice.normalize("NFD")).toBe(storedSlice.normalize("NFD"));
          expect(toStored(map, mapped.span)).toEqual({ span, cuts: false });
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("a raw span that does not cut comes back as it was, one that cuts only grows", () => {
    fc.assert(
      fc.property(rawText, fc.nat(80), fc.nat(20), (raw, from, length) => {
        const { map } = normaliseText(raw);
        const span = { start: Math.min(from, map.rawLength), end: 0 };
        span.end = Math.min(span.start + length, map.rawLength);
        const there = toStored(map, span);
        const back = toRaw(map, there.span);
        expect(back.cuts).toBe(false);
        if (!there.cuts) expect(back.span).toEqual(span);
        else {
          expect(back.span.start).toBeLessThanOrEqual(span.start);
          expect(back.span.end).toBeGreaterThanOrEqual(span.end);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("a span between a letter and its accent, or inside CR LF, is reported", () => {
    const accent = normaliseText("cafe\u0301!");
    expect(accent.text).toBe("café!");
    expect(toStored(accent.map, { start: 0, end: 4 })).toEqual({ span: { start: 0, end: 4 }, cuts: true });
    expect(toStored(accent.map, { start: 0, end: 5 })).toEqual({ span: { start: 0, end: 4 }, cuts: false });
    expect(toStored(accent.map, { start: 5, end: 6 })).toEqual({ span: { start: 4, end: 5 }, cuts: false });
    const line = normaliseText("a\r\nb");
    expect(toStored(line.map, { start: 2, end: 4 })).toEqual({ span: { start: 1, end: 3 }, cuts: true });
    expect(() => toStored(line.map, { start: 2, end: 5 })).toThrow(RangeError);
  });

  test("a text that is stored already has the empty map", () => {
    expect(normaliseText("Où ça? 😀\nLà.").map.segments).toEqual([]);
    expect(normaliseText("")).toEqual({ text: "", map: { rawLength: 0, storedLength: 0, segments: [] } });
  });

  test("every character of Unicode that can join or reorder is known to", () => {
    // U+0334 has combining class 1 and U+0345 class 240, the ends of the scale of what reorders.
    const raw: string[] = [];
    for (let point = 1; point < 0x110000; point++) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const char = String.fromCodePoint(point);
      const parts = Array.from(char.normalize("NFD"));
      if (parts.length > 1) raw.push(parts.join(""), "x", char);
      const isMoved =
        `\u0345${char}`.normalize("NFD").codePointAt(0) !== 0x345 ||
        Array.from(`${char}\u0334`.normalize("NFD"))[1] !== "\u0334";
      if (isMoved && parts.length === 1) raw.push("q", "\u0345", char, "\u0334");
    }
    const joined = raw.join("");
    expect(normaliseText(joined).text === fold(joined)).toBe(true);
  });
});

describe("findForbiddenCharacter", () => {
  test("names NUL and lone surrogates by line, and lets pairs pass", () => {
    expect(findForbiddenCharacter("fine 😀\nreally")).toBeNull();
    expect(findForbiddenCharacter("a\r\nb\n😀c\0")).toEqual({
      what: "nul",
      codePoint: "U+0000",
      offset: 7,
      line: 3,
    });
    expect(findForbiddenCharacter("ab\ud83d c")).toEqual({
      what: "lone-surrogate",
      codePoint: "U+D83D",
      offset: 2,
      line: 1,
    });
    expect(findForbiddenCharacter("\ude00\ud83d")?.offset).toBe(0);
  });
});
