import { z } from "zod";
import { startCommit } from "@/lib/imports/start-commit";
import { route } from "@/lib/route";

export const POST = route(
  { params: z.object({ slug: z.string(), batchId: z.string() }), body: z.strictObject({}) },
  ({ actor, params: { slug, batchId } }) => startCommit(actor, slug, batchId),
);
