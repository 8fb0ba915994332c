import { setTimeout as delay } from "node:timers/promises";
import { closeDb } from "@/lib/db";
import { startFormatExport } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { formatNames } from "@/lib/formats/carries";
import { contentOf } from "@/lib/formats/conversion";
import { createLossLog } from "@/lib/formats/losses";

// One process of its own, so that its memory is the export's: exports a project in one format and says how it went.
const [slug = "", userId = "", name = ""] = process.argv.slice(2);
const format = formatNames.find((one) => one === name) ?? "jsonl";
const actor = { userId, name: "Bench", isAdmin: false, sessionId: null };

function start() {
  const context = { format, scheme: "iob2", lose: createLossLog().add } as const;
  return startFormatExport(actor, slug, exportFilter.parse({}), context);
}

/** Resident memory of a process that has exported a little before and has nothing to do. */
async function settle(): Promise<number> {
  const warm = await start();
  for (let piece = 0; piece < 40; piece += 1) if ((await warm.pieces.next()).done) break;
  await warm.pieces.return();
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
const started = performance.now();
const exported = await start();
let bytes = 0;
for await (const piece of exported.pieces) {
  bytes += Buffer.byteLength(contentOf(piece));
  peak = Math.max(peak, process.memoryUsage.rss());
}
const seconds = (performance.now() - started) / 1000;
clearInterval(sampler);
await closeDb();
console.log(JSON.stringify({ idle, peak, seconds, bytes, annotations: exported.counts.annotations }));
