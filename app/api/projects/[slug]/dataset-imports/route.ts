import { z } from "zod";
import { requireProject } from "@/lib/access";
import { datasetReadQuery, maxDatasetBytes, producerOf } from "@/lib/dataset-imports/schema";
import { startDatasetRead } from "@/lib/dataset-imports/start";
import { readUploadBytes } from "@/lib/imports/receive-upload";
import { route } from "@/lib/route";

/** Files (`file`, several) of a dataset become a batch whose dry run has begun; `format` is recognised where none is given. With `producer` and `version` they are a program's suggestions. */
export const POST = route(
  {
    params: z.object({ slug: z.string() }),
    query: datasetReadQuery,
    rawBody: "multipart/form-data",
  },
  async ({ actor, params, query, request }) => {
    // Before the body, so that only who may import can make us read it.
    await requireProject(actor, params.slug, "article.import");
    const body = await readUploadBytes(request, maxDatasetBytes);
    const contentType = request.headers.get("content-type") ?? "";
    const { label, format = null } = query;
    const about = { label, format, producer: producerOf(query) };
    return startDatasetRead(actor, params.slug, about, { body, contentType });
  },
);
