import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { closeDb } from "@/lib/db";
import { dropDatabase, report, round } from "./context.mts";
import { makeWorld } from "./export.mts";

const SIZE = 50_000;
const MEGABYTE = 1024 * 1024;

/** What is built: the complete lines alone, what most readers take, and every format with the limits of a text-free variant apart. */
const choices = [
  { formats: "jsonl" },
  { formats: "jsonl,csv,huggingface" },
  { formats: "", textFree: "true" },
] as const;

const childReport = z.object({
  idle: z.number(),
  peak: z.number(),
  seconds: z.number(),
  bytes: z.number(),
  files: z.number(),
  annotations: z.number(),
  verifyPeak: z.number(),
  verifySeconds: z.number(),
  verifiedQuotes: z.number(),
  problems: z.number(),
});

/**
 * A release of 50,000 annotations (the corpus of `formats`) built and then verified, each in a process of its own:
 * seconds, the most memory over idle, and the bytes of its files.
 */
export async function benchReleases(): Promise<void> {
  const world = await makeWorld(SIZE);
  await closeDb();
  const file = path.join(import.meta.dirname, "releases-child.mts");
  for (const options of choices) {
    const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-bench-releases-"));
    const words = [world.slug, world.managerId, JSON.stringify(options)];
    const flags = ["--expose-gc", "--import", "tsx", "--conditions=react-server"];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, file, ...words], {
      env: { ...process.env, DATABASE_URL: world.database.url, DATA_DIR: folder },
      maxBuffer: MEGABYTE,
    });
    await rm(folder, { recursive: true, force: true });
    const said = childReport.parse(JSON.parse(stdout));
    report("releases", {
      ...options,
      annotations: said.annotations,
      seconds: round(said.seconds),
      megabytes: round(said.bytes / MEGABYTE),
      files: said.files,
      megabytesOverIdle: round((said.peak - said.idle) / MEGABYTE),
      memoryTarget: 64,
      verifySeconds: round(said.verifySeconds),
      verifyMegabytesOverIdle: round((said.verifyPeak - said.idle) / MEGABYTE),
      verifiedQuotes: said.verifiedQuotes,
      problems: said.problems,
    });
  }
  await dropDatabase(world.database);
}
