import { z } from "zod";
import { lookIntoFeed } from "@/lib/imports/from-web";
import { feedInput } from "@/lib/imports/schema";
import { route } from "@/lib/route";

/** What an RSS or Atom feed offers. Asked by POST, because it makes the server ask others. */
export const POST = route(
  { params: z.object({ slug: z.string() }), body: feedInput },
  ({ actor, params, body, request }) => lookIntoFeed(actor, params.slug, body.address, request.signal),
);
