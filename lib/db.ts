import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/env";
import { type Prisma, PrismaClient } from "@/prisma/generated/client";

export type Db = PrismaClient;
export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/** `names` are those of the statements whose plans the pool's connections keep. */
type Connection = { pool: pg.Pool; client: PrismaClient; names: Map<string, string> };

// One pool a process: Next evaluates modules anew in development and once per bundle in production.
declare global {
  var sourcebenchConnection: Connection | undefined;
  var sourcebenchAfterCommit: (() => void) | undefined;
  var sourcebenchAnnounce: { announce: () => void } | undefined;
}

/**
 * A pool whose every connection works as the application's role, which owns nothing and cannot rewrite history, and waits
 * no longer for what another holds than a browser waits for its answer.
 */
export function createPool(url: string, size: number): pg.Pool {
  return new pg.Pool({
    connectionString: url,
    max: size,
    options: "-c role=sourcebench_app -c TimeZone=UTC -c jit=off -c lock_timeout=25s",
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
  });
}

function connection(): Connection {
  globalThis.sourcebenchConnection ??= connect(env().DATABASE_URL);
  return globalThis.sourcebenchConnection;
}

function connect(url: string): Connection {
  const pool = createPool(url, env().DATABASE_POOL);
  // An idle connection that the server closes must not end the process; the next query opens another.
  pool.on("error", () => undefined);
  const names = new Map<string, string>();
  const adapter = new PrismaPg(pool, {
    statementNameGenerator:
      env().DATABASE_PREPARE === "1" ? ({ sql }) => statementName(names, sql) : undefined,
  });
  return { pool, client: new PrismaClient({ adapter }), names };
}

/** Lists of varying length make endless texts; what is asked all day is among the first of them. */
const MOST_STATEMENTS = 400;

/** A name under which a connection keeps a statement's plan (planning a save takes longer than doing it), or "" for none. */
function statementName(names: Map<string, string>, sql: string): string {
  const known = names.get(sql);
  if (known || names.size >= MOST_STATEMENTS) return known ?? "";
  const name = `s${names.size}`;
  names.set(sql, name);
  return name;
}

/** The process's Prisma client. */
export function db(): PrismaClient {
  return connection().client;
}

/** The pool beneath the client, for what Prisma cannot do: cursors that stream, COPY, and LISTEN. */
export function pool(): pg.Pool {
  return connection().pool;
}

/**
 * The rows of a statement: in `tx` through Prisma, else straight through the pool with its plan kept, which costs a
 * third of the time. For the few statements that every save waits for; the rows are for the caller to parse.
 */
export async function ask(sql: Prisma.Sql, tx?: Tx): Promise<unknown> {
  if (tx) return tx.$queryRaw(sql);
  const { pool, names } = connection();
  const name = env().DATABASE_PREPARE === "1" ? statementName(names, sql.text) : "";
  const { rows } = await pool.query({ text: sql.text, values: sql.values, ...(name && { name }) });
  return rows;
}

/** Runs `work` in `tx`, or in a transaction of its own where none is given. */
export async function inTransaction<T>(tx: Tx | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (tx) return work(tx);
  const result = await db().$transaction(work, { maxWait: 10_000, timeout: 60_000 });
  globalThis.sourcebenchAfterCommit?.();
  globalThis.sourcebenchAnnounce?.announce();
  return result;
}

/** Calls `listener` after each transaction that `inTransaction` has committed in this process; there is one listener. */
export function afterCommits(listener: () => void): void {
  globalThis.sourcebenchAfterCommit = listener;
}

/** Runs `work` in a transaction of its own that may take up to an hour: an import, or background work, which wakes nobody. */
export function inLongTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const waiting = async (tx: Tx) => {
    await tx.$executeRaw`SET LOCAL lock_timeout = 0`;
    return work(tx);
  };
  return db().$transaction(waiting, { maxWait: 10_000, timeout: 3_600_000 });
}

/** Closes what is open and goes on with another database: for programs that measure several in a row. */
export async function switchDatabase(url: string): Promise<void> {
  await closeDb();
  globalThis.sourcebenchConnection = connect(url);
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
