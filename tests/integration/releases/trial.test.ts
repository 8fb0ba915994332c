import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { withdrawArticle } from "@/lib/redaction/commands";
import { optionFields, releaseQuery } from "@/lib/releases/schema";
import { runNextTrial } from "@/lib/releases/trial-in-thread";
import { cancelTrial, findTrial, getTrial, startTrial } from "@/lib/releases/trials";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeUser } from "../../support/factories";
import { makeManyArticles } from "../../support/releases";

const dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-trial-data-"));
process.env.DATA_DIR = dataDir;
await createDatabase();
afterAll(async () => {
  await closeDb();
  await rm(dataDir, { recursive: true, force: true });
});

// One that a test left waiting is not carried out in another's stead.
beforeEach(async () => {
  await db().releaseTrial.updateMany({ where: { state: "queued" }, data: { state: "cancelled" } });
});

const halves = releaseQuery.parse({ split: "true", ratio: "50:50" });

describe("a trial of a release", () => {
  it("says before anything is built how many independent groups there are, the sides, and what may be quoted", async () => {
    const { actor, slug } = await makeManyArticles(12);
    const both = releaseQuery.parse({ split: "true", ratio: "50:50", textFree: "true" });
    const asked = await startTrial(actor, slug, both);
    expect(asked).toMatchObject({ state: "queued", result: null });
    expect(await runNextTrial()).toBe(true);
    const told = await getTrial(actor, slug, asked.id);
    expect(told).toMatchObject({ state: "done", isStale: false });
    expect(told.result).toMatchObject({ articles: 12, refusal: null, hiddenArticles: 0 });
    expect(told.result?.split).toMatchObject({ groups: { all: 11, largest: 2 }, isClean: true });
    expect(told.result?.split?.joinedBy).toMatchObject({ text: 1, shared: 0 });
    expect(told.result?.textFree).toMatchObject({ articles: 12, limits: { share: 0.1, quote: 200 } });
    expect(await db().datasetRelease.count()).toBe(0);
    expect(await readdir(dataDir)).toEqual([]);
  }, 60_000);

  it("says why a split cannot stand and what to do instead, with the groups that there are", async () => {
    const { actor, slug } = await makeManyArticles(3);
    const { id } = await startTrial(actor, slug, releaseQuery.parse({ split: "true" }));
    await runNextTrial();
    const { result } = await getTrial(actor, slug, id);
    expect(result?.split).toBeNull();
    expect(result?.refusal).toMatchObject({
      code: "split-too-few-groups",
      message: expect.stringMatching(/3 sides need at least 6/),
      groups: 2,
    });
    expect(result?.refusal?.joinedBy).toMatchObject({ text: 1 });
  }, 60_000);

  it("is known for the same choices until the project changes, and for its asker alone", async () => {
    const { actor, slug, ids } = await makeManyArticles(6);
    const { id } = await startTrial(actor, slug, halves);
    await runNextTrial();
    const { projectId } = await db().releaseTrial.findUniqueOrThrow({ where: { id } });
    expect(await startTrial(actor, slug, { ...halves, formats: ["brat"] })).toMatchObject({
      ...{ id, state: "done" },
    });
    expect(await findTrial(actor, projectId, halves)).toMatchObject({ id });
    expect(await runNextTrial()).toBe(false);
    const second = actorFor(await makeMember({ id: projectId }, "manager"));
    expect(await findTrial(second, projectId, halves)).toBeNull();
    await expect(getTrial(second, slug, id)).rejects.toMatchObject({ status: 404 });
    await expect(cancelTrial(second, slug, id)).rejects.toMatchObject({ status: 404 });
    const reviewer = actorFor(await makeMember({ id: projectId }, "reviewer"));
    await expect(startTrial(reviewer, slug, halves)).rejects.toMatchObject({ status: 403 });
    await expect(startTrial(actor, slug, releaseQuery.parse({}))).rejects.toMatchObject({
      code: "nothing-to-try",
    });
    const admin = actorFor(await makeUser({ isAdmin: true }));
    await withdrawArticle(admin, { articleId: ids[2] ?? "", reason: "Taken back." });
    // What it told may hold words of the article: it is gone.
    expect(await db().releaseTrial.count({ where: { projectId } })).toBe(0);
    expect(await startTrial(actor, slug, halves)).toMatchObject({ state: "queued" });
  }, 60_000);

  it("ends when it is stopped, also in the midst of it, and another takes its asker's last one's place", async () => {
    const { actor, slug } = await makeManyArticles(6);
    const first = await startTrial(actor, slug, halves);
    const second = await startTrial(actor, slug, releaseQuery.parse({ split: "true", ratio: "60:40" }));
    expect(await getTrial(actor, slug, first.id)).toMatchObject({ state: "cancelled" });
    const running = runNextTrial();
    await expect.poll(async () => (await getTrial(actor, slug, second.id)).state).toBe("running");
    expect(await cancelTrial(actor, slug, second.id)).toMatchObject({ state: "cancelled" });
    expect(await running).toBe(true);
    expect(await getTrial(actor, slug, second.id)).toMatchObject({ state: "cancelled", result: null });
    expect(await startTrial(actor, slug, halves)).toMatchObject({ id: first.id, state: "queued" });
    expect((await readdir(tmpdir())).filter((name) => name.includes(second.id))).toEqual([]);
  }, 60_000);

  it("whose process ended is carried out by another, a few times", async () => {
    const { actor, slug } = await makeManyArticles(4);
    const { id } = await startTrial(actor, slug, halves);
    const lost = { state: "running", beatAt: new Date(Date.now() - 60_000) };
    await db().releaseTrial.update({ where: { id }, data: { ...lost, attempts: 1 } });
    expect(await runNextTrial()).toBe(true);
    expect(await getTrial(actor, slug, id)).toMatchObject({ state: "done" });
    await startTrial(actor, slug, halves, true);
    await db().releaseTrial.update({ where: { id }, data: { state: "running", beatAt: new Date() } });
    expect(await runNextTrial()).toBe(false);
  }, 60_000);

  it("sees what its asker sees, and not others' work on an article that they still annotate", async () => {
    const { actor, slug } = await makeManyArticles(6);
    const project = await db().project.findUniqueOrThrow({ where: { slug } });
    const article = await makeArticle(project, { text: "A text that is annotated now." });
    await makeLayer(article, { ownerId: actor.userId });
    const { id } = await startTrial(actor, slug, halves);
    await runNextTrial();
    expect((await getTrial(actor, slug, id)).result).toMatchObject({ articles: 7, hiddenArticles: 1 });
  }, 60_000);
});

it("choices of a split read back from an address as they were", () => {
  const chosen = releaseQuery.parse({
    ...{ split: "true", ratio: "80:20", apartShared: "true", countBoilerplate: "true", together: "cards" },
    ...{ allow: "one passage of an outlet\n\nanother one\n", allowReason: "A formula" },
  });
  expect(chosen.split).toMatchObject({
    joinShared: false,
    allowBoilerplate: false,
    allow: [
      { text: "one passage of an outlet", reason: "A formula" },
      { text: "another one", reason: "A formula" },
    ],
  });
  expect(releaseQuery.parse(optionFields(chosen))).toEqual(chosen);
});
