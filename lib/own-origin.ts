import { forbidden } from "@/lib/errors";

/**
 * Lets a request through that changes nothing, or that comes from this site's own pages; throws 403
 * `foreign-origin` for any other. A browser always says the origin of a POST, and no page can forge it.
 */
export function requireOwnOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== host)
    throw forbidden("This request did not come from this site's own pages.", "foreign-origin");
}
