import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import pg from "pg";
import { findFreePort } from "../postgres.mjs";

/** A database of a benchmark, as the application and as superuser. */
export type BenchDatabase = { name: string; url: string; superUrl: string };

const appUrl = process.env.BENCH_APP_URL ?? "";
const superUrl = process.env.BENCH_SUPER_URL ?? "";

function at(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.toString();
}

/** Prints one figure as a JSON line: the ratio, its target, and the parts it is made of. */
export function report(name: string, figure: Record<string, unknown>): void {
  console.log(JSON.stringify({ name, ...figure }));
}

/** Copies a database (the migrated template unless told) under a new name. */
export async function copyDatabase(template = "bench_template"): Promise<BenchDatabase> {
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client(at(superUrl, "postgres"));
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  await client.end();
  return { name, url: at(appUrl, name), superUrl: at(superUrl, name) };
}

/** Drops a benchmark's database, so that ten sizes do not fill the disk. */
export async function dropDatabase(database: BenchDatabase): Promise<void> {
  const client = new pg.Client(at(superUrl, "postgres"));
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`);
  await client.end();
}

/** Runs SQL as superuser, for rows made in bulk. */
export async function asSuperuser(database: BenchDatabase, ...statements: string[]): Promise<void> {
  const client = new pg.Client(database.superUrl);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** The built application on a free port against a database; `stop` ends it. */
export async function startServer(
  database: BenchDatabase,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    DATABASE_URL_DIRECT: database.url,
    HOST: "127.0.0.1",
    PORT: String(port),
    NEXTAUTH_URL: url,
  };
  // As `npm start` does it.
  const flags = ["--max-semi-space-size=32"];
  const stdio = ["ignore", "ignore", "inherit"] as const;
  const child = spawn(process.execPath, [...flags, "bin/serve.mjs"], { stdio: [...stdio], env });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  for (let tries = 0; tries < 600; tries += 1) {
    const isUp = await fetch(`${url}/api/alive`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp)
      return {
        url,
        stop: async () => {
          child.kill("SIGTERM");
          await closed;
        },
      };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill("SIGKILL");
  throw new Error("The application did not come up.");
}

/** The value below which a share of the samples lies; nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** A figure with two decimals. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export type Statement = { text: string; values: unknown[]; name?: string };

/** Runs `work` and returns every statement it sent through pg, whoever sent it. */
export async function captureStatements(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const original = pg.Client.prototype.query;
  const spy = function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args;
    if (typeof first === "string")
      statements.push({ text: first, values: Array.isArray(second) ? second : [] });
    else if (
      typeof first === "object" &&
      first !== null &&
      "text" in first &&
      typeof first.text === "string"
    ) {
      const values =
        "values" in first && Array.isArray(first.values) ? first.values : Array.isArray(second) ? second : [];
      const name = "name" in first && typeof first.name === "string" ? first.name : undefined;
      statements.push({ text: first.text, values, name });
    }
    return Reflect.apply(original, this, args);
  };
  Reflect.set(pg.Client.prototype, "query", spy);
  try {
    await work();
  } finally {
    Reflect.set(pg.Client.prototype, "query", original);
  }
  return statements;
}
