import { z } from "zod";
import { withdrawBatch } from "@/lib/imports/commands";
import { route } from "@/lib/route";

export const POST = route(
  { params: z.object({ slug: z.string(), batchId: z.string() }), body: z.strictObject({}) },
  ({ actor, params: { slug, batchId } }) => withdrawBatch(actor, slug, batchId),
);
