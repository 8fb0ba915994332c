import { z } from "zod";
import { streamBytes } from "@/lib/exports/byte-stream";
import { streamDifferences } from "@/lib/releases/differences";
import { route } from "@/lib/route";

export const GET = route(
  { params: z.object({ slug: z.string(), releaseId: z.string() }), query: z.object({ from: z.string() }) },
  async ({ actor, params, query }) => {
    const ids = { from: query.from, to: params.releaseId };
    const { fileName, pieces } = await streamDifferences(actor, params.slug, ids);
    return new Response(await streamBytes(pieces), {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="${fileName}"`,
        "x-accel-buffering": "no",
      },
    });
  },
);
