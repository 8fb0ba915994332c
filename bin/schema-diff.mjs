import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const FILTERS = { externalTables: [], externalEnums: [] };

/** Stands in for a database: the engine asks only for its version before it compares two schema files. */
const offlineAdapter = {
  provider: "postgres",
  adapterName: "offline",
  queryRaw: async () => ({
    columnNames: ["exists", "version", "numeric_version"],
    columnTypes: [5, 7, 0],
    rows: [[true, "PostgreSQL 15.0", 150000]],
  }),
  executeRaw: async () => 0,
  executeScript: async () => undefined,
  startTransaction: () => Promise.reject(new Error("comparing schemas touches no database")),
  getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
  dispose: async () => undefined,
};

/** A factory with which the engine compares schema files and reaches no database. */
export const offlineFactory = {
  provider: "postgres",
  adapterName: "offline",
  connect: async () => offlineAdapter,
  connectToShadowDb: async () => offlineAdapter,
};

let loading;

/** The engine's code is loaded once a process: its glue keeps views of one memory and would mix up two. */
function loadGlue() {
  loading ??= (async () => {
    const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
    const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    const bytes = await readFile(script.replace(/\.js$/, ".wasm"));
    const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return glue;
  })();
  return loading;
}

/**
 * Prisma's schema engine (WebAssembly) over an adapter factory.
 * @param {string} schema text of schema.prisma
 * @param {object} factory `offlineFactory`, or a PrismaPg for a real database
 */
export async function openSchemaEngine(schema, factory) {
  const glue = await loadGlue();
  const { bindMigrationAwareSqlAdapterFactory } = await import("@prisma/driver-adapter-utils");
  return glue.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/**
 * The SQL that turns a database of the schema `from` (null: an empty one) into one of the schema `to`.
 * Returns an empty string when they are the same; throws the engine's message when a schema is invalid.
 * @param {string | null} from
 * @param {string} to
 */
export async function diffSchemas(from, to) {
  const engine = await openSchemaEngine(to, offlineFactory);
  const asTarget = (content) => ({ tag: "schemaDatamodel", files: [{ path: "schema.prisma", content }] });
  const result = await engine.diff({
    from: from === null ? { tag: "empty" } : asTarget(from),
    to: asTarget(to),
    script: true,
    exitCode: true,
    filters: FILTERS,
  });
  engine.free();
  return result.exitCode === 0 ? "" : (result.stdout ?? "");
}
