import "server-only";
import { BATCH, howLive, subscribe, type Told } from "@/lib/live/feed";
import {
  cursorText,
  type EventCursor,
  parseCursor,
  readNews,
  seenNews,
  settledEnd,
} from "@/lib/live/queries";
import type { LiveNews, Topics } from "@/lib/live/schema";
import { log } from "@/lib/log";
import type { Actor } from "@/lib/policy";

/** So often a silent stream shows that it lives, and is ended if its session was. */
const BEAT_MS = 15_000;
/** Who missed more than this looks at everything again. */
const MOST_MISSED = BATCH;

/**
 * A stream of events (text/event-stream) of what a person watches: `hello`, then `news` as it is settled, from `after` on
 * where given. It ends when the reader goes, with its session, and with the process.
 */
export function openStream(
  actor: Actor,
  topics: Topics,
  after: string | undefined,
  signal: AbortSignal,
): Response {
  const encoder = new TextEncoder();
  let stop = (): void => undefined;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      let isOver = false;
      let told: Promise<void> = Promise.resolve();
      const send = (text: string) => {
        if (!isOver) controller.enqueue(encoder.encode(text));
      };
      const end = () => {
        if (isOver) return;
        isOver = true;
        unsubscribe();
        clearInterval(beat);
        ends.delete(end);
        try {
          controller.close();
        } catch {
          // The reader has gone and closed it.
        }
      };
      stop = end;
      const tell = async (rows: Told["rows"], cursor: EventCursor, isReset = false) => {
        const seen = await seenNews(actor, topics, rows);
        if (!seen) return end();
        const news: LiveNews = { ...seen, cursor: cursorText(cursor), isReset };
        if (isWorthTelling(news)) send(`event: news\ndata: ${JSON.stringify(news)}\n\n`);
      };
      // One after another, so that a later batch is never told before an earlier one.
      const queue = (work: () => Promise<void>) => {
        told = told.then(work).catch((error: unknown) => {
          log().warn({ error: error instanceof Error ? error.name : "unknown" }, "a live stream was ended");
          end();
        });
      };
      let from: EventCursor | null = null;
      const unsubscribe = subscribe(({ rows, cursor }) =>
        queue(() => {
          const start = from;
          const fresh = start ? rows.filter((row) => isAfter(row, start)) : rows;
          return fresh.length > 0 ? tell(fresh, cursor) : Promise.resolve();
        }),
      );
      const beat = setInterval(() => {
        send(": beat\n\n");
        queue(async () => {
          if (!(await seenNews(actor, topics, []))) end();
        });
      }, BEAT_MS);
      endWithProcess();
      ends.add(end);
      if (signal.aborted) return end();
      signal.addEventListener("abort", end, { once: true });
      send(`retry: 1000\nevent: hello\ndata: ${JSON.stringify({ how: howLive() })}\n\n`);
      queue(async () => {
        const begin = after ? parseCursor(after) : await settledEnd();
        const missed = after ? await readNews(begin, MOST_MISSED) : [];
        const last = missed.at(-1);
        const isReset = missed.length === MOST_MISSED;
        from = isReset ? await settledEnd() : last ? { position: last.position, id: last.id } : begin;
        if (last || !after) await tell(missed, from, isReset);
        // The first cursor, so that whoever connects again has one to go on from.
        send(`event: at\ndata: ${JSON.stringify(cursorText(from))}\n\n`);
      });
    },
    cancel: () => stop(),
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

const ends = new Set<() => void>();
let hasHandler = false;

/** One handler for all streams: an open one would keep the server from closing. */
function endWithProcess(): void {
  if (hasHandler) return;
  hasHandler = true;
  const endAll = () => {
    for (const end of [...ends]) end();
  };
  process.once("SIGTERM", endAll);
  process.once("SIGINT", endAll);
}

function isAfter(row: EventCursor, cursor: EventCursor): boolean {
  return row.position > cursor.position || (row.position === cursor.position && row.id > cursor.id);
}

function isWorthTelling(news: LiveNews): boolean {
  return (
    news.isReset ||
    news.hasNotifications ||
    news.layers.length + news.articles.length + news.sources.length > 0
  );
}
