import { route } from "@/lib/route";
import { suggestQuery } from "@/lib/sources/schema";
import { suggestSources } from "@/lib/sources/suggest";

/** Whom a mention may mean, most likely first, and whom it may be another spelling of. */
export const GET = route({ query: suggestQuery }, ({ actor, query }) => suggestSources(actor, query));
