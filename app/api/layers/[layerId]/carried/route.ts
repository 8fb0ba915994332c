import { z } from "zod";
import { route } from "@/lib/route";
import { listCarried } from "@/lib/versions/carried-queries";

/** What became of the marks of an earlier text that a layer began with. */
export const GET = route(
  {
    params: z.object({ layerId: z.string() }),
    query: z.object({ cursor: z.string().max(500).optional() }),
  },
  ({ actor, params, query }) => listCarried(actor, params.layerId, query),
);
