import { z } from "zod";
import { discardBatch } from "@/lib/imports/commands";
import { getBatchProgress } from "@/lib/imports/queries";
import { route } from "@/lib/route";

const params = z.object({ slug: z.string(), batchId: z.string() });

export const GET = route({ params }, ({ actor, params: { slug, batchId } }) =>
  getBatchProgress(actor, slug, batchId),
);

export const DELETE = route({ params, body: z.strictObject({}) }, ({ actor, params: { slug, batchId } }) =>
  discardBatch(actor, slug, batchId),
);
