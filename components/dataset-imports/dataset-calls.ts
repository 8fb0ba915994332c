"use client";

import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import {
  datasetProgressSchema,
  type ImportPlanInput,
  type RestingRow,
  restingWorkSchema,
} from "@/lib/dataset-imports/schema";

const undone = z.object({});

/** The requests that change an import of a dataset; each answers, none throws. */
export function datasetCalls(slug: string, batchId: string) {
  const path = `/api/projects/${slug}/dataset-imports/${batchId}`;
  return {
    progress: () => requestJson(path, datasetProgressSchema),
    commit: (plan: ImportPlanInput) =>
      requestJson(`${path}/commit`, datasetProgressSchema, { method: "POST", body: plan }),
    discard: () => requestJson(path, z.null(), { method: "DELETE", body: {} }),
    withdraw: () => requestJson(`${path}/withdraw`, undone, { method: "POST", body: {} }),
  };
}

/** What rests on an import, out of a refused undo's details. */
export function readResting(details: unknown): { rows: RestingRow[]; count: number } {
  return restingWorkSchema.safeParse(details).data ?? { rows: [], count: 0 };
}
