import { z } from "zod";
import { type BlockDto, blockSchema } from "@/lib/articles/text-schema";
import { blockKinds } from "@/lib/vocabulary";

/** One change of an article's blocks, without what the one who makes it saw. */
export const blockEdit = z.discriminatedUnion("op", [
  z.object({ op: z.literal("kind"), blockId: z.string(), kind: z.enum(blockKinds) }),
  z.object({ op: z.literal("split"), blockId: z.string(), at: z.number(), kind: z.enum(blockKinds) }),
  z.object({ op: z.literal("merge"), blockId: z.string() }),
]);
export type BlockEdit = z.infer<typeof blockEdit>;

/**
 * An edit that can be taken back by another: `left` are the blocks it left, which must be there still. `depth` is how
 * many changes of marks there were to undo when it was made (`redoDepth`: to redo), so that undo goes back in the order
 * in which a person did the two.
 */
export const blockStep = z.object({
  back: blockEdit,
  left: z.array(blockSchema),
  depth: z.number(),
  redoDepth: z.number(),
});
export type BlockStep = z.infer<typeof blockStep>;
export const blockSteps = z.object({ undo: z.array(blockStep), redo: z.array(blockStep) });
export type BlockSteps = z.infer<typeof blockSteps>;

export type Depths = { undo: number; redo: number };

const MOST = 100;

/** The edit that takes an edit back, with the blocks that the edit left; null where they cannot be found. */
export function backOf(
  edit: BlockEdit,
  before: readonly BlockDto[],
  after: readonly BlockDto[],
): Pick<BlockStep, "back" | "left"> | null {
  const { blockId } = edit;
  const place = before.findIndex((block) => block.id === blockId);
  const old = before[place];
  const now = after.find((block) => block.id === blockId);
  if (!old || !now) return null;
  if (edit.op === "kind") return { back: { op: "kind", blockId, kind: old.kind }, left: [now] };
  if (edit.op === "split") {
    const made = after.find((block) => block.start === edit.at);
    return made ? { back: { op: "merge", blockId }, left: [now, made] } : null;
  }
  const gone = before[place + 1];
  return gone ? { back: { op: "split", blockId, at: old.end, kind: gone.kind }, left: [now] } : null;
}

/** The step that undo (redo) takes back next if it is a change of blocks; undefined where one of marks came later. */
export function nextBlockStep(
  steps: BlockSteps,
  which: "undo" | "redo",
  depths: Depths,
): BlockStep | undefined {
  const step = steps[which].at(-1);
  if (!step || step.depth !== depths.undo) return undefined;
  return which === "undo" || step.redoDepth === depths.redo ? step : undefined;
}

/** Whether the blocks that a step left are as it left them. */
export function isAsLeft(step: BlockStep, blocks: readonly BlockDto[]): boolean {
  return step.left.every((block) =>
    blocks.some(
      (one) =>
        one.id === block.id && one.kind === block.kind && one.start === block.start && one.end === block.end,
    ),
  );
}

/** The steps after an edit was made (`how` "edit"), or after the last step was taken back or done again. */
export function withStep(
  steps: BlockSteps,
  how: "edit" | "undo" | "redo",
  made: Pick<BlockStep, "back" | "left"> | null,
  depths: Depths,
): BlockSteps {
  const step = made ? [{ ...made, depth: depths.undo, redoDepth: depths.redo }] : [];
  if (how === "edit") return { undo: [...steps.undo, ...step].slice(-MOST), redo: [] };
  return how === "undo"
    ? { undo: steps.undo.slice(0, -1), redo: [...steps.redo, ...step] }
    : { undo: [...steps.undo, ...step], redo: steps.redo.slice(0, -1) };
}
