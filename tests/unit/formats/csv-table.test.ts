import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { csvLine } from "@/lib/formats/csv-table";

it("writes what a reader of CSV reads back, but for the apostrophe before a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 6 }), (cells) => {
      const [read] = parse(csvLine(cells), { record_delimiter: "\r\n" });
      expect(read).toEqual(
        cells.map((cell) => (/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell) ? `'${cell}` : cell)),
      );
    }),
  );
});

it.each(["=1+1", "+1", "-1", "@a", "\t=1", " =1", "\r\n=1", "＝1"])("lets %j begin no formula", (cell) => {
  expect(csvLine([cell, 1]).replace(/^"/, "").startsWith("'")).toBe(true);
});

it("leaves numbers and empty cells as they are", () => {
  expect(csvLine([-3, null, "a-b", ""])).toBe("-3,,a-b,\r\n");
});
