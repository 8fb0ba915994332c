import { z } from "zod";
import { streamBytes } from "@/lib/exports/byte-stream";
import { startExport } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { route } from "@/lib/route";

export const GET = route(
  { params: z.object({ slug: z.string() }), query: exportFilter },
  async ({ actor, params, query }) => {
    const exported = await startExport(actor, params.slug, query);
    const body = await streamBytes(exported.lines);
    return new Response(body, {
      headers: {
        "content-type": "application/x-ndjson; charset=utf-8",
        "content-disposition": `attachment; filename="${exported.slug}.jsonl"`,
        "x-accel-buffering": "no",
      },
    });
  },
);
