import { liveQuery } from "@/lib/live/schema";
import { openStream } from "@/lib/live/stream";
import { route } from "@/lib/route";

/** The stream of what one browser watches: one a browser, shared by its tabs. */
export const GET = route({ query: liveQuery }, async ({ actor, query, request }) =>
  openStream(actor, query, query.after, request.signal),
);
