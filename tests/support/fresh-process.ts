import { vi } from "vitest";
import { closeDb } from "@/lib/db";

declare global {
  var sourcebenchTestEnvironment: NodeJS.ProcessEnv | undefined;
}

// Files follow one another in one process, which reads the modules once. Each begins as in a process of its own: with
// the environment as it was and without what the file before kept for the whole process.
vi.unstubAllEnvs();
globalThis.sourcebenchTestEnvironment ??= { ...process.env };
for (const name of Object.keys(process.env))
  if (!(name in globalThis.sourcebenchTestEnvironment)) delete process.env[name];
Object.assign(process.env, globalThis.sourcebenchTestEnvironment);

const feed = globalThis.sourcebenchFeed;
globalThis.sourcebenchFeed = undefined;
clearTimeout(feed?.timer);
await feed?.client?.end();
await globalThis.sourcebenchCardThread?.worker.terminate();
globalThis.sourcebenchCardThread = undefined;
globalThis.sourcebenchAfterCommit = undefined;
globalThis.sourcebenchAnnounce = undefined;
globalThis.sourcebenchRobots = undefined;
globalThis.sourcebenchStopping = undefined;
await closeDb();
globalThis.sourcebenchEnv = undefined;
for (const context of (await globalThis.sourcebenchTestBrowser)?.contexts() ?? []) await context.close();
