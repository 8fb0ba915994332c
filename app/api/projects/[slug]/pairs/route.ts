import { z } from "zod";
import { listPairs } from "@/lib/pairs/queries";
import { pairFilter } from "@/lib/pairs/schema";
import { route } from "@/lib/route";

/** A page of the project's pairs, by the list and the cursor of its address. */
export const GET = route(
  { params: z.object({ slug: z.string() }), query: pairFilter },
  ({ actor, params, query }) => listPairs(actor, params.slug, query),
);
