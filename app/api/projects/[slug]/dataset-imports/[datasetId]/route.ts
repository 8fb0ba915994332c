import { z } from "zod";
import { getDatasetProgress } from "@/lib/dataset-imports/queries";
import { discardDataset } from "@/lib/dataset-imports/stage";
import { route } from "@/lib/route";

const params = z.object({ slug: z.string(), datasetId: z.string() });

export const GET = route({ params }, ({ actor, params: { slug, datasetId } }) =>
  getDatasetProgress(actor, slug, datasetId),
);

export const DELETE = route({ params, body: z.strictObject({}) }, ({ actor, params: { slug, datasetId } }) =>
  discardDataset(actor, slug, datasetId),
);
