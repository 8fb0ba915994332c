import { z } from "zod";
import { streamBytes } from "@/lib/exports/byte-stream";
import { clustersAsCsv } from "@/lib/reuse/cluster-csv";
import { clusterFilter } from "@/lib/reuse/schema";
import { route } from "@/lib/route";

/** The list of reuse clusters as CSV, with the filter and order of its address. */
export const GET = route(
  { params: z.object({ slug: z.string() }), query: clusterFilter.omit({ cursor: true }) },
  async ({ actor, params, query }) => {
    const body = await streamBytes(clustersAsCsv(actor, params.slug, query));
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${params.slug}-reuse.csv"`,
        "x-accel-buffering": "no",
      },
    });
  },
);
