import { z } from "zod";
import { editDrafts } from "@/lib/imports/commands";
import { editDraftInput } from "@/lib/imports/schema";
import { route } from "@/lib/route";

export const PATCH = route(
  { params: z.object({ slug: z.string(), batchId: z.string() }), body: editDraftInput },
  ({ actor, params: { slug, batchId }, body }) => editDrafts(actor, slug, batchId, body),
);
