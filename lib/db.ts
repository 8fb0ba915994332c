import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/env";
import { PrismaClient } from "@/prisma/generated/client";

export type Db = PrismaClient;
export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

type Connection = { pool: pg.Pool; client: PrismaClient };

// One pool a process: Next evaluates modules anew in development and once per bundle in production.
declare global {
  var sourcebenchConnection: Connection | undefined;
}

/** A pool whose every connection works as the application's role, which owns nothing and cannot rewrite history. */
export function createPool(url: string, size: number): pg.Pool {
  return new pg.Pool({
    connectionString: url,
    max: size,
    options: "-c role=sourcebench_app -c TimeZone=UTC",
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
  });
}

function connection(): Connection {
  if (!globalThis.sourcebenchConnection) {
    const pool = createPool(env().DATABASE_URL, env().DATABASE_POOL);
    // An idle connection that the server closes must not end the process; the next query opens another.
    pool.on("error", () => undefined);
    globalThis.sourcebenchConnection = { pool, client: new PrismaClient({ adapter: new PrismaPg(pool) }) };
  }
  return globalThis.sourcebenchConnection;
}

/** The process's Prisma client. */
export function db(): PrismaClient {
  return connection().client;
}

/** The pool beneath the client, for what Prisma cannot do: cursors that stream, COPY, and LISTEN. */
export function pool(): pg.Pool {
  return connection().pool;
}

/** Runs `work` in `tx`, or in a transaction of its own where none is given. */
export function inTransaction<T>(tx: Tx | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
  return tx ? work(tx) : db().$transaction(work, { maxWait: 10_000, timeout: 60_000 });
}

/** Runs `work` in a transaction of its own that may take up to an hour: an import of many articles. */
export function inLongTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db().$transaction(work, { maxWait: 10_000, timeout: 3_600_000 });
}

/** Closes every connection; for scripts and tests that end. */
export async function closeDb(): Promise<void> {
  const open = globalThis.sourcebenchConnection;
  globalThis.sourcebenchConnection = undefined;
  if (open) {
    await open.client.$disconnect();
    await open.pool.end();
  }
}
