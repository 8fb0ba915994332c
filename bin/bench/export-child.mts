import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { closeDb } from "@/lib/db";
import { startExport } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";

// One process of its own, so that its memory is the export's: exports a project `times` over and says how it went.
const [slug = "", userId = "", pseudonymKey = "", times = "1"] = process.argv.slice(2);
const actor = { userId, name: "Bench", isAdmin: false, sessionId: null };

async function run(): Promise<{ seconds: number; bytes: number; sha256: string; lines: number }> {
  const hash = createHash("sha256");
  let [bytes, lines] = [0, 0];
  const started = performance.now();
  const exported = await startExport(actor, slug, exportFilter.parse({}), { pseudonymKey });
  for await (const line of exported.lines) {
    const piece = Buffer.from(line, "utf8");
    bytes += piece.length;
    lines += 1;
    hash.update(piece);
  }
  return { seconds: (performance.now() - started) / 1000, bytes, lines, sha256: hash.digest("hex") };
}

/** Resident memory of a process that has exported a little before and has nothing to do. */
async function settle(): Promise<number> {
  const warm = await startExport(actor, slug, exportFilter.parse({}), { pseudonymKey });
  for (let line = 0; line < 40; line += 1) await warm.lines.next();
  await warm.lines.return();
  for (let time = 0; time < 3; time += 1) {
    globalThis.gc?.();
    await delay(100);
  }
  return process.memoryUsage().rss;
}

const idle = await settle();
let peak = idle;
const sampler = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 5);
const runs = [];
for (let time = 0; time < Number(times); time += 1) runs.push(await run());
clearInterval(sampler);
await closeDb();
console.log(JSON.stringify({ idle, peak, runs }));
