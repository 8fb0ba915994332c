import "server-only";
import robotsParser from "robots-parser";
import { badInput } from "@/lib/errors";
import { guardedRequest, robotName } from "@/lib/web/guarded-request";

/** RFC 9309 wants at least 500 KiB of a robots.txt to be read. */
const maxBytes = 512 * 1024;
const maxTime = 10_000;
const maxRedirects = 5;
const keptFor = 60 * 60_000;
const keptHosts = 500;

/** What a host says to robots: whether it lets one fetch a page, and how many milliseconds it wants between two. */
export type Robots = { allows: (url: URL) => boolean; gap: number };

const allowAll: Robots = { allows: () => true, gap: 0 };

type Kept = { until: number; robots: Promise<Robots> };
declare global {
  // Next bundles a module more than once; one memory for all of them.
  var sourcebenchRobots: Map<string, Kept> | undefined;
}

/**
 * What the robots.txt of an address's host says, by RFC 9309: where there is none (4xx) everything is allowed, where
 * the host fails (5xx, no answer) nothing is. Remembered for an hour. Throws what guardedRequest throws, and badInput
 * `robots-failed` where the host fails.
 */
export async function robotsOf(url: URL, signal?: AbortSignal): Promise<Robots> {
  globalThis.sourcebenchRobots ??= new Map();
  const known = globalThis.sourcebenchRobots;
  const kept = known.get(url.origin);
  if (kept && kept.until > Date.now()) return kept.robots;
  const robots = readRobots(url.origin, signal);
  if (known.size >= keptHosts) for (const origin of [...known.keys()].slice(0, 100)) known.delete(origin);
  known.set(url.origin, { until: Date.now() + keptFor, robots });
  // A refusal or an interruption is not remembered.
  robots.catch(() => known.delete(url.origin));
  return robots;
}

async function readRobots(origin: string, signal: AbortSignal | undefined): Promise<Robots> {
  let url = new URL("/robots.txt", origin);
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const answer = await guardedRequest(url, { maxBytes, maxTime, signal });
    if (answer.status >= 500 || answer.status === 429)
      throw badInput(
        "robots-failed",
        `${url.host} cannot say now what may be fetched (its robots.txt answers ${answer.status}). Try again later.`,
      );
    const next = answer.headers.location;
    if (answer.status >= 300 && answer.status < 400 && next && URL.canParse(next, url)) {
      url = new URL(next, url);
      continue;
    }
    if (answer.status >= 300) return allowAll;
    return parse(new URL("/robots.txt", origin).href, answer.body.toString("utf8"));
  }
  return allowAll;
}

function parse(address: string, text: string): Robots {
  const rules = robotsParser(address, text);
  return {
    allows: (url) => rules.isAllowed(url.href, robotName) ?? true,
    gap: Math.min((rules.getCrawlDelay(robotName) ?? 0) * 1_000, 10_000),
  };
}
