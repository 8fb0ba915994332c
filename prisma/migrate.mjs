import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ClearError, exitWith, isMain } from "../bin/clear-error.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const MIGRATIONS = path.join(HERE, "migrations");
const SCHEMA = path.join(HERE, "schema.prisma");
const SNAPSHOT = "schema.snapshot.prisma";
const OLDEST_SERVER = 150000;
// Not the engine's own lock (72707369): `prisma migrate deploy` may run while this one is held.
const LOCK_KEY = 7270736901;

/** The table as the schema engine makes it, so that `prisma migrate deploy` reads the same rows. */
const ROWS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/**
 * The migrations of a folder, oldest first, each with its script and the checksum Prisma stores.
 * @param {string} [folder]
 */
export async function listMigrations(folder = MIGRATIONS) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(path.join(folder, name, "migration.sql"), "utf8");
      return { name, script, checksum: createHash("sha256").update(script).digest("hex") };
    }),
  );
}

/**
 * Refuses, with one clear line, a server that is too old or not UTF-8.
 * @param {import("pg").Client} client
 */
export async function checkServer(client) {
  const { rows } = await client.query(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding, current_database() AS name",
  );
  const { version, encoding, name } = rows[0];
  if (version < OLDEST_SERVER)
    throw new ClearError(
      `PostgreSQL ${Math.floor(version / 10000)} is too old: Sourcebench needs version 15 or newer.`,
    );
  if (encoding !== "UTF8")
    throw new ClearError(
      `Database "${name}" is encoded as ${encoding}: make one with CREATE DATABASE ${name}_utf8 TEMPLATE template0 ENCODING 'UTF8' and put its name into DATABASE_URL.`,
    );
}

async function checkExtensions(client, migrations) {
  const text = migrations.map((migration) => migration.script).join("\n");
  const found = text.matchAll(/CREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([a-z0-9_-]+)"?/gi);
  const wanted = [...new Set([...found].map((match) => match[1]))];
  const { rows } = await client.query(
    "SELECT w AS name FROM unnest($1::text[]) w WHERE NOT EXISTS (SELECT 1 FROM pg_available_extensions a WHERE a.name = w)",
    [wanted],
  );
  if (rows.length > 0)
    throw new ClearError(
      `The PostgreSQL server lacks the extension ${rows.map((row) => row.name).join(", ")}: install its contrib package and start again.`,
    );
}

/**
 * Waits until no other start migrates this database, for two minutes at most; held until the connection ends.
 * @param {import("pg").Client} client
 */
export async function takeMigrationLock(client) {
  await client.query("SET lock_timeout = '120s'");
  await client.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
  await client.query("SET lock_timeout = 0");
}

async function createRowsTable(client) {
  try {
    await client.query(ROWS_TABLE);
  } catch (error) {
    throw new ClearError(
      `The role of DATABASE_URL may not make tables here (${error.message}): let it own the database, with ALTER DATABASE name OWNER TO role.`,
    );
  }
}

async function readApplied(client) {
  const { rows } = await client.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  );
  const failed = rows.find((row) => !row.finished);
  if (failed)
    throw new ClearError(
      `Migration ${failed.name} failed half-way under another tool: mend the database, then run \`npx prisma migrate resolve --rolled-back ${failed.name}\` or delete its row from _prisma_migrations.`,
    );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

/** Script and row commit together, so that a kill in between leaves the database before or after, never half. */
async function apply(client, migration) {
  await client.query("BEGIN");
  try {
    await client.query(migration.script);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    const line = error.position ? migration.script.slice(0, Number(error.position)).split("\n").length : "?";
    throw new ClearError(
      `Migration ${migration.name} failed at line ${line}: ${error.message}. Nothing of it was kept.`,
    );
  }
}

/**
 * Brings the database at `url` (its owner's login) up to the newest migration and returns the names applied now;
 * a second call applies none, and two calls at once wait for each other. Throws a ClearError when the server is
 * unreachable, too old, not UTF-8 or lacks an extension, or when a migration was edited or fails.
 * @param {string} url
 * @param {{ folder?: string }} [options]
 * @returns {Promise<string[]>}
 */
export async function deployMigrations(url, options = {}) {
  const migrations = await listMigrations(options.folder);
  const client = await connect(url);
  try {
    await checkServer(client);
    await takeMigrationLock(client);
    if (!(await client.query(`SELECT to_regclass('"_prisma_migrations"') AS t`)).rows[0].t)
      await createRowsTable(client);
    const applied = await readApplied(client);
    const edited = migrations.find((m) => applied.has(m.name) && applied.get(m.name) !== m.checksum);
    if (edited)
      throw new ClearError(
        `Migration ${edited.name} was edited after it was applied: restore the file and write a new migration instead.`,
      );
    const pending = migrations.filter((migration) => !applied.has(migration.name));
    if (pending.length > 0) await checkExtensions(client, pending);
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Opens one connection, or throws a ClearError that names the server but never the password.
 * @param {string} url
 */
export async function connect(url) {
  const { default: pg } = await import("pg");
  const place = describeUrl(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    const reason = error.errors?.[0]?.message ?? error.message;
    throw new ClearError(`PostgreSQL at ${place} cannot be used (${reason}): start it or mend DATABASE_URL.`);
  }
  return client;
}

function describeUrl(url) {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || "localhost"}:${port || 5432}${pathname}`;
  } catch {
    throw new ClearError(
      "DATABASE_URL is not a URL: write it as postgresql://user:password@host:5432/database.",
    );
  }
}

async function readNewestSnapshot() {
  const newest = (await listMigrations()).at(-1);
  return newest ? readFile(path.join(MIGRATIONS, newest.name, SNAPSHOT), "utf8") : null;
}

/** True when the newest migration's snapshot and schema.prisma describe the same database. */
export async function isSchemaMigrated() {
  const { diffSchemas } = await import("../bin/schema-diff.mjs");
  return (await diffSchemas(await readNewestSnapshot(), await readFile(SCHEMA, "utf8"))) === "";
}

/**
 * Writes the migration that leads from the newest snapshot to schema.prisma, touches no database, and returns its
 * folder. `isEmpty` makes a blank one for SQL that Prisma cannot say.
 * @param {string} name
 * @param {boolean} [isEmpty]
 */
export async function createMigration(name, isEmpty = false) {
  if (!/^[a-z0-9_]+$/.test(name)) throw new ClearError("A migration's name is made of a–z, 0–9 and _.");
  const { diffSchemas } = await import("../bin/schema-diff.mjs");
  const schema = await readFile(SCHEMA, "utf8");
  const sql = await diffSchemas(await readNewestSnapshot(), schema);
  if (sql === "" && !isEmpty)
    throw new ClearError(
      "schema.prisma has not changed since the newest migration; add --empty for one of hand-written SQL.",
    );
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(MIGRATIONS, `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "migration.sql"), sql);
  await writeFile(path.join(folder, SNAPSHOT), schema);
  await writeFile(path.join(MIGRATIONS, "migration_lock.toml"), 'provider = "postgresql"\n');
  return folder;
}

async function main([command, ...rest]) {
  if (command === "new" && rest[0]) {
    const folder = await createMigration(rest[0], rest.includes("--empty"));
    return console.log(`${path.relative(process.cwd(), folder)}/migration.sql`);
  }
  if (command === "check") {
    if (!(await isSchemaMigrated()))
      throw new ClearError(
        "schema.prisma differs from the newest migration: run `npm run migrate new <name>`.",
      );
    return console.log("The migrations lead to schema.prisma.");
  }
  if (command === "deploy") {
    const url = process.env.DATABASE_URL_DIRECT ?? process.env.DATABASE_URL;
    if (!url) throw new ClearError("Set DATABASE_URL to the database's owner, or run `npm start`.");
    const applied = await deployMigrations(url);
    return console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "Nothing to apply.");
  }
  throw new ClearError("Usage: npm run migrate new <name> [--empty] | deploy | check");
}

if (await isMain(import.meta)) await main(process.argv.slice(2)).catch(exitWith);
