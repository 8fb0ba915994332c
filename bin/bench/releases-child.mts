import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { closeDb, db } from "@/lib/db";
import { buildRelease } from "@/lib/releases/build";
import { createRelease } from "@/lib/releases/commands";
import { listAllFiles } from "@/lib/releases/files";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { verifyRelease } from "@/lib/releases/verify";
import { storage } from "@/lib/storage/storage";

// One process of its own, so that its memory is the release's: builds one, verifies it, and says how both went.
const [slug = "", userId = "", chosen = "{}"] = process.argv.slice(2);
const actor = { userId, name: "Bench", isAdmin: false, sessionId: null };
const options = releaseQuery.parse(JSON.parse(chosen));

async function build(ids: string | null): Promise<string> {
  const naming = releaseNaming.parse({ name: randomUUID(), version: "1.0.0" });
  const some = ids === null ? options : { ...options, filter: { ...options.filter, ids: [ids] } };
  const { id } = await createRelease(actor, slug, naming, some);
  await buildRelease(id);
  return id;
}

async function* filesOf(releaseId: string) {
  for await (const { path, ...stored } of listAllFiles(releaseId))
    yield { path, content: await storage().open(stored) };
}

/** Resident memory of a process that has built a little before and has nothing to do. */
async function settle(): Promise<number> {
  const { id } = await db().article.findFirstOrThrow({ select: { id: true } });
  await verifyRelease(filesOf(await build(id)));
  for (let time = 0; time < 3; time += 1) {
    globalThis.gc?.();
    await delay(100);
  }
  return process.memoryUsage.rss();
}

const idle = await settle();
let peak = idle;
const sampler = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
const started = performance.now();
const id = await build(null);
const seconds = (performance.now() - started) / 1000;
const builtPeak = peak;
peak = idle;
globalThis.gc?.();
const verifying = performance.now();
const verified = await verifyRelease(filesOf(id));
const verifySeconds = (performance.now() - verifying) / 1000;
clearInterval(sampler);
const release = await db().datasetRelease.findUniqueOrThrow({ where: { id } });
if (release.state !== "done") throw new Error(release.failure ?? "The release was not built.");
await closeDb();
console.log(
  JSON.stringify({
    ...{ idle, peak: builtPeak, seconds, bytes: Number(release.bytes), files: release.files },
    ...{ annotations: release.annotations, verifyPeak: peak, verifySeconds },
    ...{ verifiedQuotes: verified.quotes, problems: verified.problems.length },
  }),
);
