import type { CommandStep } from "@/lib/layers/schema";

/** What the next undo and the next redo would undo, latest last. */
export type UndoStacks = { undo: string[]; redo: string[] };

/** Reads the two stacks from a person's commands in a layer, oldest first: undoing an undo is a redo. */
export function undoStacks(steps: readonly CommandStep[]): UndoStacks {
  const undo: string[] = [];
  // Each redo entry is the undoing command itself, which the redo undoes in turn.
  const redo: string[] = [];
  for (const step of steps) {
    if (step.undoes === null) {
      undo.push(step.id);
      redo.length = 0;
    } else if (redo.at(-1) === step.undoes) {
      redo.pop();
      undo.push(step.id);
    } else {
      remove(undo, step.undoes);
      redo.push(step.id);
    }
  }
  return { undo, redo };
}

function remove(list: string[], id: string): void {
  const index = list.lastIndexOf(id);
  if (index >= 0) list.splice(index, 1);
}
