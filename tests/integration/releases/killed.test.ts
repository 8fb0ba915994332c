import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { buildRelease, listDueReleases } from "@/lib/releases/build";
import { createRelease } from "@/lib/releases/commands";
import { openReleaseArchive, openReleaseFile } from "@/lib/releases/files";
import { getRelease } from "@/lib/releases/queries";
import { rebuildRelease } from "@/lib/releases/rebuild";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { sweepStorage } from "@/lib/releases/sweep";
import { verifyRelease } from "@/lib/releases/verify";
import { storage } from "@/lib/storage/storage";
import { createDatabase } from "../../support/database";
import { bytesOf, makeManyArticles, unpack } from "../../support/releases";

const dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-release-killed-"));
process.env.DATA_DIR = dataDir;
const database = await createDatabase();
const articles = 80;
const { actor, slug } = await makeManyArticles(articles);
afterAll(async () => {
  await closeDb();
  await rm(dataDir, { recursive: true, force: true });
});

const choices = { formats: "jsonl,brat,csv,huggingface,web-annotation", split: "true", ratio: "50:50" };

/** A process that builds what is due and nothing else, as a server's thread does. */
function startBuilder(id: string) {
  const words = ["--import", "tsx", "--conditions=react-server", "tests/support/build-release.mts", id];
  const env = {
    ...process.env,
    ...{ DATABASE_URL: database.url, DATABASE_URL_DIRECT: database.url, DATA_DIR: dataDir },
  };
  return spawn(process.execPath, words, { stdio: ["ignore", "ignore", "inherit"], env });
}

function stateOf(id: string) {
  return db().datasetRelease.findUniqueOrThrow({ where: { id }, omit: { inputs: true, report: true } });
}

/** Kills a process that builds a release as soon as a condition holds; nobody else's lock stands afterwards. */
async function killWhen(id: string, isTime: () => Promise<boolean>): Promise<void> {
  const child = startBuilder(id);
  const ended = once(child, "close");
  const state: { isOver: boolean } = { isOver: false };
  void ended.then(() => {
    state.isOver = true;
  });
  while (!state.isOver && !(await isTime())) await delay(2);
  child.kill("SIGKILL");
  await ended;
  await expect.poll(listDueReleases, { timeout: 30_000 }).toContain(id);
}

describe("a process that is killed", () => {
  it("while it writes a release leaves nothing that is given out; the next one makes the same bytes", async () => {
    const naming = releaseNaming.parse({ name: "Statements", version: "1.0.0" });
    const { id } = await createRelease(actor, slug, naming, releaseQuery.parse(choices));
    const served = () => openReleaseArchive(actor, slug, id).catch((error: { code?: string }) => error.code);

    await killWhen(id, async () => (await stateOf(id)).stage === "writing");
    const cut = await stateOf(id);
    expect(cut).toMatchObject({ state: "building", attempts: 1, files: 0, sha256: null });
    // What was read is kept; none of the files is named by anything yet.
    expect(cut.recordsSha256).not.toBeNull();
    expect(await db().releaseFile.count({ where: { releaseId: id } })).toBe(0);
    expect(await served()).toBe("release-not-done");

    // Once more, now when files lie half written beside.
    const drafts = async () => (await readdir(path.join(dataDir, "files", "drafts")).catch(() => [])).length;
    const before = await drafts();
    await killWhen(id, async () => (await drafts()) > before);
    expect(await stateOf(id)).toMatchObject({ state: "building", recordsSha256: cut.recordsSha256 });
    await expect(openReleaseFile(actor, slug, id, "manifest.json")).rejects.toMatchObject({
      code: "release-not-done",
    });

    expect(await buildRelease(id)).toBe(true);
    expect(await getRelease(actor, slug, id)).toMatchObject({ state: "done", articles });
    const archive = await bytesOf((await openReleaseArchive(actor, slug, id)).content);
    expect((await verifyRelease(unpack(archive))).problems).toEqual([]);
    // Nobody can tell from the bytes that it was cut off: they follow from what was recorded before.
    expect((await rebuildRelease(actor, slug, id)).differing).toEqual([]);
    // What the killed left behind is swept, and nothing of the release.
    expect((await sweepStorage(storage(), -1_000)).drafts).toBeGreaterThan(0);
    expect((await bytesOf((await openReleaseArchive(actor, slug, id)).content)).equals(archive)).toBe(true);
  }, 240_000);

  it("while it reads leaves nothing recorded, and the release is read anew", async () => {
    const naming = releaseNaming.parse({ name: "Statements", version: "2.0.0" });
    const { id } = await createRelease(actor, slug, naming, releaseQuery.parse({}));
    await killWhen(id, async () => (await stateOf(id)).stage === "reading");
    const cut = await stateOf(id);
    expect(cut.state).toBe("building");
    if (cut.recordsSha256 === null)
      expect(await db().releaseArticle.count({ where: { releaseId: id } })).toBe(0);
    expect(await buildRelease(id)).toBe(true);
    const archive = await bytesOf((await openReleaseArchive(actor, slug, id)).content);
    const verified = await verifyRelease(unpack(archive));
    expect(verified).toMatchObject({ problems: [], articles });
  }, 240_000);
});
