import { z } from "zod";
import { streamBytes } from "@/lib/exports/byte-stream";
import { marksAsCsv } from "@/lib/marks/marks-csv";
import { markFilter } from "@/lib/marks/schema";
import { route } from "@/lib/route";

/** The concordance as CSV, with the filters and order of its address. */
export const GET = route(
  { params: z.object({ slug: z.string() }), query: markFilter.omit({ at: true }) },
  async ({ actor, params, query }) => {
    const body = await streamBytes(marksAsCsv(actor, params.slug, query));
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${params.slug}-marks.csv"`,
        "x-accel-buffering": "no",
      },
    });
  },
);
