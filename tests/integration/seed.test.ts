import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyPassword } from "@/lib/auth/password";
import { closeDb, db } from "@/lib/db";
import { settleReuse } from "@/lib/reuse/settle";
import { workOff } from "@/lib/standings/work";
import { ROOT } from "../../bin/ensure.mjs";
import { createDatabase } from "../support/database";

const database = await createDatabase();
let folder: string;
let loginsFile: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sourcebench-seed-"));
  loginsFile = path.join(folder, "demo-logins.json");
});
afterAll(async () => {
  await closeDb();
  await rm(folder, { recursive: true, force: true });
});

function seed(): Promise<{ code: number | null; output: string }> {
  const words = ["--import", "tsx", "--conditions=react-server", "prisma/seed.ts"];
  const child = spawn(process.execPath, words, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATABASE_URL: database.url,
      AUTH_SECRET: process.env.AUTH_SECRET,
      DEMO_LOGINS_FILE: loginsFile,
      LOG_LEVEL: "warn",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}

async function readCounts(): Promise<number[]> {
  const client = db();
  return Promise.all([
    client.user.count(),
    client.article.count(),
    client.annotation.count(),
    client.source.count(),
    client.sourceRating.count(),
    client.claimCard.count(),
    client.event.count(),
  ]);
}

describe("the demo project", () => {
  it("is put in once, however often the seed runs, and shows every stage of the work", async () => {
    expect(await seed()).toEqual({ code: 0, output: "" });
    const counts = await readCounts();
    expect(await seed()).toEqual({ code: 0, output: "" });
    expect(await readCounts()).toEqual(counts);
    expect((await stat(loginsFile)).mode & 0o777).toBe(0o600);
    const logins: { email: string; password: string }[] = JSON.parse(await readFile(loginsFile, "utf8"));
    const users = await db().user.findMany({ where: { isDemo: true } });
    expect(users.map((user) => user.email).sort()).toEqual(logins.map((login) => login.email).sort());
    const first = users.find((user) => user.email === logins[0]?.email);
    expect(await verifyPassword(logins[0]?.password ?? "", first?.passwordHash ?? null)).toBe(true);
    const states = await db().article.groupBy({ by: ["state"], _count: true, orderBy: { state: "asc" } });
    expect(states.map(({ state, _count }) => [state, _count])).toEqual([
      ["done", 5],
      ["open", 3],
      ["review", 2],
    ]);
    const waiting = await db().article.findMany({ where: { state: "review" } });
    expect(waiting.every((article) => (article.reviewConflicts ?? 0) > 0)).toBe(true);
    expect(await db().mention.count()).toBeGreaterThan(1);
    expect(await db().observation.count()).toBe(1);
    expect(await db().houseGrade.count()).toBe(1);
    expect(await db().dependency.count()).toBe(1);
    const manager = users.find((user) => user.email?.startsWith("manager"));
    const [round] = await db().ratingRound.findMany({ select: { id: true } });
    expect(await db().sourceRating.count({ where: { roundId: round?.id } })).toBeGreaterThan(5);
    expect(await db().sourceRating.count({ where: { roundId: round?.id, raterId: manager?.id } })).toBe(0);
    await settleReuse();
    expect(await db().reuseCluster.findMany({ orderBy: { passageCount: "desc" } })).toMatchObject([
      { passageCount: 3, hasUnknownDirection: false, isTranslated: true, contradictionCount: 0 },
      { passageCount: 2, hasLoss: true },
    ]);
    await workOff();
    expect(await db().cardStanding.findMany({ orderBy: { number: "asc" } })).toMatchObject([
      { mentions: 6, clusters: 5, high: 1 },
      { mentions: 3, roots: 2, low: 1, high: 2, unexaminedPairs: 0 },
      { denials: 1 },
    ]);
    expect(await db().article.count({ where: { publisherId: null } })).toBe(1);
  }, 240_000);
});
