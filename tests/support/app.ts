import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { inject } from "vitest";
import { ROOT } from "../../bin/ensure.mjs";
import { findFreePort } from "../../bin/postgres.mjs";
import type { TestDatabase } from "./database";

const START_LIMIT = 60_000;
/** A server that lives for seconds, with memory to spare, need not collect its garbage every few megabytes. */
const NODE_FLAGS = ["--max-semi-space-size=64"];

export type TestApp = {
  /** Address without a trailing slash. */
  url: string;
  dataDir: string;
  /** All it printed so far. */
  output: () => string;
  /** Ends it as a person would, by SIGTERM. */
  stop: () => Promise<void>;
  /** Ends it as a power cut would, by SIGKILL. */
  kill: () => Promise<void>;
};

/**
 * Starts the built application in a process of its own on a free port against a database, and waits until
 * /api/health answers. `env` adds to or overrides its environment (PORT: the same address again). Throws with what it printed when it does not come up.
 */
export async function startApp(database: TestDatabase, env: Record<string, string> = {}): Promise<TestApp> {
  const port = Number(env.PORT) || (await findFreePort());
  const url = `http://127.0.0.1:${port}`;
  const dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-app-"));
  const child = spawn(process.execPath, [...NODE_FLAGS, "bin/serve.mjs"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      TMPDIR: tmpdir(),
      NODE_ENV: "production",
      NEXT_DIST_DIR: inject("journey").distDir,
      DATABASE_URL: database.url,
      DATABASE_URL_DIRECT: database.url,
      AUTH_SECRET: process.env.AUTH_SECRET,
      DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
      HOST: "127.0.0.1",
      PORT: String(port),
      NEXTAUTH_URL: url,
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  const end = async (signal: NodeJS.Signals) => {
    await endChild(child, signal);
    await rm(dataDir, { recursive: true, force: true });
  };
  const app = { url, dataDir, output: () => output, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
  if (await isHealthy(url, child)) return app;
  await app.kill();
  throw new Error(`The application did not come up:\n${output}`);
}

async function isHealthy(url: string, child: ChildProcess): Promise<boolean> {
  const end = Date.now() + START_LIMIT;
  while (Date.now() < end && child.exitCode === null && child.signalCode === null) {
    const response = await fetch(`${url}/api/health`).catch(() => undefined);
    if (response?.ok) return true;
    await delay(50);
  }
  return false;
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}
