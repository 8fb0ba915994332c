import { z } from "zod";

/** What an act on several rows did, or would do, to one of them: `note` is a sentence, the reason where it is refused. */
export const bulkItem = z.object({
  subjectId: z.string(),
  title: z.string(),
  isDone: z.boolean(),
  note: z.string(),
});
export type BulkItem = z.infer<typeof bulkItem>;

/** An act on several rows as its page shows it; `undone` is what undoing it did, null while nobody has. */
export type BulkResult = {
  id: string;
  act: string;
  items: BulkItem[];
  /** How many rows an undo would put back. */
  undoable: number;
  undone: BulkItem[] | null;
};

export const bulkUndoInput = z.object({ slug: z.string(), id: z.uuid() });
export type BulkUndoInput = z.output<typeof bulkUndoInput>;
