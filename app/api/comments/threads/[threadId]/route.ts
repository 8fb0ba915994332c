import { z } from "zod";
import { addComment, setResolved } from "@/lib/comments/commands";
import { listEarlier } from "@/lib/comments/queries";
import { addCommentInput, earlierQuery, resolveInput } from "@/lib/comments/schema";
import { route } from "@/lib/route";

const params = z.object({ threadId: z.uuid() });

/** The comments before those that a cursor stands at. */
export const GET = route({ params, query: earlierQuery }, ({ actor, params, query }) =>
  listEarlier(actor, params.threadId, query.cursor),
);

/** A further comment. */
export const POST = route({ params, body: addCommentInput }, ({ actor, params, body }) =>
  addComment(actor, params.threadId, body),
);

/** Resolves the thread or opens it again. */
export const PATCH = route({ params, body: resolveInput }, ({ actor, params, body }) =>
  setResolved(actor, params.threadId, body.isResolved),
);
