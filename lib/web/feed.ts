import { parseFeed as readAnyFeed } from "feedsmith";
import { z } from "zod";
import { badInput } from "@/lib/errors";
import { parsePublished } from "@/lib/intake/dates";
import { decodeText } from "@/lib/intake/decode";
import { webAddress } from "@/lib/intake/record";

/** An entry of a feed; `publishedAt` as intake facts have it. */
export type FeedEntry = {
  address: string;
  title: string;
  publishedAt: string | null;
  publishedHasZone: boolean;
};
export type Feed = { title: string; entries: FeedEntry[] };

/** What a title may be: words, or words with a type. */
const words = z
  .union([z.string(), z.object({ value: z.string() }).transform((text) => text.value)])
  .optional()
  .catch(undefined);
const line = z.string().optional().catch(undefined);
const rssItem = z.object({
  title: words,
  link: line,
  guid: z.object({ value: z.string(), isPermaLink: z.boolean().optional() }).optional().catch(undefined),
  pubDate: line,
  dc: z
    .object({ date: line, dates: z.array(z.string()).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
const atomLinks = z.array(z.object({ href: z.string(), rel: line })).catch([]);
const atomEntry = z.object({
  title: words,
  links: atomLinks.default([]),
  published: line,
  updated: line,
});
const jsonItem = z.object({ title: line, url: line, date_published: line });
const anyFeed = z.discriminatedUnion("format", [
  z.object({
    format: z.enum(["rss", "rdf"]),
    feed: z.object({ title: words, items: z.array(rssItem).default([]) }),
  }),
  z.object({
    format: z.literal("atom"),
    feed: z.object({ title: words, entries: z.array(atomEntry).default([]) }),
  }),
  z.object({
    format: z.literal("json"),
    feed: z.object({ title: line, items: z.array(jsonItem).default([]) }),
  }),
]);

/**
 * Reads an RSS, RDF, Atom or JSON feed: each entry's page, title and time, in the feed's order, an address once.
 * Relative addresses are completed with `base`; entries without a web address are passed over. Markup in a title is
 * taken away. Throws badInput `not-a-feed`.
 */
export function readFeed(text: string, base: string): Feed {
  const read = anyFeed.safeParse(tryRead(text)).data;
  if (!read) throw notAFeed();
  const entries = new Map<string, FeedEntry>();
  for (const [link, title, time] of itemsOf(read)) {
    const address = link && URL.canParse(link, base) ? webAddress(new URL(link, base).href) : null;
    if (!address || entries.has(address)) continue;
    const published = time ? parsePublished(time) : null;
    entries.set(address, {
      address,
      title: plain(title ?? "") || address,
      publishedAt: published?.publishedAt ?? null,
      publishedHasZone: published?.publishedHasZone ?? false,
    });
  }
  return { title: plain(read.feed.title ?? ""), entries: [...entries.values()] };
}

/** A feed as it was fetched: its bytes, the charset that the server named, and its own address. */
export type FeedBytes = { bytes: Uint8Array; charset: string | null; base: string };
/** The first entries of a feed, and how many it has in all. */
export type FeedEntries = Feed & { count: number };

/** The first `most` entries of a feed that was fetched; throws as readFeed. */
export function beginningOfFeed({ bytes, charset, base }: FeedBytes, most: number): FeedEntries {
  const { title, entries } = readFeed(decodeFeed(bytes, charset), base);
  return { title, entries: entries.slice(0, most), count: entries.length };
}

/** The charset is the server's, or the XML declaration's; feeds that name none are UTF-8. */
export function decodeFeed(bytes: Uint8Array, served: string | null): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const label = served ?? /^<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return decodeText(bytes);
  }
}

/** The feeds that a page names in its head, completed with `base`, in the page's order. */
export function feedsOfPage(html: string, base: string): string[] {
  const found: string[] = [];
  for (const [tag] of html.slice(0, 200_000).matchAll(/<link\b[^>]{0,2000}>/gi)) {
    if (!/type\s*=\s*["']?application\/(?:rss|atom)\+xml/i.test(tag)) continue;
    const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag);
    const value = (href?.[1] ?? href?.[2] ?? href?.[3])?.replaceAll("&amp;", "&");
    if (value && URL.canParse(value, base)) found.push(new URL(value, base).href);
  }
  return found;
}

/** The refusal of a page that is no feed. */
export function notAFeed() {
  return badInput("not-a-feed", "There is no RSS or Atom feed at this address, and the page names none.");
}

function tryRead(text: string): unknown {
  try {
    return readAnyFeed(text);
  } catch {
    return null;
  }
}

type Item = readonly [link: string | undefined, title: string | undefined, time: string | undefined];

function itemsOf(read: z.infer<typeof anyFeed>): Item[] {
  switch (read.format) {
    case "atom":
      return read.feed.entries.map((entry) => [
        (entry.links.find((link) => (link.rel ?? "alternate") === "alternate") ?? entry.links[0])?.href,
        entry.title,
        entry.published ?? entry.updated,
      ]);
    case "json":
      return read.feed.items.map((item) => [item.url, item.title, item.date_published]);
    default:
      return read.feed.items.map((item) => [
        item.link ?? (item.guid?.isPermaLink === false ? undefined : item.guid?.value),
        item.title,
        item.pubDate ?? item.dc?.date ?? item.dc?.dates?.[0],
      ]);
  }
}

function plain(title: string): string {
  // Cut first, and no mark-up looks past the next "<": a title may be as long as the whole feed, and nothing but "<".
  return title
    .slice(0, 10_000)
    .replace(/<[^<>]*>/g, "")
    .replace(/\s+/gu, " ")
    .trim()
    .slice(0, 1_000);
}
