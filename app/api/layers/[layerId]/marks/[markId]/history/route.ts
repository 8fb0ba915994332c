import { z } from "zod";
import { listMarkHistory } from "@/lib/layers/mark-history";
import { route } from "@/lib/route";

export const GET = route(
  {
    params: z.object({ layerId: z.string(), markId: z.uuid() }),
    query: z.object({ cursor: z.string().max(200).optional() }),
  },
  ({ actor, params, query }) => listMarkHistory(actor, params.layerId, params.markId, query.cursor),
);
