import { z } from "zod";
import { type LiveNews, liveHello, liveNews, mostWatched, type Topics } from "@/lib/live/schema";

export type LiveHub = {
  /** Calls `listener` with all news of what any tab of this browser watches; call what it answers to stop. */
  watch: (topics: Topics, listener: (news: LiveNews) => void) => () => void;
  stop: () => void;
};

const topicsShape = z.object({
  layers: z.array(z.string()).readonly(),
  articles: z.array(z.string()).readonly(),
  sources: z.array(z.string()).readonly(),
});
const message = z.discriminatedUnion("type", [
  z.object({ type: z.literal("topics"), tab: z.string(), topics: topicsShape }),
  z.object({ type: z.literal("who") }),
  z.object({ type: z.literal("bye"), tab: z.string() }),
  z.object({ type: z.literal("news"), news: liveNews }),
]);
type Message = z.output<typeof message>;

const AGAIN_MS = 5_000;
const nothing: Topics = { layers: [], articles: [], sources: [] };

/**
 * This tab's part of the browser's one stream. Six streams of one browser would hold up its seventh request, so the tabs
 * choose a leader by a lock: it alone holds the stream, of what all of them watch, and passes news on to them. When it
 * closes, the lock falls to another, which goes on from the last event that this browser was told of.
 */
export function createLiveHub(userId: string): LiveHub {
  const name = `sourcebench-live-${userId}`;
  const tab = crypto.randomUUID();
  const channel = new BroadcastChannel(name);
  const own = new Set<{ topics: Topics; listener: (news: LiveNews) => void }>();
  const others = new Map<string, Topics>();
  const over = new AbortController();
  let isLeader = false;
  let source: EventSource | null = null;
  let watched = "";
  let cursor: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function post(what: Message) {
    if (!over.signal.aborted) channel.postMessage(what);
  }
  function mine(): Topics {
    return union([...own].map((one) => one.topics));
  }
  function hear(news: LiveNews) {
    cursor = news.cursor;
    for (const one of [...own]) one.listener(news);
  }
  /** Opens the stream anew where what is watched has changed; changes of one moment are taken together. */
  function refresh() {
    if (!isLeader || over.signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(connect, 20);
  }
  function connect() {
    const topics = union([mine(), ...others.values()]);
    const query = new URLSearchParams({
      layers: topics.layers.join(),
      articles: topics.articles.join(),
      sources: topics.sources.join(),
    });
    if (source && source.readyState !== EventSource.CLOSED && watched === query.toString()) return;
    watched = query.toString();
    source?.close();
    if (cursor) query.set("after", cursor);
    const next = new EventSource(`/api/live?${query}`);
    source = next;
    next.addEventListener("hello", (event) => {
      const hello = liveHello.safeParse(read(event.data));
      if (hello.success) document.documentElement.dataset.live = hello.data.how;
    });
    next.addEventListener("at", (event) => {
      const at = z.string().safeParse(read(event.data));
      if (!at.success) return;
      const isFirst = cursor === null;
      cursor = at.data;
      // What changed between drawing the page and opening the stream was told to nobody.
      if (isFirst)
        hear({ layers: [], articles: [], sources: [], cursor, hasNotifications: false, isReset: true });
    });
    next.addEventListener("news", (event) => {
      const news = liveNews.safeParse(read(event.data));
      if (!news.success) return;
      post({ type: "news", news: news.data });
      hear(news.data);
    });
    next.onerror = () => {
      if (source !== next) return;
      document.documentElement.dataset.live = "off";
      // The browser's own new attempts would not know how far this one came.
      next.close();
      clearTimeout(timer);
      timer = setTimeout(connect, AGAIN_MS);
    };
  }

  channel.onmessage = (event) => {
    const heard = message.safeParse(event.data);
    if (!heard.success) return;
    const what = heard.data;
    if (what.type === "news") return hear(what.news);
    if (what.type === "who") return post({ type: "topics", tab, topics: mine() });
    if (what.type === "bye") others.delete(what.tab);
    else others.set(what.tab, what.topics);
    refresh();
  };
  void navigator.locks
    .request(name, { signal: over.signal }, async () => {
      isLeader = true;
      post({ type: "who" });
      refresh();
      await new Promise<void>((resolve) => {
        over.signal.addEventListener("abort", () => resolve(), { once: true });
      });
    })
    // Ended while it waited for its turn.
    .catch(() => undefined);
  const leave = () => post({ type: "bye", tab });
  window.addEventListener("pagehide", leave);

  return {
    watch: (topics, listener) => {
      const one = { topics, listener };
      own.add(one);
      post({ type: "topics", tab, topics: mine() });
      refresh();
      return () => {
        own.delete(one);
        post({ type: "topics", tab, topics: mine() });
        refresh();
      };
    },
    stop: () => {
      leave();
      window.removeEventListener("pagehide", leave);
      over.abort();
      clearTimeout(timer);
      source?.close();
      channel.close();
    },
  };
}

function union(all: readonly Topics[]): Topics {
  const each = (of: (topics: Topics) => readonly string[]) =>
    [...new Set(all.flatMap((topics) => of(topics)))].sort().slice(0, mostWatched);
  return all.length === 0
    ? nothing
    : {
        layers: each((topics) => topics.layers),
        articles: each((topics) => topics.articles),
        sources: each((topics) => topics.sources),
      };
}

function read(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}
