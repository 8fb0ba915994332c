import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { closeDb, db } from "@/lib/db";
import { makePseudonyms } from "@/lib/exports/pseudonyms";
import { formatNames } from "@/lib/formats/carries";
import { dropDatabase, report, round } from "./context.mts";
import { copy, linesSql, makeWorld } from "./export.mts";

const SIZE = 50_000;
const MEGABYTE = 1024 * 1024;

const childReport = z.object({
  idle: z.number(),
  peak: z.number(),
  seconds: z.number(),
  bytes: z.number(),
  annotations: z.number(),
});

/**
 * 50,000 annotations with their spans (some 30 MB as complete lines, texts counted once) exported in every format that
 * is written, each in a process of its own: seconds, throughput, the most memory over idle, and the time beside that of
 * COPY sending the complete lines. `BENCH_FORMATS=brat,csv` measures those alone.
 */
export async function benchFormats(): Promise<void> {
  const world = await makeWorld(SIZE);
  const key = randomUUID();
  const { secret } = await db().installation.findFirstOrThrow();
  const { person } = makePseudonyms(secret, key);
  const sql = linesSql(world, key, new Map(world.people.map((id) => [id, person(id) ?? ""])));
  await closeDb();
  const copies = [await copy(world, sql), await copy(world, sql), await copy(world, sql)];
  const copySeconds = Math.min(...copies.map((run) => run.seconds));
  const lineMegabytes = (copies[0]?.bytes ?? 0) / MEGABYTE;
  const file = path.join(import.meta.dirname, "formats-child.mts");
  const named = process.env.BENCH_FORMATS?.split(",");
  for (const format of formatNames.filter((name) => !named || named.includes(name))) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        "--expose-gc",
        "--import",
        "tsx",
        "--conditions=react-server",
        file,
        world.slug,
        world.managerId,
        format,
      ],
      { env: { ...process.env, DATABASE_URL: world.database.url }, maxBuffer: MEGABYTE },
    );
    const { idle, peak, seconds, bytes, annotations } = childReport.parse(JSON.parse(stdout));
    report("formats", {
      format,
      annotations,
      seconds: round(seconds),
      target: format === "jsonl" ? 10 : null,
      megabytes: round(bytes / MEGABYTE),
      megabytesOfLinesASecond: round(lineMegabytes / seconds),
      megabytesOverIdle: round((peak - idle) / MEGABYTE),
      memoryTarget: 64,
      ratio: round(seconds / copySeconds),
      copySeconds: round(copySeconds),
    });
  }
  await dropDatabase(world.database);
}
