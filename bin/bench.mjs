#!/usr/bin/env node
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBuild } from "./build.mjs";
import { exitWith } from "./clear-error.mjs";
import { ensure, ROOT } from "./ensure.mjs";

/** Parts that compute alone: they need neither the built application nor a database. */
const PURE = new Set(["agreement", "corroborate", "splits"]);
/** Parts that ask a database alone. */
const DATABASE = new Set([
  "export",
  "twins",
  "queue",
  "pull",
  "marks",
  "boards",
  "formats",
  "releases",
  "import",
]);

/**
 * `npm run bench [-- PART …]`: measures on a PostgreSQL of its own (fsync on) and the built application, and prints one
 * JSON line a figure. It never fails for a slow figure: it prints.
 */
async function main() {
  ensure();
  const words = process.argv.slice(2);
  if (words.length > 0 && words.every((word) => PURE.has(word))) {
    process.exitCode = await runParts({});
    return;
  }
  const { startPostgres } = await import("./postgres.mjs");
  const { ensureAppLogin, ensureDatabase, withLogin } = await import("./installation.mjs");
  const { deployMigrations } = await import("../prisma/migrate.mjs");
  const distDir = process.env.NEXT_DIST_DIR ?? ".next-test";
  if (words.length === 0 || words.some((word) => !DATABASE.has(word))) await ensureBuild({ distDir });
  const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-bench-"));
  const server = await startPostgres(folder, { isDurable: true });
  try {
    const ownerUrl = await ensureDatabase(server, "bench_template");
    await deployMigrations(ownerUrl);
    const appUrl = withLogin(ownerUrl, await ensureAppLogin(ownerUrl, server.password));
    process.exitCode = await runParts({
      NEXT_DIST_DIR: distDir,
      AUTH_SECRET: "a secret of the benchmark alone",
      DATABASE_URL: appUrl,
      BENCH_APP_URL: appUrl,
      BENCH_SUPER_URL: server.url("bench_template"),
      DATA_DIR: folder,
    });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The parts in a child of their own; resolves with its exit code. */
function runParts(environment) {
  const file = path.join(ROOT, "bin", "bench", "main.mts");
  // What runs in this child has the young generation that `npm start` gives the application.
  const flags = ["--import", "tsx", "--conditions=react-server", "--expose-gc", "--max-semi-space-size=32"];
  const child = spawn(process.execPath, [...flags, file, ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: "silent", ...environment },
  });
  return new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}

main().catch(exitWith);
