import { defineConfig } from "prisma/config";

// Every CLI command wants the schema engine, a binary that is downloaded; generate, validate and format
// never run it, and prisma/migrate.mjs uses the same engine compiled to WebAssembly. `migrate` and `db` do
// run it: with a stand-in they would say nothing, do nothing and report success.
const runsEngine = process.argv.some((word) => word === "migrate" || word === "db");
if (!runsEngine) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= "/bin/true";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations", seed: "tsx --conditions=react-server prisma/seed.ts" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
