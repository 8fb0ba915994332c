import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { requireProject } from "@/lib/access";
import { db } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { stageUpload } from "@/lib/imports/in-thread";
import type { FetchedPage } from "@/lib/imports/read-pages";
import { type FeedDto, maxUploadBytes, type WebArticle, type WebProgress } from "@/lib/imports/schema";
import type { Actor } from "@/lib/policy";
import { decodeFeed, feedsOfPage, notAFeed } from "@/lib/web/feed";
import { readFeedBytes } from "@/lib/web/feed-in-thread";
import { fetchPage, parseAddress } from "@/lib/web/fetch-page";
import { robotsOf } from "@/lib/web/robots";

/** Hosts asked at the same time; each host is asked for one page after another. */
const hostsAtOnce = 4;
/** Between two pages of one host, in milliseconds, unless its robots.txt wants more. */
const ownGap = 500;
const shownEntries = 200;
/** Bytes of a page in which it names its feeds. */
const headBytes = 400_000;

/**
 * Looks into the RSS or Atom feed at an address, or into the first feed that the page there names, and says which of
 * its entries the project has by their address. At most 200 entries. Throws notFound, forbidden, what fetchPage throws,
 * and badInput `not-a-feed`.
 */
export async function lookIntoFeed(
  actor: Actor,
  slug: string,
  address: string,
  signal?: AbortSignal,
): Promise<FeedDto> {
  const { projectId } = await requireProject(actor, slug, "article.import");
  const found = await fetchFeed(address, signal);
  const { entries, count } = found.feed;
  const here = await findByAddress(
    projectId,
    entries.map((entry) => entry.address),
  );
  return {
    address: found.address,
    title: found.feed.title,
    entries: entries.map((entry) => ({ ...entry, articleId: here.get(entry.address) ?? null })),
    more: count - entries.length,
  };
}

/**
 * Fetches pages and reads them into a batch to be checked, telling after each how many came; ends with the batch.
 * A page that cannot be fetched or read is listed in the batch and passed over. Throws notFound, forbidden, and where
 * no page could be read the first one's error with all of them in its details.
 */
export async function* stageFromWeb(
  actor: Actor,
  slug: string,
  articles: readonly WebArticle[],
  { signal, again }: { signal?: AbortSignal | undefined; again?: boolean } = {},
): AsyncGenerator<WebProgress> {
  await requireProject(actor, slug, "article.import");
  yield { done: 0, total: articles.length };
  const pages: FetchedPage[] = [];
  for await (const [place, page] of fetchAll(articles, signal)) {
    pages[place] = page;
    yield { done: Object.keys(pages).length, total: articles.length };
  }
  const hosts = new Set(articles.map((article) => parseAddress(article.address).hostname));
  const [first] = hosts;
  const { batchId } = await stageUpload(
    actor,
    slug,
    {
      label: hosts.size === 1 && first ? `Pages of ${first}` : `Pages of ${hosts.size} sites`,
      files: articles.map((article) => article.address),
      skipBad: true,
      again,
    },
    { kind: "pages", pages },
  );
  yield { batchId };
}

type Placed = readonly [place: number, page: FetchedPage];

/** Each host's pages one after another, several hosts at once, as they come. */
async function* fetchAll(
  articles: readonly WebArticle[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Placed> {
  const queues = new Map<string, number[]>();
  for (const [place, article] of articles.entries()) {
    const { host } = parseAddress(article.address);
    queues.set(host, [...(queues.get(host) ?? []), place]);
  }
  const room = { bytes: maxUploadBytes };
  const waiting = [...queues.values()];
  const running = new Map<number, Promise<{ lane: number; placed: Placed; rest: number[] }>>();
  const start = (lane: number, [place, ...rest]: number[], isFirst: boolean) => {
    const article = place === undefined ? undefined : articles[place];
    if (place === undefined || !article) return;
    const page = fetchOne(article, room, isFirst, signal);
    running.set(
      lane,
      page.then((one) => ({ lane, placed: [place, one] as const, rest })),
    );
  };
  for (let lane = 0; lane < hostsAtOnce; lane++) start(lane, waiting.shift() ?? [], true);
  while (running.size > 0) {
    const { lane, placed, rest } = await Promise.race(running.values());
    running.delete(lane);
    if (rest.length > 0) start(lane, rest, false);
    else start(lane, waiting.shift() ?? [], true);
    yield placed;
  }
}

async function fetchOne(
  { address, publishedAt, publishedHasZone }: WebArticle,
  room: { bytes: number },
  isFirst: boolean,
  signal: AbortSignal | undefined,
): Promise<FetchedPage> {
  try {
    if (!isFirst) await rest(address, signal);
    const page = await fetchPage(address, { signal });
    room.bytes -= page.bytes.length;
    if (room.bytes < 0)
      return problem(address, "too-large", "Together the pages have more than 25 MB. Fetch fewer at once.");
    return { kind: "page", ...page, publishedAt, publishedHasZone };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return problem(address, error.code, error.message);
  }
}

async function rest(address: string, signal: AbortSignal | undefined): Promise<void> {
  const { gap } = await robotsOf(parseAddress(address), signal);
  await delay(Math.max(ownGap, gap), undefined, { signal });
}

function problem(fileName: string, code: string, message: string): FetchedPage {
  return { kind: "problem", problem: { fileName, line: null, code, message } };
}

async function fetchFeed(address: string, signal: AbortSignal | undefined) {
  const first = await fetchPage(address, { isFeed: true, signal });
  const read = async ({ bytes, charset, address: base }: Awaited<ReturnType<typeof fetchPage>>) => {
    return { address: base, feed: await readFeedBytes({ bytes, charset, base }, shownEntries, signal) };
  };
  if (first.mediaType !== "text/html") return read(first);
  const [named] = feedsOfPage(decodeFeed(first.bytes.subarray(0, headBytes), first.charset), first.address);
  if (!named) throw notAFeed();
  return read(await fetchPage(named, { isFeed: true, signal }));
}

const hereRows = z.array(z.object({ id: z.string(), url: z.string() }));

async function findByAddress(projectId: string, addresses: string[]): Promise<Map<string, string>> {
  const rows = await db().article.findMany({
    where: { projectId, url: { in: addresses }, withdrawnAt: null },
    select: { id: true, url: true },
  });
  return new Map(hereRows.parse(rows).map((row) => [row.url, row.id]));
}
