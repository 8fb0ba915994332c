import { route } from "@/lib/route";
import { sourceSearch } from "@/lib/sources/schema";
import { searchSources } from "@/lib/sources/search";

/** Sources that a text may mean, best first. */
export const GET = route({ query: sourceSearch }, async ({ actor, query }) => ({
  items: await searchSources(actor, query.q, query.limit, query.projectId),
}));
