import "server-only";
import { env } from "@/lib/env";
import type { ClientInfo } from "@/lib/sessions/schema";

/** The header in which bin/serve.mjs writes the address of the connection, over whatever a client put there. */
const socketHeader = "x-client-address";

/**
 * From where and with what a request came. Behind a trusted proxy (TRUST_PROXY=1) the address is the last one of
 * `x-forwarded-for`, which that proxy itself wrote; otherwise that header is anybody's word and the connection counts.
 */
export function clientInfo(headers: { get(name: string): string | null }): ClientInfo {
  const forwarded = env().TRUST_PROXY === "1" ? headers.get("x-forwarded-for")?.split(",").at(-1) : undefined;
  const address = (forwarded ?? headers.get(socketHeader) ?? "").trim().replace(/^::ffff:/, "");
  return { address: address.slice(0, 64), userAgent: (headers.get("user-agent") ?? "").slice(0, 400) };
}
