import { Schema } from "@tiptap/pm/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  editorPositions,
  offsetToPosition,
  positionToOffset,
  rangeToSpan,
  spanToRange,
  textToDocument,
} from "@/lib/text/editor-position";
import { storedText } from "./arbitrary-text";

const schema = new Schema({
  nodes: { doc: { content: "paragraph+" }, paragraph: { content: "text*" }, text: {} },
});

test("every offset goes to the editor and back, and means the same words there", () => {
  fc.assert(
    fc.property(storedText, (text) => {
      const positions = editorPositions(text);
      const doc = schema.nodeFromJSON(textToDocument(text));
      doc.check();
      expect(doc.content.size).toBe(positions.size);
      const points = Array.from(text);
      let before = "";
      for (let offset = 0; offset <= points.length; offset++) {
        const position = offsetToPosition(positions, offset);
        expect(positionToOffset(positions, position)).toBe(offset);
        expect(doc.resolve(position).parent.type.name).toBe("paragraph");
        expect(doc.textBetween(0, position, "\n")).toBe(before);
        before += points[offset] ?? "";
      }
    }),
    { numRuns: 150 },
  );
});

test("every editor position has an offset, in order, and keeps its place when it lies in a paragraph", () => {
  fc.assert(
    fc.property(storedText, (text) => {
      const positions = editorPositions(text);
      let last = 0;
      for (let position = 0; position <= positions.size; position++) {
        const offset = positionToOffset(positions, position);
        expect(offset).toBeGreaterThanOrEqual(last);
        last = offset;
      }
      expect(last).toBe(positions.index.length);
    }),
    { numRuns: 150 },
  );
});

test("paragraph borders and surrogate pairs", () => {
  const positions = editorPositions("a😀\n\nb");
  expect([0, 1, 2, 3, 4, 5].map((offset) => offsetToPosition(positions, offset))).toEqual([1, 2, 4, 6, 8, 9]);
  expect(positionToOffset(positions, 0)).toBe(0);
  expect(positionToOffset(positions, 5)).toBe(3);
  expect(positionToOffset(positions, positions.size)).toBe(5);
  expect(rangeToSpan(positions, { from: 3, to: 3 })).toEqual({ start: 1, end: 2 });
  expect(spanToRange(positions, { start: 1, end: 5 })).toEqual({ from: 2, to: 9 });
  expect(() => positionToOffset(positions, positions.size + 1)).toThrow(RangeError);
  expect(textToDocument("")).toEqual({ type: "doc", content: [{ type: "paragraph" }] });
});
