import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createPool, db } from "@/lib/db";
import { env } from "@/lib/env";
import { withdrawArticle } from "@/lib/redaction/commands";
import { buildRelease, SWEEP_LOCK } from "@/lib/releases/build";
import { createRelease, retryRelease } from "@/lib/releases/commands";
import { listDifferences } from "@/lib/releases/differences";
import { openReleaseArchive, openReleaseFile } from "@/lib/releases/files";
import { getRelease, listReleaseFiles } from "@/lib/releases/queries";
import { rebuildRelease } from "@/lib/releases/rebuild";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { emptyWithdrawn, sweepStorage } from "@/lib/releases/sweep";
import { verifyRelease } from "@/lib/releases/verify";
import { verifyAudit } from "@/lib/seals/queries";
import { localStorage } from "@/lib/storage/storage";
import { createDatabase } from "../../support/database";
import { actorFor, makeUser } from "../../support/factories";
import { bytesOf, makeManyArticles, makeRelease, unpack } from "../../support/releases";

const dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-withdrawn-files-"));
process.env.DATA_DIR = dataDir;
await createDatabase();
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const admin = actorFor(await makeUser({ isAdmin: true }));
const reason = "The agency took its text back.";
const gone = { status: 410, code: "article-withdrawn" };

/** Which of some words stand in any file of the data folder. */
async function filesWith(words: string): Promise<string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries)
    if (entry.isFile()) {
      const file = path.join(entry.parentPath, entry.name);
      if ((await readFile(file)).includes(words)) found.push(file);
    }
  return found;
}

describe("an article withdrawn for good", () => {
  it("takes the files of its releases with it; rows, hashes and manifest stay, and other releases are whole", async () => {
    const { actor, slug, texts, ids } = await makeManyArticles(6);
    const whole = await makeRelease(actor, slug, "1.0.0");
    const [articleId = "", ...others] = ids;
    const without = await makeRelease(actor, slug, "1.1.0", { ids: others.join(",") });
    expect((await filesWith(texts[0] ?? "?")).length).toBeGreaterThan(1);
    const files = (await listReleaseFiles(actor, slug, whole)).items;
    // The twin of the withdrawn article is another article with the very same words: it goes, too.
    await withdrawArticle(admin, { articleId, reason });
    expect(await emptyWithdrawn()).toBe(1);
    expect(await emptyWithdrawn()).toBe(0);
    const left = await filesWith(texts[0] ?? "?");
    const ofOther = await bytesOf((await openReleaseArchive(actor, slug, without)).content);
    expect((await verifyRelease(unpack(ofOther))).problems).toEqual([]);
    // What is left of those words is the other release's, which has them from the twin.
    const kept = (await listReleaseFiles(actor, slug, without)).items.map(({ sha256 }) => sha256);
    const records = await db().datasetRelease.findUniqueOrThrow({ where: { id: without } });
    kept.push(Buffer.from(records.recordsSha256 ?? []).toString("hex"));
    expect(left.every((file) => kept.includes(path.basename(file)))).toBe(true);
    const release = await getRelease(actor, slug, whole);
    expect(release).toMatchObject({ state: "done", closedBecause: expect.stringContaining("deleted") });
    expect(release.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await listReleaseFiles(actor, slug, whole)).items).toEqual(files);
    await expect(openReleaseArchive(actor, slug, whole)).rejects.toMatchObject(gone);
    await expect(openReleaseFile(actor, slug, whole, "notes.md")).rejects.toMatchObject(gone);
    await expect(rebuildRelease(actor, slug, whole)).rejects.toMatchObject(gone);
    await expect(listDifferences(actor, slug, { from: whole, to: without })).rejects.toMatchObject(gone);
    const manifest = await openReleaseFile(actor, slug, whole, "manifest.json");
    expect(manifest.sha256).toBe(release.sha256);
    expect((await bytesOf(manifest.content)).length).toBe(manifest.bytes);
    const events = await db().event.findMany({ where: { subjectId: whole, type: "release.emptied" } });
    expect(events).toHaveLength(1);
    expect((await verifyAudit()).problems).toEqual([]);
  });

  it("takes them when the storage was not there at the moment, as soon as it is back", async () => {
    const { actor, slug, ids, texts } = await makeManyArticles(4);
    const id = await makeRelease(actor, slug, "1.0.0");
    await withdrawArticle(admin, { articleId: ids[1] ?? "", reason });
    const store = localStorage(path.resolve(env().DATA_DIR, "files"));
    const away = { ...store, remove: () => Promise.reject(new Error("The disk is away.")) };
    await expect(emptyWithdrawn(away)).rejects.toThrow("The disk is away.");
    const row = await db().datasetRelease.findUniqueOrThrow({ where: { id } });
    expect(row.emptiedAt).toBeNull();
    await expect(openReleaseArchive(actor, slug, id)).rejects.toMatchObject(gone);
    expect((await filesWith(texts[1] ?? "?")).length).toBeGreaterThan(0);
    expect(await emptyWithdrawn()).toBe(1);
    expect(await filesWith(texts[1] ?? "?")).toEqual([]);
  });

  it("takes its title out of what a release tells, and a manifest that repeats it", async () => {
    const { actor, slug, ids, texts } = await makeManyArticles(8);
    const passage = texts[2] ?? "";
    const allow = [{ text: passage, reason: "A formula of the outlet." }];
    const options = releaseQuery.parse({ formats: "conll", split: "true", ratio: "50:50" });
    const chosen = { ...options, split: options.split && { ...options.split, allow } };
    const naming = releaseNaming.parse({ name: "Statements", version: "1.0.0" });
    const { id } = await createRelease(actor, slug, naming, chosen);
    await buildRelease(id);
    const stored = () => db().datasetRelease.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(await wordsOf(id))).toContain(passage);
    await withdrawArticle(admin, { articleId: ids[2] ?? "", reason });
    expect(JSON.stringify(await wordsOf(id))).not.toContain(passage);
    expect(JSON.stringify(await wordsOf(id))).not.toContain("Article 2");
    expect(await emptyWithdrawn()).toBe(1);
    expect(await filesWith(passage)).toEqual([]);
    await expect(openReleaseFile(actor, slug, id, "manifest.json")).rejects.toMatchObject(gone);
    expect((await stored()).sha256).not.toBeNull();
    // Nobody but that decision may touch them.
    await expect(db().datasetRelease.update({ where: { id }, data: { options: {} } })).rejects.toThrow();
    await expect(db().datasetRelease.update({ where: { id }, data: { emptiedAt: null } })).rejects.toThrow();
  });

  it("ends a release that was not built yet, whose records go with it", async () => {
    const { actor, slug, ids, texts } = await makeManyArticles(4);
    const id = await makeFailed(actor, slug);
    await withdrawArticle(admin, { articleId: ids[3] ?? "", reason });
    await retryRelease(actor, slug, id);
    await buildRelease(id);
    expect(await getRelease(actor, slug, id)).toMatchObject({
      state: "failed",
      failure: expect.stringContaining("withdrawn for good"),
    });
    expect(await emptyWithdrawn()).toBe(1);
    expect(await filesWith(texts[2] ?? "?")).toEqual([]);
  });
});

describe("the storage", () => {
  it("is swept of what no release names and nobody writes any more, and of nothing else", async () => {
    const { actor, slug } = await makeManyArticles(3);
    const id = await makeRelease(actor, slug, "1.0.0", { formats: "jsonl,csv" });
    const root = path.resolve(env().DATA_DIR, "files");
    const store = localStorage(root);
    const orphan = await store.put([`nobody's ${randomUUID()}`]);
    const draft = path.join(root, "drafts", randomUUID());
    await mkdir(draft, { recursive: true });
    await writeFile(path.join(draft, "0"), "half");
    expect(await sweepStorage()).toEqual({ contents: 0, drafts: 0 });
    expect(await store.has(orphan)).toBe(true);
    await utimes(draft, 0, 0);
    const swept = await sweepStorage(store, -1_000);
    expect(swept.contents).toBeGreaterThanOrEqual(1);
    expect(swept.drafts).toBe(1);
    expect(await store.has(orphan)).toBe(false);
    const archive = await bytesOf((await openReleaseArchive(actor, slug, id)).content);
    expect((await verifyRelease(unpack(archive))).problems).toEqual([]);
    expect((await rebuildRelease(actor, slug, id)).differing).toEqual([]);
  });

  it("is not swept while a release is built", async () => {
    const store = localStorage(path.resolve(env().DATA_DIR, "files"));
    const orphan = await store.put([`nobody's ${randomUUID()}`]);
    const pool = createPool(env().DATABASE_URL, 1);
    const builder = await pool.connect();
    await builder.query("SELECT pg_advisory_lock_shared($1, $2)", [...SWEEP_LOCK]);
    expect(await sweepStorage(store, -1_000)).toEqual({ contents: 0, drafts: 0 });
    expect(await store.has(orphan)).toBe(true);
    builder.release(true);
    await pool.end();
    await expect.poll(async () => (await sweepStorage(store, -1_000)).contents).toBe(1);
  });
});

/** Everything that stands in a release's row. */
async function wordsOf(id: string) {
  const { options, inputs, report } = await db().datasetRelease.findUniqueOrThrow({ where: { id } });
  return { options, inputs, report };
}

/** A release whose records were taken before its building failed. */
async function makeFailed(actor: Parameters<typeof createRelease>[0], slug: string): Promise<string> {
  const naming = releaseNaming.parse({ name: "Statements", version: "1.0.0" });
  const { id } = await createRelease(actor, slug, naming, releaseQuery.parse({ split: "true" }));
  await buildRelease(id);
  const row = await db().datasetRelease.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({ state: "failed", recordsSha256: expect.anything() });
  return id;
}
