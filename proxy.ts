import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { pathHeader } from "@/lib/auth/local-path";
import { contentSecurityPolicy } from "@/lib/content-security-policy";
import { env } from "@/lib/env";

/**
 * Before every page: a fresh nonce, without which no script or style sheet runs in it, and the path asked for, so
 * that signing in leads back to it. The headers that are the same for every answer stand in next.config.js.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(18).toString("base64");
  const policy = contentSecurityPolicy(nonce, env().NODE_ENV === "development");
  const headers = new Headers(request.headers);
  // Next takes the nonce for its own scripts from this header of the request.
  headers.set("content-security-policy", policy);
  headers.set(pathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (isHttps(request)) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

function isHttps(request: NextRequest): boolean {
  if (env().NEXTAUTH_URL?.startsWith("https://")) return true;
  return env().TRUST_PROXY === "1" && request.headers.get("x-forwarded-proto") === "https";
}

/** Endpoints and files are left out: a request that passes here has its body held in memory. */
export const config = { matcher: ["/((?!api/|_next/static/|_next/image|icon.svg|favicon.ico).*)"] };
