import { z } from "zod";
import { listDeletedMarks } from "@/lib/layers/mark-history";
import { route } from "@/lib/route";

export const GET = route(
  {
    params: z.object({ layerId: z.string() }),
    query: z.object({ cursor: z.string().max(200).optional() }),
  },
  ({ actor, params, query }) => listDeletedMarks(actor, params.layerId, query.cursor),
);
