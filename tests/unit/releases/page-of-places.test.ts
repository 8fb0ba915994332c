import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Cursor, decodeCursor } from "@/lib/page";
import { pageOfPlaces } from "@/lib/releases/page-of-places";

const key = z.string().regex(/^-?\d+$/);

/** What the database answers: of the next `window` articles those that differ, nearest first, at most `limit + 1`. */
function read(all: readonly boolean[], cursor: Cursor<string> | null, limit: number, window: number) {
  const numbers = all.map((_, place) => place + 1);
  const side =
    cursor?.side === "before"
      ? numbers.filter((one) => one < Number(cursor.key)).toReversed()
      : numbers.filter((one) => one > Number(cursor?.key ?? 0));
  const seen = side.slice(0, window);
  const edge = seen.length === window ? String(seen.at(-1)) : null;
  const places = seen.filter((one) => all[one - 1]).slice(0, limit + 1);
  const place = { offset: 0, bytes: 1 };
  return { edge, places: places.map((one) => ({ number: String(one), before: place, after: place })) };
}

const cases = fc.record({
  all: fc.array(fc.boolean(), { maxLength: 40 }),
  limit: fc.integer({ min: 1, max: 5 }),
  window: fc.integer({ min: 1, max: 7 }),
});

describe("pages of differences, each over so many articles", () => {
  it("have every difference once, forward and back again, in order", () => {
    fc.assert(
      fc.property(cases, ({ all, limit, window }) => {
        const expected = all.flatMap((differs, place) => (differs ? [String(place + 1)] : []));
        const walk = (from: string | null, side: "next" | "previous") => {
          const found: string[][] = [];
          let at = from;
          let last: string | null = null;
          for (let turn = 0; turn < 200; turn += 1) {
            const cursor = decodeCursor(key, at);
            const page = pageOfPlaces(read(all, cursor, limit, window), cursor, limit);
            found.push(page.items.map(({ number }) => number));
            last = page[side === "next" ? "previous" : "next"];
            at = page[side];
            if (at === null) return { found, last };
          }
          throw new Error("The pages never end.");
        };
        const forward = walk(null, "next");
        expect(forward.found.flat()).toEqual(expected);
        for (const page of forward.found) expect(page.length).toBeLessThanOrEqual(limit);
        // From the last page back: all but what stood on it.
        if (forward.last === null) return;
        const back = walk(forward.last, "previous");
        const rest = expected.slice(0, expected.length - (forward.found.at(-1)?.length ?? 0));
        expect(back.found.toReversed().flat()).toEqual(rest);
      }),
    );
  });
});
