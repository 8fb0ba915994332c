import { openApi } from "@/lib/api/openapi";
import { publicRoute } from "@/lib/route";

/** What the API can do, for programs; it says nothing of what is in here. */
export const GET = publicRoute({}, async () =>
  Response.json(openApi(), { headers: { "cache-control": "public, max-age=300" } }),
);
