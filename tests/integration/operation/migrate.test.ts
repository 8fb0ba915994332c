import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../../bin/ensure.mjs";
import { openSchemaEngine } from "../../../bin/schema-diff.mjs";
import { connect, deployMigrations, isSchemaMigrated, listMigrations } from "../../../prisma/migrate.mjs";
import { createDatabase } from "../../support/database";

const database = await createDatabase();
let folder = "";

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name));
  await writeFile(path.join(folder, name, "migration.sql"), sql);
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = await connect(database.superUrl);
  return client
    .query(sql)
    .then((result) => result.rows)
    .finally(() => client.end());
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sourcebench-migrations-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the project's migrations", () => {
  it("lead to schema.prisma", async () => {
    expect(await isSchemaMigrated()).toBe(true);
  });

  it("are applied once", async () => {
    expect(await deployMigrations(database.ownerUrl)).toEqual([]);
  });

  it("count as applied, unedited and unfailed for Prisma's own engine", async () => {
    const schema = await readFile(path.join(ROOT, "prisma", "schema.prisma"), "utf8");
    const engine = await openSchemaEngine(schema, new PrismaPg({ connectionString: database.ownerUrl }));
    const migrations = await listMigrations();
    const migrationsList = {
      baseDir: path.join(ROOT, "prisma", "migrations"),
      lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
      shadowDbInitScript: "",
      migrationDirectories: migrations.map(({ name, script }) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: script } },
      })),
    };
    const filters = { externalTables: [], externalEnums: [] };
    const history = await engine.diagnoseMigrationHistory({
      migrationsList,
      filters,
      optInToShadowDatabase: false,
    });
    expect(history).toMatchObject({ editedMigrationNames: [], failedMigrationNames: [], history: null });
    const result = await engine.applyMigrations({ migrationsList, filters });
    expect(result.appliedMigrationNames).toEqual([]);
  });
});

describe("deployMigrations", () => {
  it("keeps nothing of a migration that fails, names its line, and goes on once it is mended", async () => {
    await addMigration("1_body", "CREATE FUNCTION op_one() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;\n");
    await addMigration("2_half", "CREATE TABLE op_half (id int);\nSELECT nonsense;\n");
    await expect(deployMigrations(database.ownerUrl, { folder })).rejects.toThrow(
      /2_half failed at line 2: .*nonsense/,
    );
    expect(await query("SELECT op_one() AS one, to_regclass('op_half') AS half")).toEqual([
      { one: 1, half: null },
    ]);
    await writeFile(path.join(folder, "2_half", "migration.sql"), "CREATE TABLE op_half (id int);\n");
    expect(await deployMigrations(database.ownerUrl, { folder })).toEqual(["2_half"]);
  });

  it("lets two starts at once apply each migration once", async () => {
    await addMigration("3_twice", "CREATE TABLE op_twice (id int); SELECT pg_sleep(0.1);\n");
    const both = [1, 2, 3].map(() => deployMigrations(database.ownerUrl, { folder }));
    expect((await Promise.all(both)).flat()).toEqual(["3_twice"]);
  });

  it("names an extension that the server lacks", async () => {
    await addMigration("4_extension", 'CREATE EXTENSION IF NOT EXISTS "no_such_extension";\n');
    await expect(deployMigrations(database.ownerUrl, { folder })).rejects.toThrow(/no_such_extension/);
    await rm(path.join(folder, "4_extension"), { recursive: true });
  });

  it("refuses a migration that was edited after it was applied", async () => {
    await writeFile(path.join(folder, "3_twice", "migration.sql"), "CREATE TABLE op_other (id int);\n");
    await expect(deployMigrations(database.ownerUrl, { folder })).rejects.toThrow(/3_twice was edited/);
  });

  it("refuses a database that is not UTF-8", async () => {
    await query(
      "CREATE DATABASE op_ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'",
    );
    const url = new URL(database.superUrl);
    url.pathname = "/op_ascii";
    await expect(deployMigrations(url.toString())).rejects.toThrow(/encoded as SQL_ASCII.*ENCODING 'UTF8'/);
    await query("DROP DATABASE op_ascii");
  });

  it("says in one line which server cannot be reached, without the password", async () => {
    const attempt = deployMigrations("postgresql://someone:hidden@127.0.0.1:1/nothing");
    await expect(attempt).rejects.toThrow(/^PostgreSQL at 127\.0\.0\.1:1\/nothing cannot be used/);
    await expect(attempt).rejects.not.toThrow(/hidden/);
  });
});
