import { afterAll, describe, expect, it } from "vitest";
import { beginDatasetCommit, runDatasetCommit } from "@/lib/dataset-imports/commit";
import { getDataset } from "@/lib/dataset-imports/queries";
import { closeDb, db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import type { Actor } from "@/lib/policy";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeProject } from "../../support/factories";
import { makeRichProject } from "../../support/rich-project";
import { commit, doccano, dryRun, makePlace, planOf, story } from "./support";

await createDatabase();
afterAll(closeDb);

async function linesOf(actor: Actor, slug: string): Promise<string> {
  let lines = "";
  for await (const line of exportArticles(actor, slug, exportFilter.parse({}))) lines += line;
  return lines;
}

describe("the mapping", () => {
  it("makes marks of labels as somebody decided, and remembers it for the project and format", async () => {
    const { slug, manager, project } = await makePlace();
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": doccano() });
    await expect(commit(manager, slug, batchId)).rejects.toMatchObject({
      code: "labels-open",
      details: { labels: ["OPINION", "PER"] },
    });
    const labels = { PER: "attribution:source", OPINION: "claim/kind=assessment" };
    expect(await commit(manager, slug, batchId, { labels })).toMatchObject({
      articles: 1,
      layers: 1,
      annotations: 3,
    });
    const marks = await db().annotation.findMany({
      where: { projectId: project.id },
      include: { spans: true, layer: { include: { identity: true } } },
    });
    const said = marks.map(({ kind, attributes, spans }) => [
      kind,
      attributes,
      spans[0]?.role,
      spans[0]?.quote,
    ]);
    expect(said).toEqual(
      expect.arrayContaining([
        ["claim", {}, "body", "the bridge is safe."],
        ["attribution", {}, "source", "mayor"],
        ["claim", { kind: "assessment" }, "body", "Forty houses were flooded"],
      ]),
    );
    expect(marks[0]?.layer).toMatchObject({ kind: "imported", ownerId: null, identity: { name: "ada" } });
    const again = await dryRun(manager, slug, { "b.jsonl": doccano(`${story} Again.`) });
    expect(again.report.labels).toEqual([
      { label: "OPINION", spans: 1, proposed: "claim/kind=assessment" },
      { label: "PER", spans: 1, proposed: "attribution:source" },
    ]);
    const elsewhere = await makePlace();
    const other = await dryRun(elsewhere.manager, elsewhere.slug, { "a.jsonl": doccano() });
    expect(other.report.labels.every(({ proposed }) => proposed === null)).toBe(true);
  });

  it("asks about labels that are named like what every object has, and takes what is said of them", async () => {
    const { slug, manager, project } = await makePlace();
    const file = doccano().replace('"PER"', '"constructor"').replace('"OPINION"', '"toString"');
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": file });
    await expect(commit(manager, slug, batchId, { labels: { toString: "claim" } })).rejects.toMatchObject({
      code: "labels-open",
      details: { labels: ["constructor"] },
    });
    await commit(manager, slug, batchId, {
      labels: { constructor: "attribution:source", toString: "claim" },
    });
    expect(await db().annotation.count({ where: { projectId: project.id } })).toBe(3);
  });

  it("leaves spans out where their label is to be left out", async () => {
    const { slug, manager, project } = await makePlace();
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": doccano() });
    await commit(manager, slug, batchId, { labels: { PER: "leave-out", OPINION: "leave-out" } });
    expect(await db().annotation.count({ where: { projectId: project.id } })).toBe(1);
  });
});

describe("an article that is here already", () => {
  it("is asked about; its layers are attached or left out", async () => {
    const { slug, manager, project } = await makePlace();
    const here = await makeArticle(project, { text: story, title: "Ours" });
    const labels = { PER: "leave-out", OPINION: "leave-out" };
    const { batchId, report } = await dryRun(manager, slug, { "a.jsonl": doccano() });
    expect(report.counts).toMatchObject({ articlesHere: 1, layersHere: 0 });
    await expect(commit(manager, slug, batchId, { labels })).rejects.toMatchObject({ code: "present-open" });
    const files = {
      "b.jsonl":
        doccano(story, "ben") + doccano("Another text, long enough for all of the three spans that it has."),
    };
    const both = await dryRun(manager, slug, files);
    expect(await commit(manager, slug, both.batchId, { labels, present: "skip" })).toMatchObject({
      articles: 1,
      attached: 0,
      skipped: 1,
      layers: 1,
    });
    expect(await commit(manager, slug, batchId, { labels, present: "attach" })).toMatchObject({
      articles: 0,
      attached: 1,
    });
    expect(await db().layer.count({ where: { articleId: here.id } })).toBe(1);
  });

  it("of our own export gets nothing twice", async () => {
    const rich = await makeRichProject();
    const manager = actorFor(rich.manager);
    const { slug } = rich.project;
    const content = await linesOf(manager, slug);
    const before = await db().layer.count({ where: { projectId: rich.project.id } });
    const { batchId, report } = await dryRun(manager, slug, { "all.jsonl": content });
    expect(report.counts).toMatchObject({ articlesHere: 2, layers: 4, layersHere: 4 });
    await expect(commit(manager, slug, batchId)).rejects.toMatchObject({ code: "nothing-to-import" });
    expect(await db().layer.count({ where: { projectId: rich.project.id } })).toBe(before);
  });

  it("that came in after the dry run keeps all out until somebody says what is to be done", async () => {
    const { slug, manager, project } = await makePlace();
    const labels = { PER: "leave-out", OPINION: "leave-out" };
    const { batchId } = await dryRun(manager, slug, {
      "a.jsonl": `${doccano("A first text of its own that is as long as the other one is there.")}${doccano()}`,
    });
    await beginDatasetCommit(manager, slug, batchId, planOf({ labels }));
    await makeArticle(project, { text: story });
    await expect(runDatasetCommit(manager, slug, batchId)).rejects.toMatchObject({
      code: "texts-came-meanwhile",
    });
    expect(await db().article.count({ where: { projectId: project.id } })).toBe(1);
    const failed = await getDataset(manager, slug, batchId);
    expect(failed).toMatchObject({
      state: "failed",
      isUnread: false,
      report: { counts: { articlesHere: 1 } },
    });
    expect(await commit(manager, slug, batchId, { labels, present: "attach" })).toMatchObject({
      articles: 1,
      attached: 1,
    });
  });
});

describe("all or nothing", () => {
  it("agrees to broken places before it leaves them out", async () => {
    const { slug, manager } = await makePlace();
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": `${doccano()}{"text":\n` }, "doccano");
    const labels = { PER: "leave-out", OPINION: "leave-out" };
    await expect(commit(manager, slug, batchId, { labels })).rejects.toMatchObject({ code: "faults-open" });
    expect(await commit(manager, slug, batchId, { labels, leavesBad: true })).toMatchObject({ articles: 1 });
  });

  it("is done once, however many confirm at once", async () => {
    const { slug, manager, project } = await makePlace();
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": doccano() });
    const plan = { labels: { PER: "leave-out", OPINION: "leave-out" } };
    const ends = await Promise.allSettled([1, 2, 3, 4].map(() => commit(manager, slug, batchId, plan)));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const end of ends)
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "batch-not-open" });
    expect(await db().article.count({ where: { projectId: project.id } })).toBe(1);
    expect(await db().importRecord.count({ where: { batchId } })).toBe(0);
  });

  it("a process that died while importing or reading leaves nothing, and says so", async () => {
    const { slug, manager, project } = await makePlace();
    const { batchId } = await dryRun(manager, slug, { "a.jsonl": doccano() });
    const plan = { labels: { PER: "leave-out", OPINION: "leave-out" } };
    await beginDatasetCommit(manager, slug, batchId, planOf(plan));
    const old = new Date(Date.now() - 60_000).toISOString();
    await db()
      .$executeRaw`UPDATE "ImportBatch" SET "report" = jsonb_set("report", '{startedAt}', to_jsonb(${old}::text)) WHERE "id" = ${batchId}::uuid`;
    expect(await getDataset(manager, slug, batchId)).toMatchObject({
      state: "failed",
      isUnread: false,
      failure: expect.stringMatching(/in the middle of this import/),
    });
    expect(await commit(manager, slug, batchId, plan)).toMatchObject({ articles: 1 });
    const unread = await db().importBatch.create({
      data: {
        ...{ projectId: project.id, kind: "annotations", state: "reading", label: "x", total: 40 },
        ...{ createdById: manager.userId, report: { format: "brat", startedAt: old } },
      },
    });
    expect(await getDataset(manager, slug, unread.id)).toMatchObject({
      state: "failed",
      isUnread: true,
      failure: expect.stringMatching(/while it read/),
    });
  });

  it("names the file and line that the database refuses", async () => {
    const { slug, manager, project } = await makePlace();
    const target = await makeProject({ members: [{ userId: manager.userId, role: "manager" }] });
    const source = await makeArticle(project, { text: story });
    const lines = await linesOf(manager, slug);
    const { batchId } = await dryRun(manager, target.slug, { "a.jsonl": lines });
    const staged = await db().importRecord.findFirstOrThrow({ where: { batchId } });
    // As if something had damaged what was staged.
    const content = staged.content.replaceAll("bridge", "brigde");
    await db().importRecord.deleteMany({ where: { batchId } });
    await db().importRecord.create({ data: { ...staged, content } });
    await expect(commit(manager, target.slug, batchId)).rejects.toMatchObject({
      code: "bad-record",
      message: expect.stringMatching(/a\.jsonl, line 1: .*sha256/),
    });
    expect(source.id).not.toBe("");
    expect(await db().article.count({ where: { projectId: target.id } })).toBe(0);
  });
});
