import { streamBytes } from "@/lib/exports/byte-stream";
import { route } from "@/lib/route";
import { sourceBoardCsv } from "@/lib/sources/board-csv";
import { sourceFilter } from "@/lib/sources/schema";

export const GET = route(
  { query: sourceFilter },
  async ({ actor, query }) =>
    new Response(await streamBytes(sourceBoardCsv(actor, query)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="sources.csv"',
        "x-accel-buffering": "no",
      },
    }),
);
