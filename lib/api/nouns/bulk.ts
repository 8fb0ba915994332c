import { z } from "zod";
import { id, listOf, under } from "@/lib/api/nouns/common";
import type { BulkResult } from "@/lib/bulk/schema";
import { bulkItem } from "@/lib/bulk/schema";
import { type SavedViewDto, saveViewInput } from "@/lib/views/schema";

/** What an act on several rows did to each, as the operations answer it. */
export const bulkResult = z.strictObject({
  id: z.string(),
  act: z.string(),
  items: z.array(bulkItem),
  undoable: z.number(),
  undone: z.array(bulkItem).nullable(),
}) satisfies z.ZodType<BulkResult>;

export const bulkPreview = listOf(bulkItem);
export const inAct = under({ actId: id });

export const savedView = z.strictObject({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  isShared: z.boolean(),
  isOwn: z.boolean(),
  owner: z.string(),
}) satisfies z.ZodType<SavedViewDto>;

export const viewBody = saveViewInput.pick({ name: true, query: true, isShared: true });
export const inView = under({ viewId: id });
