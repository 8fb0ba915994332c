import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { connect } from "../../prisma/migrate.mjs";

/** A fresh migrated database: `url` as the application, `ownerUrl` as the owner, `superUrl` past every right. */
export type TestDatabase = { name: string; url: string; ownerUrl: string; superUrl: string };

/**
 * Copies the template into a new database, makes it the one that `lib/db` of this file will open, and drops it when
 * the file ends. Call it at the top level of a test file: `const database = await createDatabase();`
 */
export async function createDatabase(): Promise<TestDatabase> {
  const cluster = inject("cluster");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const admin = await connect(withDatabase(cluster.ownerUrl, "postgres"));
  // The other way, file by file, first waits until all is on disk that every test wrote so far.
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${cluster.template} STRATEGY WAL_LOG`);
  await admin.end();
  const database = {
    name,
    url: withDatabase(cluster.appUrl, name),
    ownerUrl: withDatabase(cluster.ownerUrl, name),
    superUrl: withDatabase(cluster.superUrl, name),
  };
  process.env.DATABASE_URL = database.url;
  process.env.DATABASE_URL_DIRECT = database.url;
  process.env.AUTH_SECRET ??= randomBytes(32).toString("hex");
  process.env.NEXTAUTH_URL ??= "http://127.0.0.1:3000";
  process.env.LOG_LEVEL ??= "silent";
  afterAll(async () => {
    const closer = await connect(withDatabase(cluster.superUrl, "postgres"));
    await closer.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await closer.end();
  });
  return database;
}

function withDatabase(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.toString();
}
