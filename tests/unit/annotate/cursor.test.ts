import { describe, expect, it } from "vitest";
import {
  adjustCursor,
  drawnCursor,
  firstCursor,
  resizeCursor,
  stepCursor,
} from "@/components/annotate/cursor";
import { indexCodePoints, sliceCodePoints } from "@/lib/text/code-points";
import { readingUnits } from "@/lib/text/units";

const index = indexCodePoints("The flood came 😀 at night; nobody had been warned. “We slept,” she said.");
const units = readingUnits(index, "en");
const read = (cursor: ReturnType<typeof firstCursor>) => cursor && sliceCodePoints(index, cursor.span);

describe("the cursor", () => {
  it("goes from sentence to sentence and stays at the ends", () => {
    const first = stepCursor(units, null, 1);
    expect(read(first)).toBe("The flood came 😀 at night; nobody had been warned.");
    const second = stepCursor(units, first, 1);
    expect(read(second)).toBe("“We slept,” she said.");
    expect(stepCursor(units, second, 1)?.span).toEqual(second?.span);
    expect(stepCursor(units, second, -1)?.span).toEqual(first?.span);
  });

  it("narrows to a clause, goes on by clauses, and widens again", () => {
    const clause = resizeCursor(units, firstCursor(units), "narrower");
    expect(read(clause)).toBe("The flood came 😀 at night");
    const next = stepCursor(units, clause, 1);
    expect(read(next)).toBe("nobody had been warned.");
    expect(read(resizeCursor(units, next, "wider"))).toBe(
      "The flood came 😀 at night; nobody had been warned.",
    );
  });

  it("moves its borders by words and by characters as a reader sees them", () => {
    const drawn = drawnCursor(index, { start: 3, end: 17 }, false);
    expect(read(drawn)).toBe("flood came 😀");
    if (!drawn) return;
    const shorter = adjustCursor(index, drawn, { border: "end", direction: -1, by: "character" }, "en");
    expect(read(shorter)).toBe("flood came ");
    expect(read(adjustCursor(index, drawn, { border: "start", direction: 1, by: "word" }, "en"))).toBe(
      "came 😀",
    );
  });

  it("is not drawn over white space alone", () => {
    expect(drawnCursor(index, { start: 3, end: 4 }, false)).toBeNull();
  });
});
