import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { closeDb } from "@/lib/db";
import { startExport } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";

// One process of its own, so that its memory is the export's: exports a project `times` over and says how it went.
const [slug = "", userId = "", pseudonymKey = "", times = "1"] = process.argv.slice(2);
const actor = { userId, name: "Bench", isAdmin: false, sessionId: null };

async function run(
  onLine: (lines: number) => Promise<void> | void = () => undefined,
): Promise<{ seconds: number; bytes: number; sha256: string; lines: number }> {
  const hash = createHash("sha256");
  let [bytes, lines] = [0, 0];
  const started = performance.now();
  const exported = await startExport(actor, slug, exportFilter.parse({}), { pseudonymKey });
  for await (const line of exported.lines) {
    const piece = Buffer.from(line, "utf8");
    bytes += piece.length;
    lines += 1;
    hash.update(piece);
    const pause = onLine(lines);
    if (pause) await pause;
  }
  return { seconds: (performance.now() - started) / 1000, bytes, lines, sha256: hash.digest("hex") };
}

/** Collects what nothing holds, the memory of finished buffers too. */
async function collect(): Promise<void> {
  for (let time = 0; time < 3; time += 1) {
    globalThis.gc?.();
    await delay(100);
  }
}

/** Bytes that something holds: called after a collection. */
function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const warm = await startExport(actor, slug, exportFilter.parse({}), { pseudonymKey });
for (let line = 0; line < 40; line += 1) await warm.lines.next();
await warm.lines.return();
await collect();
// Resident memory of a process that has exported a little before and has nothing to do.
const idle = process.memoryUsage.rss();

const runs = [];
for (let time = 0; time < Number(times); time += 1) {
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const done = await run(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  });
  clearInterval(sampler);
  runs.push({ ...done, peak });
}

// What is resident is also what the engine has not collected yet and what it keeps for later. What an export holds is
// what is left when all else is collected in the middle of it, at the same number of places however many rows it has;
// compared with the same process after its runs, when their code is compiled.
await collect();
const heldIdle = held();
const every = Math.max(1, Math.floor((runs[0]?.lines ?? 0) / 40));
const samples: number[] = [];
await run(async (lines) => {
  if (lines % every !== 0) return;
  await collect();
  samples.push(held() - heldIdle);
});
await closeDb();
console.log(JSON.stringify({ idle, runs, held: samples }));
