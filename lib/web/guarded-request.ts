import "server-only";
import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { env } from "@/lib/env";
import { AppError, badInput } from "@/lib/errors";
import { isListed, isPublicAddress, readHostList } from "@/lib/web/public-address";

/** What this program calls itself to the servers it asks, and the name that a robots.txt knows it by. */
export const robotName = "Sourcebench";
const userAgent = `${robotName}/1.0 (article import)`;

export type WebAnswer = {
  status: number;
  /** Header names in lower case. */
  headers: http.IncomingHttpHeaders;
  body: Buffer;
};

type Limits = {
  /** The most bytes of the body, unpacked. */
  maxBytes: number;
  /** The longest that the whole may take, in milliseconds. */
  maxTime: number;
  signal?: AbortSignal | undefined;
};

/**
 * Asks one address once, without following redirects. Only http and https, the standard ports and public addresses:
 * the address that a name leads to is checked in the very look-up the connection uses, so that a name which answers
 * otherwise a moment later gains nothing. FETCH_PRIVATE_HOSTS names the exceptions. No proxy, cookie or log-in is used.
 * Throws badInput `invalid-address`, `private-address`, `host-not-found`, `unreachable`, `too-slow`, `too-large`,
 * `unreadable-answer`.
 */
export async function guardedRequest(url: URL, limits: Limits): Promise<WebAnswer> {
  const isAllowed = isListed(url, readHostList(env().FETCH_PRIVATE_HOSTS));
  requirePlainAddress(url, isAllowed);
  const timeout = AbortSignal.timeout(limits.maxTime);
  const signal = limits.signal ? AbortSignal.any([timeout, limits.signal]) : timeout;
  try {
    const answer = await open(url, signal, isAllowed ? undefined : lookUpPublic);
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      body: await readBody(answer, limits.maxBytes),
    };
  } catch (error) {
    throw describe(error, url, timeout.aborted);
  }
}

function requirePlainAddress(url: URL, isAllowed: boolean): void {
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw badInput("invalid-address", "Only addresses with http or https can be fetched.");
  if (isAllowed) return;
  if (url.port !== "")
    throw badInput("private-address", `${url.host} uses a port of its own; only public pages are fetched.`);
  // A connection to a literal address asks no look-up, so it is judged here.
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) throw notPublic(url.hostname);
}

const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? new Error("No address."), "", 0);
    if (addresses.some((found) => !isPublicAddress(found.address)))
      return callback(notPublic(hostname), "", 0);
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function notPublic(host: string): AppError {
  return badInput(
    "private-address",
    `${host} is not on the public internet. An administrator can allow it with FETCH_PRIVATE_HOSTS.`,
  );
}

function open(
  url: URL,
  signal: AbortSignal,
  find: LookupFunction | undefined,
): Promise<http.IncomingMessage> {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      signal,
      agent: false,
      headers: {
        "user-agent": userAgent,
        accept: "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5",
        "accept-encoding": "gzip, deflate, br",
      },
      ...(find ? { lookup: find } : {}),
    });
    asked.once("response", resolve);
    asked.once("error", reject);
    asked.end();
  });
}

async function readBody(answer: http.IncomingMessage, maxBytes: number): Promise<Buffer> {
  const unpack = unpackerOf(answer.headers["content-encoding"]);
  // Errors of the source do not travel along a pipe.
  if (unpack) answer.once("error", (error) => unpack.destroy(error));
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of unpack ? answer.pipe(unpack) : answer) {
      size += part.length;
      if (size > maxBytes) throw tooLong(maxBytes);
      parts.push(part);
    }
  } finally {
    answer.destroy();
  }
  return Buffer.concat(parts);
}

function unpackerOf(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase() ?? "identity") {
    case "":
    case "identity":
      return null;
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      throw badInput("unreadable-answer", "The server packs its answer in a way that cannot be read.");
  }
}

function tooLong(maxBytes: number): AppError {
  return badInput("too-large", `The page has more than ${Math.floor(maxBytes / 1024 / 1024)} MB.`);
}

function describe(error: unknown, url: URL, isLate: boolean): unknown {
  if (error instanceof AppError) return error;
  if (isLate) return badInput("too-slow", `${url.host} did not answer in time. Try again later.`);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ABORT_ERR") return error;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return badInput("host-not-found", `There is no host ${url.hostname}, or it cannot be found now.`);
  if (code.startsWith("Z_") || code.startsWith("ERR_BROTLI") || code === "ERR__ERROR_FORMAT_PADDING_1")
    return badInput("unreadable-answer", `What ${url.host} sent cannot be unpacked.`);
  return badInput("unreachable", `${url.host} cannot be reached${code ? ` (${code})` : ""}.`);
}
