import { describe, expect, it } from "vitest";
import { backOf, isAsLeft, nextBlockStep, withStep } from "@/components/annotate/block-steps";
import type { BlockDto } from "@/lib/articles/text-schema";

const headline: BlockDto = { id: "a", kind: "headline", start: 0, end: 10 };
const body: BlockDto = { id: "b", kind: "body", start: 10, end: 40 };
const none = { undo: [], redo: [] };
const still = { undo: 2, redo: 0 };

describe("a change of blocks", () => {
  it("is taken back by the opposite one", () => {
    const caption: BlockDto = { ...body, kind: "caption" };
    expect(
      backOf({ op: "kind", blockId: "b", kind: "caption" }, [headline, body], [headline, caption])?.back,
    ).toEqual({ op: "kind", blockId: "b", kind: "body" });
    const parts: BlockDto[] = [headline, { ...body, end: 20 }, { id: "c", kind: "body", start: 20, end: 40 }];
    expect(
      backOf({ op: "split", blockId: "b", at: 20, kind: "body" }, [headline, body], parts)?.back,
    ).toEqual({ op: "merge", blockId: "b" });
    const whole: BlockDto = { ...headline, end: 40 };
    expect(backOf({ op: "merge", blockId: "a" }, [headline, body], [whole])?.back).toEqual({
      op: "split",
      blockId: "a",
      at: 10,
      kind: "body",
    });
  });

  it("comes in its turn between the changes of marks, and is done again only where nothing came since", () => {
    const made = backOf(
      { op: "kind", blockId: "b", kind: "body" },
      [headline, { ...body, kind: "caption" }],
      [headline, body],
    );
    const after = withStep(none, "edit", made, still);
    expect(nextBlockStep(after, "undo", { undo: 3, redo: 0 })).toBeUndefined();
    expect(nextBlockStep(after, "undo", still)?.back).toMatchObject({ kind: "caption" });
    const undone = withStep(after, "undo", made, still);
    expect(nextBlockStep(undone, "undo", still)).toBeUndefined();
    expect(nextBlockStep(undone, "redo", still)).toBeDefined();
    expect(nextBlockStep(undone, "redo", { undo: 2, redo: 1 })).toBeUndefined();
    expect(withStep(undone, "edit", made, still).redo).toEqual([]);
  });

  it("is not taken back once a block it left is another", () => {
    const [step] = withStep(none, "edit", { back: { op: "merge", blockId: "b" }, left: [body] }, still).undo;
    if (!step) throw new Error("There is no step.");
    expect(isAsLeft(step, [headline, body])).toBe(true);
    expect(isAsLeft(step, [headline, { ...body, kind: "caption" }])).toBe(false);
    expect(isAsLeft(step, [headline])).toBe(false);
  });
});
