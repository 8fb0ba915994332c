import "server-only";
import { type AppError, badInput } from "@/lib/errors";
import { maxArticleBytes } from "@/lib/intake/complete";
import { guardedRequest, type WebAnswer } from "@/lib/web/guarded-request";
import { robotsOf } from "@/lib/web/robots";

const maxRedirects = 5;
const maxTime = 20_000;

/** What may be fetched, by the content type's media type. */
const pageTypes = ["text/html", "application/xhtml+xml", "text/plain"] as const;
const feedTypes = [
  "application/rss+xml",
  "application/atom+xml",
  "application/rdf+xml",
  "application/feed+json",
  "application/json",
  "application/xml",
  "text/xml",
] as const;

export type WebPage = {
  /** Where it was found after all redirects. */
  address: string;
  mediaType: string;
  /** As the server declares it, or null. */
  charset: string | null;
  bytes: Uint8Array;
};

/**
 * Fetches a page, or with `isFeed` a feed (a page is let through too: it may name its feed). Redirects are followed
 * at most five times, each step guarded anew and asked of the host's robots.txt. At most 10 MB and 20 s a step.
 * Throws what guardedRequest throws, and badInput `refused-by-robots`, `too-many-redirects`, `page-not-found`,
 * `page-refused`, `server-failed`, `not-a-page`.
 */
export async function fetchPage(
  address: string,
  { isFeed = false, signal }: { isFeed?: boolean; signal?: AbortSignal } = {},
): Promise<WebPage> {
  let url = parseAddress(address);
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const robots = await robotsOf(url, signal);
    if (!robots.allows(url))
      throw badInput(
        "refused-by-robots",
        `${url.host} asks programs not to fetch this page (robots.txt). Open it yourself and paste its text.`,
      );
    const answer = await guardedRequest(url, { maxBytes: maxArticleBytes, maxTime, signal });
    const next = redirectOf(answer, url);
    if (!next) return pageOf(answer, url, isFeed ? [...pageTypes, ...feedTypes] : pageTypes);
    url = next;
  }
  throw badInput("too-many-redirects", "The page leads on and on. Give the address that it ends at.");
}

/** An address as people paste it, without its fragment; throws badInput `invalid-address`. */
export function parseAddress(address: string): URL {
  const text = address.trim();
  if (!URL.canParse(text)) throw badInput("invalid-address", `“${text.slice(0, 200)}” is not an address.`);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw badInput("invalid-address", "Only addresses with http or https can be fetched.");
  if (url.username !== "" || url.password !== "")
    throw badInput("invalid-address", "The address holds a name or password. Give it without.");
  url.hash = "";
  return url;
}

function redirectOf(answer: WebAnswer, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return null;
  const to = answer.headers.location;
  if (!to || !URL.canParse(to, from)) throw badInput("page-refused", `${from.host} leads nowhere.`);
  return parseAddress(new URL(to, from).href);
}

function pageOf(answer: WebAnswer, url: URL, types: readonly string[]): WebPage {
  if (answer.status < 200 || answer.status > 299) throw statusError(answer.status, url);
  const [mediaType = "", ...parameters] = (answer.headers["content-type"] ?? "").split(";");
  const type = mediaType.trim().toLowerCase();
  if (!types.includes(type))
    throw badInput(
      "not-a-page",
      `This is no web page but ${type || "of an unknown type"}. Save it and upload it.`,
    );
  const charset = /^\s*charset\s*=\s*"?([\w.:-]+)"?\s*$/i;
  const named = parameters.map((one) => charset.exec(one)?.[1]).find(Boolean);
  return { address: url.href, mediaType: type, charset: named ?? null, bytes: answer.body };
}

function statusError(status: number, url: URL): AppError {
  if (status === 404 || status === 410)
    return badInput("page-not-found", `${url.host} has no such page (${status}). Check the address.`);
  if (status >= 500) return badInput("server-failed", `${url.host} failed (${status}). Try again later.`);
  return badInput(
    "page-refused",
    `${url.host} does not give the page (${status}). Open it yourself and paste its text.`,
  );
}
