import { z } from "zod";
import { getChangesSince } from "@/lib/layers/changes-since";
import { route } from "@/lib/route";

export const GET = route(
  {
    params: z.object({ layerId: z.string() }),
    query: z.object({ after: z.coerce.number().int().min(0).max(2_147_483_647) }),
  },
  ({ actor, params, query }) => getChangesSince(actor, params.layerId, query.after),
);
