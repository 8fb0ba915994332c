import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitPoints } from "@/components/imports/split-points";
import { editBlocks } from "@/lib/imports/edit-blocks";
import type { EditDraftBlockInput } from "@/lib/imports/schema";
import type { ProposedBlock } from "@/lib/intake/draft";
import { indexCodePoints } from "@/lib/text/code-points";
import { blockKinds } from "@/lib/vocabulary";

const kind = fc.constantFrom(...blockKinds);
const step = fc.record({
  op: fc.constantFrom("kind", "split", "merge"),
  place: fc.nat(30),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  kind,
});

describe("correcting blocks", () => {
  it("keeps a partition of the text, whatever is done in whatever order", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.array(step, { maxLength: 40 }), (length, steps) => {
        let blocks: ProposedBlock[] = [{ kind: "body", start: 0, end: length }];
        for (const { op, place, share, kind } of steps) {
          const seen = blocks[place % blocks.length];
          if (!seen) throw new Error("There is always a block.");
          const at = seen.start + 1 + Math.floor(share * (seen.end - seen.start - 1));
          if (op === "merge" && seen.end === length) continue;
          if (op === "split" && at >= seen.end) continue;
          const input: EditDraftBlockInput =
            op === "split"
              ? { op, seen, at, kind }
              : op === "kind"
                ? { op, seen, kind }
                : { op: "merge", seen };
          blocks = editBlocks(blocks, input);
          expect(blocks[0]?.start).toBe(0);
          expect(blocks.at(-1)?.end).toBe(length);
          for (const [index, block] of blocks.entries()) {
            expect(block.end).toBeGreaterThan(block.start);
            if (index > 0) expect(block.start).toBe(blocks[index - 1]?.end);
          }
        }
      }),
    );
  });

  it("refuses a block that is not as it was seen, and ends that do not exist", () => {
    const blocks: ProposedBlock[] = [
      { kind: "headline", start: 0, end: 5 },
      { kind: "body", start: 5, end: 9 },
    ];
    const seen = { kind: "body", start: 5, end: 9 } as const;
    expect(() => editBlocks(blocks, { op: "merge", seen: { ...seen, kind: "bio" } })).toThrow("meantime");
    expect(() => editBlocks(blocks, { op: "merge", seen })).toThrow("last block");
    expect(() => editBlocks(blocks, { op: "split", seen, at: 5, kind: "body" })).toThrow("inside");
    expect(() => editBlocks(blocks, { op: "split", seen, at: 9, kind: "body" })).toThrow("inside");
  });
});

describe("places to split at", () => {
  it("lie before words and sentences of the block, in code points, but not at its start", () => {
    const index = indexCodePoints("Head\n\n😀 One two. Three.\n\nTail here.");
    const points = splitPoints(index, { start: 6, end: 25 }, "en");
    expect(points).toEqual([
      { at: 8, isSentence: false },
      { at: 12, isSentence: false },
      { at: 17, isSentence: true },
    ]);
  });

  it("lie between sentences where a script has no spaces", () => {
    const index = indexCodePoints("大坝决堤。六百人获救。");
    expect(splitPoints(index, { start: 0, end: 11 }, "zh")).toEqual([{ at: 5, isSentence: true }]);
  });
});
