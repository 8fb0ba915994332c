import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOutValues, type ValuedMention } from "@/lib/cards/number-line";
import { compareQuantities } from "@/lib/corroboration/quantities";
import { quantitySchema } from "@/lib/corroboration/schema";

let next = 0;
function valued(quantity: object, isDenial = false): ValuedMention {
  next += 1;
  return { id: `m${next}`, number: next, quantity: quantitySchema.parse(quantity), isDenial };
}

describe("values side by side", () => {
  it("draws a verified minimum as open upwards beside a rounded number, and finds them compatible", () => {
    const [line] = layOutValues([
      valued({ value: 600, qualifier: "about", counted: "soldiers" }),
      valued({ value: 247, qualifier: "at-least", counted: "soldiers" }),
    ]);
    expect(line?.rows.map(({ text, low, high, conflicts }) => [text, low, high, conflicts])).toEqual([
      ["at least 247", 247, null, []],
      ["about 600", 540, 660, []],
    ]);
    const [minimum, about] = line?.rows ?? [];
    expect(minimum?.to).toBe(100);
    expect(about?.from).toBeGreaterThan(minimum?.from ?? 100);
    expect(about?.to).toBeLessThan(100);
  });

  it("marks what conflicts, what is another thing or date, and counts what is said alike", () => {
    const [line] = layOutValues([
      valued({ value: 100, unit: "t", asOf: "2026-05-01" }),
      valued({ value: 300, unit: "t", asOf: "2026-05-01" }),
      valued({ value: 300, unit: "t", asOf: "2026-05-01" }),
      valued({ value: 500, unit: "t", asOf: "2026-06-01" }),
      valued({ qualifier: "vague", unit: "t" }),
    ]);
    expect(line?.rows.map((row) => [row.mentionCount, row.conflicts, row.incomparable])).toEqual([
      [1, [2], [3]],
      [2, [1], [3]],
      [1, [], [1, 2]],
    ]);
    expect(line?.vague).toEqual([{ text: "a vague amount", count: 1 }]);
    expect(line?.unit).toBe("t");
  });

  it("gives each unit a line of its own, and puts bare numbers on the only one", () => {
    const lines = (units: (string | null)[]) =>
      layOutValues(units.map((unit) => valued({ value: 5, unit }))).map((line) => line.unit);
    expect(lines(["t", "kg", null])).toEqual(["t", "kg", null]);
    expect(lines(["T", "t", null])).toEqual(["T"]);
    expect(layOutValues([])).toEqual([]);
  });

  it("keeps every bar on the line, in order, and says of each pair what the comparison says", () => {
    const quantity = fc.record({
      value: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      qualifier: fc.constantFrom("exact", "about", "at-least", "more-than", "at-most", null),
      counted: fc.constantFrom("boats", null),
    });
    fc.assert(
      fc.property(fc.array(quantity, { minLength: 1, maxLength: 12 }), (quantities) => {
        const mentions = quantities.map((one) => valued(one));
        const [line] = layOutValues(mentions);
        const rows = line?.rows ?? [];
        expect(rows.reduce((sum, row) => sum + row.mentionCount, 0)).toBe(mentions.length);
        for (const row of rows) {
          expect(row.from).toBeLessThanOrEqual(row.to);
          expect(row.from >= 0 && row.to <= 100).toBe(true);
          for (const other of row.conflicts) {
            const of = (at: number) =>
              mentions.find((mention) => mention.id === rows[at]?.mentions[0]?.id)?.quantity;
            const [a, b] = [of(rows.indexOf(row)), of(other - 1)];
            expect(a && b && compareQuantities(a, b)).toBe("conflict");
          }
        }
        expect((line?.ticks.length ?? 0) >= 2 && (line?.ticks.length ?? 9) <= 7).toBe(true);
      }),
    );
  });
});
