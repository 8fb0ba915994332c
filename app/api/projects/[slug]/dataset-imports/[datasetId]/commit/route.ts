import { z } from "zod";
import { importPlanInput } from "@/lib/dataset-imports/schema";
import { startDatasetCommit } from "@/lib/dataset-imports/start";
import { route } from "@/lib/route";

export const POST = route(
  { params: z.object({ slug: z.string(), datasetId: z.string() }), body: importPlanInput },
  ({ actor, params: { slug, datasetId }, body }) => startDatasetCommit(actor, slug, datasetId, body),
);
