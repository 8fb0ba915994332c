import { z } from "zod";
import { withdrawDataset } from "@/lib/dataset-imports/withdraw";
import { route } from "@/lib/route";

export const POST = route(
  { params: z.object({ slug: z.string(), datasetId: z.string() }), body: z.strictObject({}) },
  ({ actor, params: { slug, datasetId } }) => withdrawDataset(actor, slug, datasetId),
);
