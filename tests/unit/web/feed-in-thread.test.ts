import { describe, expect, it } from "vitest";
import { beginningOfFeed } from "@/lib/web/feed";
import { readFeedBytes } from "@/lib/web/feed-in-thread";

const base = "https://news.example/feed.xml";

function feedOf(count: number) {
  const item = (n: number) =>
    `<item><title>Entry ${n} &amp; more</title><link>/${n}</link><pubDate>Sun, 01 Mar 2026 08:30:00 GMT</pubDate></item>`;
  const items = Array.from({ length: count }, (_, n) => item(n)).join("");
  const text = `<rss version="2.0"><channel><title>All</title>${items}</channel></rss>`;
  return { bytes: new TextEncoder().encode(text), charset: null, base };
}

describe("a large feed", () => {
  it("is read while everything else goes on, and says the same as a small one does", async () => {
    const feed = feedOf(20_000);
    expect(feed.bytes.length).toBeGreaterThan(2_000_000);
    const turns = { count: 0 };
    const timer = setInterval(() => {
      turns.count += 1;
    }, 1);
    const read = await readFeedBytes(feed, 200);
    clearInterval(timer);
    // Reading it here would have let no timer come in between.
    expect(turns.count).toBeGreaterThan(5);
    expect(read).toEqual(beginningOfFeed(feed, 200));
    expect(read).toMatchObject({ title: "All", count: 20_000, entries: { length: 200 } });
  });

  it("that is none is refused, and reading one ends when nobody waits for it any more", async () => {
    const nothing = { bytes: new TextEncoder().encode("<p>words</p>".repeat(20_000)), charset: null, base };
    await expect(readFeedBytes(nothing, 200)).rejects.toMatchObject({ code: "not-a-feed" });
    await expect(readFeedBytes(feedOf(1), 200)).resolves.toMatchObject({ count: 1 });
    const stop = new AbortController();
    const reading = readFeedBytes(feedOf(20_000), 200, stop.signal);
    stop.abort(new Error("The reader left."));
    await expect(reading).rejects.toThrow("The reader left.");
  });
});
