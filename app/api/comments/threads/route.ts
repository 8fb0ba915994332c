import { startThread } from "@/lib/comments/commands";
import { listThreads } from "@/lib/comments/queries";
import { placeOf, startThreadInput, threadsQuery } from "@/lib/comments/schema";
import { route } from "@/lib/route";

/** A page of the threads about an article or a source that one sees, newest first. */
export const GET = route({ query: threadsQuery }, ({ actor, query }) =>
  listThreads(actor, placeOf(query), query),
);

/** Begins a thread. */
export const POST = route({ body: startThreadInput }, ({ actor, body }) => startThread(actor, body));
