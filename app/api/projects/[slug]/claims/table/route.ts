import { z } from "zod";
import { boardCsv } from "@/lib/cards/board-csv";
import { boardFilter } from "@/lib/cards/board-schema";
import { streamBytes } from "@/lib/exports/byte-stream";
import { route } from "@/lib/route";

export const GET = route(
  { params: z.object({ slug: z.string() }), query: boardFilter },
  async ({ actor, params, query }) =>
    new Response(await streamBytes(boardCsv(actor, params.slug, query)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${params.slug}-claims.csv"`,
        "x-accel-buffering": "no",
      },
    }),
);
