import "server-only";
import pg from "pg";
import { env } from "@/lib/env";
import { warnOf } from "@/lib/jobs/repeat";
import { announceCommit, LIVE_CHANNEL, startAnnouncing } from "@/lib/live/announce";
import { cursorText, type EventCursor, type NewsRow, readNews, settledEnd } from "@/lib/live/queries";
import { log } from "@/lib/log";

/** Looks this often whatever it hears, so that what another process announced to nobody is told within a second. */
const EVERY_MS = 900;
/** A transaction that has announced itself may still be waiting for an older one. */
const SOON_MS = 60;
const SELF_TEST_MS = 3_000;
const LISTEN_AGAIN_MS = 30_000;
export const BATCH = 500;

export type Told = { rows: readonly NewsRow[]; cursor: EventCursor };
type Listener = (told: Told) => void;

type Feed = {
  how: "listening" | "polling";
  listeners: Set<Listener>;
  cursor: EventCursor | null;
  timer: NodeJS.Timeout | undefined;
  isReading: boolean;
  isWanted: boolean;
  client: pg.Client | null;
};

declare global {
  var sourcebenchFeed: Feed | undefined;
}

function feed(): Feed {
  globalThis.sourcebenchFeed ??= {
    how: "polling",
    listeners: new Set(),
    cursor: null,
    timer: undefined,
    isReading: false,
    isWanted: false,
    client: null,
  };
  return globalThis.sourcebenchFeed;
}

/**
 * Starts this process's ear for commits of all processes: LISTEN on a connection of its own past any pooler
 * (`DATABASE_URL_DIRECT`). What is announced must come back within 3 s; where it does not (a pooler that hands connections
 * around), streams look every second instead, and the log says so. A lost connection is tried again.
 */
export async function startLive(): Promise<void> {
  startAnnouncing();
  const own = feed();
  const client = new pg.Client({ connectionString: env().DATABASE_URL_DIRECT ?? env().DATABASE_URL });
  const again = () => {
    if (own.client !== client) return;
    own.client = null;
    own.how = "polling";
    void client.end().catch(() => undefined);
    setTimeout(() => void startLive(), LISTEN_AGAIN_MS).unref();
  };
  own.client = client;
  client.on("error", again);
  client.on("end", again);
  try {
    await client.connect();
    const isHeard = new Promise<boolean>((resolve) => {
      client.once("notification", () => resolve(true));
      setTimeout(() => resolve(false), SELF_TEST_MS).unref();
    });
    client.on("notification", wake);
    await client.query(`LISTEN ${LIVE_CHANNEL}`);
    announceCommit();
    if (await isHeard) own.how = "listening";
    else sayPolling("what is announced does not arrive");
  } catch (error) {
    sayPolling(error instanceof Error ? error.name : "unknown");
    again();
  }
}

function sayPolling(reason: string): void {
  log().warn(
    { reason },
    "live updates look every second: set DATABASE_URL_DIRECT to an address past the pooler",
  );
}

/** How this process learns of changes now. */
export function howLive(): "listening" | "polling" {
  return feed().how;
}

/** Hands every settled event from now on to `listener`, in order and in batches; call what it answers to stop. */
export function subscribe(listener: Listener): () => void {
  const own = feed();
  own.listeners.add(listener);
  if (own.listeners.size === 1) {
    own.cursor = null;
    wake();
  }
  return () => {
    own.listeners.delete(listener);
    if (own.listeners.size === 0) clearTimeout(own.timer);
  };
}

function wake(): void {
  const own = feed();
  if (own.listeners.size === 0) return;
  own.isWanted = true;
  if (own.isReading) return;
  clearTimeout(own.timer);
  void read(own);
}

async function read(own: Feed): Promise<void> {
  own.isReading = true;
  const wasWanted = own.isWanted;
  own.isWanted = false;
  let isFull = false;
  let isNews = false;
  try {
    own.cursor ??= await settledEnd();
    const rows = await readNews(own.cursor, BATCH);
    const last = rows.at(-1);
    if (last) {
      own.cursor = { position: last.position, id: last.id };
      isNews = true;
      for (const listener of own.listeners) listener({ rows, cursor: own.cursor });
    }
    isFull = rows.length === BATCH;
  } catch (error) {
    // The database may be restarting; the next look tries again from the same cursor.
    warnOf("reading live events failed", error);
  }
  own.isReading = false;
  if (own.listeners.size === 0) return;
  clearTimeout(own.timer);
  const wait = isFull || own.isWanted ? 0 : wasWanted && !isNews ? SOON_MS : EVERY_MS;
  own.timer = setTimeout(() => void (own.isReading || read(own)), wait);
  own.timer.unref();
}

/** For logs and tests: where the feed has read to; null while nobody listens. */
export function feedCursor(): string | null {
  const { cursor } = feed();
  return cursor && cursorText(cursor);
}
