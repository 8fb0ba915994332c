import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, connect as openSocket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { ROOT } from "../../bin/ensure.mjs";
import { findFreePort } from "../../bin/postgres.mjs";
import { isAlive, startedAt } from "../../bin/processes.mjs";

let dataDir = "";
let port = 0;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-start-"));
  port = await findFreePort();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const running = new Set<ChildProcess>();
afterEach(async () => {
  for (const child of running) {
    child.kill("SIGTERM");
    await once(child, "close");
  }
});

type Start = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

/** `npm start` with nothing in its environment but what is named here. */
function start(env: Record<string, string> = {}): Start {
  const child = spawn(process.execPath, ["bin/start.mjs"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      NEXT_DIST_DIR: inject("journey").distDir,
      DATA_DIR: dataDir,
      PORT: String(port),
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  running.add(child);
  const ended = once(child, "close").then(([code]) => {
    running.delete(child);
    return code;
  });
  return { child, output: () => output, ended };
}

async function startUntilReady(): Promise<Start> {
  const run = start();
  const isOver = () => !running.has(run.child) || run.output().includes("Ctrl-C stops it");
  await expect.poll(isOver, { timeout: 120_000 }).toBe(true);
  expect(run.output()).toContain("Ctrl-C stops it");
  return run;
}

async function readServerRecord(): Promise<{ pid: number; started: string }> {
  return JSON.parse(await readFile(path.join(dataDir, "postgres.json"), "utf8"));
}

describe("npm start", () => {
  it("comes up on an empty folder, prints the logins, and keeps every secret to its owner", async () => {
    const run = await startUntilReady();
    expect(run.output()).toContain(`Sourcebench is at http://127.0.0.1:${port}`);
    expect(run.output()).toContain("Demo logins");
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200);
    // Browsers ask for it by themselves wherever a page has no head yet.
    const sign = await fetch(`http://127.0.0.1:${port}/favicon.ico`);
    expect([sign.status, sign.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
    for (const name of ["postgres-password", "auth-secret", "demo-logins.json"])
      expect((await stat(path.join(dataDir, name))).mode & 0o777).toBe(0o600);
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain("already works on");
    run.child.kill("SIGKILL");
    await run.ended;
  });

  it("takes over what a kill -9 left, answers again, and stops within 5 s though a request hangs", async () => {
    const left = await readServerRecord();
    const run = await startUntilReady();
    expect(isAlive(left)).toBe(false);
    const server = await readServerRecord();
    const socket = openSocket(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write("POST /api/none HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nhalf");
    await fetch(`http://127.0.0.1:${port}/api/health`);
    const from = performance.now();
    run.child.kill("SIGTERM");
    expect(await run.ended).toBe(0);
    expect(performance.now() - from).toBeLessThan(5000);
    expect(run.output()).toMatch(/\nStopped\.\n$/);
    expect(startedAt(server.pid)).not.toBe(server.started);
    expect(existsSync(path.join(dataDir, "run.json"))).toBe(false);
    socket.destroy();
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["a HOST beyond this machine while demo logins exist", { HOST: "0.0.0.0" }, /refused while demo logins/],
    ["a PORT that is no number", { PORT: "abc" }, /PORT is "abc": set it/],
    [
      "DATABASE_URL without AUTH_SECRET",
      { DATABASE_URL: "postgresql://a@127.0.0.1:1/a" },
      /AUTH_SECRET must/,
    ],
    [
      "a server that is not there",
      { DATABASE_URL: "postgresql://a:hidden@127.0.0.1:1/a", AUTH_SECRET: "0123456789abcdef" },
      /PostgreSQL at 127\.0\.0\.1:1\/a cannot be used .*start it/,
    ],
  ])("refuses %s in one line", async (_, env, line) => {
    const run = start(env);
    expect(await run.ended).toBe(1);
    expect(run.output().trim()).toMatch(line);
    expect(run.output().trim().split("\n")).toHaveLength(1);
    expect(run.output()).not.toContain("hidden");
  });

  it("refuses a taken port in one line", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const taken = typeof address === "object" && address ? address.port : 0;
    const run = start({ PORT: String(taken) });
    expect(await run.ended).toBe(1);
    expect(run.output().trim()).toMatch(new RegExp(`^Port ${taken} is taken .* PORT=`));
    other.close();
  });
});
