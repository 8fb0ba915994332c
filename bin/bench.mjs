#!/usr/bin/env node
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBuild } from "./build.mjs";
import { exitWith } from "./clear-error.mjs";
import { ensure, ROOT } from "./ensure.mjs";

/**
 * `npm run bench [-- PART …]`: measures on a PostgreSQL of its own (fsync on) and the built application, and prints one
 * JSON line a figure. It never fails for a slow figure: it prints.
 */
async function main() {
  ensure();
  const { startPostgres } = await import("./postgres.mjs");
  const { ensureAppLogin, ensureDatabase, withLogin } = await import("./installation.mjs");
  const { deployMigrations } = await import("../prisma/migrate.mjs");
  const distDir = process.env.NEXT_DIST_DIR ?? ".next-test";
  await ensureBuild({ distDir });
  const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-bench-"));
  const server = await startPostgres(folder, { isDurable: true });
  try {
    const ownerUrl = await ensureDatabase(server, "bench_template");
    await deployMigrations(ownerUrl);
    const appUrl = withLogin(ownerUrl, await ensureAppLogin(ownerUrl, server.password));
    const file = path.join(ROOT, "bin", "bench", "main.mts");
    const args = [
      "--import",
      "tsx",
      "--conditions=react-server",
      "--expose-gc",
      file,
      ...process.argv.slice(2),
    ];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: "inherit",
      env: {
        ...process.env,
        NODE_ENV: "production",
        NEXT_DIST_DIR: distDir,
        LOG_LEVEL: "silent",
        AUTH_SECRET: "a secret of the benchmark alone",
        DATABASE_URL: appUrl,
        BENCH_APP_URL: appUrl,
        BENCH_SUPER_URL: server.url("bench_template"),
        DATA_DIR: folder,
      },
    });
    process.exitCode = await new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch(exitWith);
