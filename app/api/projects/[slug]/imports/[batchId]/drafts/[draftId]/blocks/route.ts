import { z } from "zod";
import { editDraftBlock } from "@/lib/imports/commands";
import { editDraftBlockInput } from "@/lib/imports/schema";
import { route } from "@/lib/route";

export const PATCH = route(
  {
    params: z.object({ slug: z.string(), batchId: z.string(), draftId: z.string() }),
    body: editDraftBlockInput,
  },
  ({ actor, params: { slug, batchId, draftId }, body }) =>
    editDraftBlock(actor, slug, batchId, draftId, body),
);
