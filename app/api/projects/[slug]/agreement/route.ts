import { z } from "zod";
import { tableQuery } from "@/lib/project-agreement/schema";
import { tableCsv } from "@/lib/project-agreement/table-csv";
import { route } from "@/lib/route";

export const GET = route(
  { params: z.object({ slug: z.string() }), query: tableQuery },
  async ({ actor, params, query }) =>
    new Response(await tableCsv(actor, params.slug, query), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${params.slug}-agreement-${query.part}.csv"`,
      },
    }),
);
