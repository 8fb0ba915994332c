import { z } from "zod";
import { layerObject } from "@/lib/layers/schema";

/** One change of a mark or of what hangs on it: by whom, when, and how it was before and after. */
export const markEvent = z.object({
  id: z.string(),
  at: z.string(),
  who: z.string(),
  isOwn: z.boolean(),
  /** It took an earlier change back, or did it again. */
  isUndo: z.boolean(),
  type: z.string(),
  /** Null where the words were blanked by a recorded decision. */
  change: z.object({ before: layerObject.nullable(), after: layerObject }).nullable(),
});
export type MarkEvent = z.infer<typeof markEvent>;

/** A mark that was deleted, with the links that went with it. */
export const deletedMark = z.object({
  object: layerObject,
  links: z.array(layerObject),
  at: z.string(),
  who: z.string().nullable(),
});
export type DeletedMark = z.infer<typeof deletedMark>;

const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), next: z.string().nullable(), previous: z.string().nullable() });
export const markEventPage = pageOf(markEvent);
export const deletedMarkPage = pageOf(deletedMark);
