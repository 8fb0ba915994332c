import { describe, expect, it } from "vitest";
import { feedsOfPage, readFeed } from "@/lib/web/feed";

const base = "https://gazette.example/feeds/all.xml";

describe("readFeed", () => {
  it("reads RSS: addresses once, titles without markup, times with their zone", () => {
    const feed = readFeed(
      `<?xml version="1.0"?><rss version="2.0"><channel><title>The Gazette</title>
        <item><title>Bridge &amp; &lt;b&gt;ferry&lt;/b&gt;</title><link>https://gazette.example/a#top</link>
          <pubDate>Tue, 12 May 2026 10:00:00 +0200</pubDate></item>
        <item><title>Again</title><link>https://gazette.example/a#top</link></item>
        <item><guid isPermaLink="true">https://gazette.example/b</guid></item>
        <item><guid isPermaLink="false">17</guid><title>No page</title></item>
        <item><link>javascript:alert(1)</link></item></channel></rss>`,
      base,
    );
    expect(feed.title).toBe("The Gazette");
    expect(feed.entries).toEqual([
      {
        address: "https://gazette.example/a#top",
        title: "Bridge & ferry",
        publishedAt: "2026-05-12T08:00:00.000Z",
        publishedHasZone: true,
      },
      {
        address: "https://gazette.example/b",
        title: "https://gazette.example/b",
        publishedAt: null,
        publishedHasZone: false,
      },
    ]);
  });

  it("reads Atom: the alternate link, completed with the feed's address", () => {
    const { entries } = readFeed(
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>G</title><entry><title type="html">One</title>
        <link rel="self" href="/self"/><link rel="alternate" href="/one"/><published>2026-05-12</published></entry></feed>`,
      base,
    );
    expect(entries).toEqual([
      {
        address: "https://gazette.example/one",
        title: "One",
        publishedAt: "2026-05-12",
        publishedHasZone: false,
      },
    ]);
  });

  it("reads a JSON feed", () => {
    const text = JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "G",
      items: [
        { id: "1", url: "https://gazette.example/j", title: "J", date_published: "2026-05-12T10:00:00Z" },
      ],
    });
    expect(readFeed(text, base).entries.map((entry) => entry.address)).toEqual(["https://gazette.example/j"]);
  });

  it("does not unfold entities that a document defines for itself", () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "${"x".repeat(1000)}"><!ENTITY b "${"&a;".repeat(1000)}">]>`;
    const { title } = readFeed(
      `${bomb}<rss version="2.0"><channel><title>&b;&b;</title></channel></rss>`,
      base,
    );
    expect(title.length).toBeLessThan(100);
  });

  it("reads a title that is nothing but mark-up left open, as long as the feed, at once", () => {
    const rss = `<rss version="2.0"><channel><title><![CDATA[${"<".repeat(300_000)}]]></title></channel></rss>`;
    const started = performance.now();
    expect(readFeed(rss, base).title.length).toBeLessThanOrEqual(1_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it.each(["", "<html></html>", "{}", "[1", "<rss", "plain words"])("refuses %j", (text) => {
    expect(() => readFeed(text, base)).toThrow("There is no RSS or Atom feed at this address");
  });
});

it("feedsOfPage finds the feeds that a page names, in its order", () => {
  const html = `<link rel=stylesheet href=x.css><link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=2">
    <LINK TYPE='application/atom+xml' HREF='https://other.example/atom'>`;
  expect(feedsOfPage(html, "https://gazette.example/page")).toEqual([
    "https://gazette.example/rss?a=1&b=2",
    "https://other.example/atom",
  ]);
});
