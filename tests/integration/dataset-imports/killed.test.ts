import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { getDataset } from "@/lib/dataset-imports/queries";
import { closeDb, db } from "@/lib/db";
import { createDatabase } from "../../support/database";
import { commit, doccano, makePlace } from "./support";

const database = await createDatabase();
const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-killed-"));
afterAll(async () => {
  await closeDb();
  await rm(folder, { recursive: true, force: true });
});

const articles = 150;

/** The command in a process of its own, until it can be killed in the middle of its import. */
function startImport(slug: string, email: string, file: string) {
  const words = ["--project", slug, "--as", email, "--leave-unknown", file];
  const args = ["--import", "tsx", "--conditions=react-server", "bin/cli/import.mts", ...words];
  const env = { ...process.env, DATABASE_URL: database.url, DATABASE_URL_DIRECT: database.url };
  return spawn(process.execPath, args, { stdio: "ignore", env });
}

describe("a process that is killed", () => {
  it("in the middle of an import leaves nothing to be seen, and the batch is imported again without its file", async () => {
    const { slug, manager, user, project } = await makePlace();
    const file = path.join(folder, "many.jsonl");
    const line = (n: number) =>
      doccano(`Article ${n}: the mayor said that the bridge is safe and forty houses were flooded.`);
    await writeFile(file, Array.from({ length: articles }, (_, n) => line(n)).join(""));
    const child = startImport(slug, user.email, file);
    const ended = once(child, "close");
    const { id: batchId } = await expect
      .poll(
        () =>
          db().importBatch.findFirst({
            where: { projectId: project.id, state: "committing", progress: { done: { gt: 0 } } },
          }),
        { timeout: 60_000, interval: 20 },
      )
      .not.toBeNull()
      .then(() => db().importBatch.findFirstOrThrow({ where: { projectId: project.id } }));
    child.kill("SIGKILL");
    await ended;
    await expect
      .poll(() => db().$queryRaw`SELECT 1 FROM pg_locks WHERE "locktype" = 'advisory' AND "objsubid" = 2`, {
        timeout: 30_000,
      })
      .toEqual([]);
    expect(await db().article.count({ where: { projectId: project.id } })).toBe(0);
    expect(await db().layer.count({ where: { projectId: project.id } })).toBe(0);
    expect(await db().importRecord.count({ where: { batchId } })).toBe(articles);
    // As if a while had passed.
    await db().$executeRaw`
      UPDATE "ImportBatch" SET "report" = jsonb_set("report", '{startedAt}', to_jsonb('2025-01-01T00:00:00.000Z'::text)) WHERE "id" = ${batchId}::uuid`;
    expect(await getDataset(manager, slug, batchId)).toMatchObject({ state: "failed", isUnread: false });
    const labels = { PER: "leave-out", OPINION: "leave-out" };
    expect(await commit(manager, slug, batchId, { labels })).toMatchObject({ articles, layers: articles });
    expect(await db().article.count({ where: { projectId: project.id } })).toBe(articles);
  }, 150_000);
});
