import { z } from "zod";
import { streamBytes } from "@/lib/exports/byte-stream";
import { route } from "@/lib/route";
import { workTimeCsv } from "@/lib/slots/time-queries";

export const GET = route(
  { params: z.object({ slug: z.string() }) },
  async ({ actor, params }) =>
    new Response(await streamBytes(workTimeCsv(actor, params.slug)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${params.slug}-time.csv"`,
        "x-accel-buffering": "no",
      },
    }),
);
