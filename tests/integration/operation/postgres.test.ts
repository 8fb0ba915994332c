import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPostgres } from "../../../bin/postgres.mjs";
import { isAlive, lockDataDir, startedAt } from "../../../bin/processes.mjs";
import { connect } from "../../../prisma/migrate.mjs";

let folder = "";
let server: Awaited<ReturnType<typeof startPostgres>>;

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = await connect(server.url("postgres"));
  return client
    .query(sql)
    .then((result) => result.rows)
    .finally(() => client.end());
}

/** A process of another program that stays until it is killed. */
function idle() {
  return spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sourcebench-cluster-"));
  server = await startPostgres(folder);
  await query("CREATE TABLE kept (n int)");
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("the embedded PostgreSQL", () => {
  it("counts characters and folds case in every script, whatever the caller's locale", async () => {
    expect(await query("SELECT length('é😀') AS n, 'ÉЖ' ILIKE 'éж' AS same")).toEqual([{ n: 2, same: true }]);
  });

  it("keeps its password in a file only the owner reads", async () => {
    expect((await stat(path.join(folder, "postgres-password"))).mode & 0o777).toBe(0o600);
  });

  it("recovers what was committed when it was killed", async () => {
    await query("INSERT INTO kept VALUES (1)");
    process.kill(server.pid, "SIGKILL");
    server = await startPostgres(folder);
    expect(await query("SELECT n FROM kept")).toEqual([{ n: 1 }]);
  });

  it("stops the server that a killed start left behind, and starts its own", async () => {
    const left = { pid: server.pid, started: startedAt(server.pid) ?? "" };
    server = await startPostgres(folder);
    expect(isAlive(left)).toBe(false);
    expect(await query("SELECT n FROM kept")).toEqual([{ n: 1 }]);
  });

  it("starts when the number in a stale postmaster.pid now belongs to another program, which it leaves alone", async () => {
    await server.stop();
    const other = idle();
    const file = path.join(folder, "postgres", "postmaster.pid");
    await writeFile(file, `${other.pid}\n`);
    await chmod(file, 0o644);
    server = await startPostgres(folder);
    expect(other.exitCode ?? other.signalCode).toBeNull();
    expect(await query("SELECT n FROM kept")).toEqual([{ n: 1 }]);
    other.kill("SIGKILL");
  });
});

describe("lockDataDir", () => {
  it("refuses a second holder while the first lives, and names it", async () => {
    const unlock = await lockDataDir(folder, "a test");
    await expect(lockDataDir(folder, "another")).rejects.toThrow(
      new RegExp(`process ${process.pid}, a test.*stop it`),
    );
    unlock();
    expect(existsSync(path.join(folder, "run.json"))).toBe(false);
  });

  it("takes over from one that was killed, also when its number was given away or its file cut short", async () => {
    const dead = idle();
    const started = startedAt(dead.pid ?? 0);
    dead.kill("SIGKILL");
    await once(dead, "exit");
    const file = path.join(folder, "run.json");
    for (const left of [
      JSON.stringify({ pid: dead.pid, started, purpose: "npm start" }),
      JSON.stringify({ pid: process.pid, started: "earlier", purpose: "npm start" }),
      '{"pid":',
    ]) {
      await writeFile(file, left);
      const unlock = await lockDataDir(folder, "a test");
      expect(JSON.parse(await readFile(file, "utf8")).pid).toBe(process.pid);
      unlock();
    }
  });
});
