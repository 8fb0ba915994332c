import { spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { importDataset } from "@/lib/dataset-imports/import-dataset";
import { closeDb, switchDatabase } from "@/lib/db";
import { startExport } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { actorFor, makeMember, makeProject } from "../../tests/support/factories";
import {
  type BenchDatabase,
  copyDatabase,
  dropDatabase,
  percentile,
  report,
  round,
  startServer,
} from "./context.mts";
import { makeWorld } from "./export.mts";
import { makeEditors, pacedSaves } from "./save.mts";

const SPANS = 50_000;
/** How long the editors save before the import begins (milliseconds). */
const WARM_MS = 5_000;

/** A file of 50,000 marks with their spans, as an export of another installation. */
async function writeFileOfMarks(folder: string): Promise<string> {
  const world = await makeWorld(SPANS);
  const exported = await startExport(actorFor({ id: world.managerId }), world.slug, exportFilter.parse({}));
  const lines: string[] = [];
  for await (const line of exported.lines) lines.push(line);
  await closeDb();
  await dropDatabase(world.database);
  const file = path.join(folder, "marks.jsonl");
  await writeFile(file, lines.join(""));
  return file;
}

function runImport(database: BenchDatabase, slug: string, email: string, file: string): Promise<number> {
  const args = [
    "--import",
    "tsx",
    "--conditions=react-server",
    "bin/cli/import.mts",
    "--project",
    slug,
    "--as",
    email,
    file,
  ];
  const env = { ...process.env, DATABASE_URL: database.url, DATABASE_URL_DIRECT: database.url };
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"], env });
  return new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}

/** Twenty editors at a person's pace while a file of 50,000 spans is imported into another project. */
export async function benchImportLoad(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-bench-import-"));
  const file = await writeFileOfMarks(folder);
  const database = await copyDatabase();
  const editors = await makeEditors(database, 600);
  const project = await makeProject();
  const manager = await makeMember(project, "manager");
  await closeDb();
  const server = await startServer(database);
  // The server has been running a while when somebody imports.
  let isWarm = false;
  setTimeout(() => {
    isWarm = true;
  }, WARM_MS);
  await pacedSaves(server.url, editors, () => isWarm);
  let isOver = false;
  const start = performance.now();
  const imported = runImport(database, project.slug, manager.email, file).finally(() => {
    isOver = true;
  });
  const samples = await pacedSaves(server.url, editors, () => isOver);
  const code = await imported;
  const seconds = (performance.now() - start) / 1000;
  await server.stop();
  report("save-during-import-50000", {
    p50Ms: round(percentile(samples, 0.5)),
    p95Ms: round(percentile(samples, 0.95)),
    p95TargetMs: 50,
    saves: samples.length,
    importSeconds: round(seconds),
    importExitCode: code,
  });
  await switchDatabase(database.url);
  await closeDb();
  await dropDatabase(database);
  await rm(folder, { recursive: true, force: true });
}

/** The dry run and the import of 50,000 marks with their spans, paced as they always are, with nothing beside them. */
export async function benchImport(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-bench-import-"));
  const file = await writeFileOfMarks(folder);
  const { size } = await stat(file);
  const database = await copyDatabase();
  await switchDatabase(database.url);
  const project = await makeProject();
  const manager = actorFor(await makeMember(project, "manager"));
  const begun = performance.now();
  let read = begun;
  const { outcome } = await importDataset(manager, project.slug, {
    label: "marks.jsonl",
    format: null,
    files: [{ name: "marks.jsonl", size, pieces: () => createReadStream(file) }],
    onRead: () => {
      read = performance.now();
    },
  });
  const ended = performance.now();
  report("import-50000", {
    megabytes: round(size / 1024 / 1024),
    marks: outcome?.annotations ?? 0,
    dryRunSeconds: round((read - begun) / 1000),
    importSeconds: round((ended - read) / 1000),
    seconds: round((ended - begun) / 1000),
    targetSeconds: 60,
  });
  await closeDb();
  await dropDatabase(database);
  await rm(folder, { recursive: true, force: true });
}
