import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { ensureAppLogin, ensureDatabase, withLogin } from "../../bin/installation.mjs";
import { startPostgres } from "../../bin/postgres.mjs";
import { isAlive, lockDataDir, readRecord, stopProcess } from "../../bin/processes.mjs";
import { deployMigrations } from "../../prisma/migrate.mjs";

const PREFIX = "sourcebench-test-";
const TEMPLATE = "sourcebench_template";

export type Cluster = { template: string; ownerUrl: string; appUrl: string; superUrl: string };

declare module "vitest" {
  interface ProvidedContext {
    /** Addresses of the migrated template database, as its owner, as the application and as superuser. */
    cluster: Cluster;
  }
}

type Running = { cluster: Cluster; stop: () => Promise<void> };

declare global {
  var sourcebenchTestCluster: { users: number; running: Promise<Running> } | undefined;
}

/** Starts one throw-away PostgreSQL for the whole run (projects share it) with a migrated template database. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.sourcebenchTestCluster ??= { users: 0, running: start() };
  const shared = globalThis.sourcebenchTestCluster;
  shared.users += 1;
  const running = await shared.running;
  project.provide("cluster", running.cluster);
  return async () => {
    shared.users -= 1;
    if (shared.users === 0) {
      globalThis.sourcebenchTestCluster = undefined;
      await running.stop();
    }
  };
}

async function start(): Promise<Running> {
  await sweep();
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  await lockDataDir(folder, "tests");
  // Who vacuums the template keeps others from copying it; no test lives long enough to need it.
  const server = await startPostgres(folder, {
    isDurable: false,
    settings: { autovacuum: "off", max_wal_size: "256MB" },
  });
  const ownerUrl = await ensureDatabase(server, TEMPLATE);
  await deployMigrations(ownerUrl);
  const appUrl = withLogin(ownerUrl, await ensureAppLogin(ownerUrl, server.password));
  return {
    cluster: { template: TEMPLATE, ownerUrl, appUrl, superUrl: server.url(TEMPLATE) },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Removes the clusters of runs that were killed; those of runs still going on are left alone. */
async function sweep(): Promise<void> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    const owner = readRecord(path.join(folder, "run.json"));
    if (!owner || isAlive(owner)) continue;
    const server = readRecord(path.join(folder, "postgres.json"));
    if (server) await stopProcess(server, "SIGINT", 2000);
    await rm(folder, { recursive: true, force: true });
  }
}
