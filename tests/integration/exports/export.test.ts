import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { visibleLayerIds } from "@/lib/access";
import { db, pool } from "@/lib/db";
import { streamBytes } from "@/lib/exports/byte-stream";
import { exportArticles, previewExport, startExport } from "@/lib/exports/queries";
import { exportFilter, exportLayerKinds } from "@/lib/exports/schema";
import { readRecord } from "@/lib/formats/sourcebench-jsonl";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  makeArticle,
  makeBatch,
  makeLayer,
  makeMember,
  makeProject,
  makeUser,
} from "../../support/factories";
import { makeMark } from "../../support/marks";
import { makeRichProject } from "../../support/rich-project";

const dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-export-"));
process.env.DATA_DIR = dataDir;
await createDatabase();
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function recordsOf(actor: Actor, slug: string, filter: object = {}): Promise<ExportRecord[]> {
  const records: ExportRecord[] = [];
  for await (const line of exportArticles(actor, slug, exportFilter.parse(filter))) {
    const read = readRecord(line);
    if ("problem" in read) throw new Error(read.problem);
    records.push(read.record);
  }
  return records;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const everything = { layers: exportLayerKinds.join(","), unfinished: true };

describe("what an export shows", () => {
  it("is what the actor sees, row for row, over random work", async () => {
    const project = await makeProject({ annotatorsPerArticle: 2 });
    const manager = await makeMember(project, "manager");
    const admin = await makeUser({ isAdmin: true });
    const other = await makeMember(project, "annotator");
    const states = fc.constantFrom(
      "open" as const,
      "submitted" as const,
      "returned" as const,
      "closed" as const,
    );
    const shape = fc.record({
      own: fc.option(states, { nil: null }),
      others: states,
      final: fc.boolean(),
      gold: fc.boolean(),
      shared: fc.boolean(),
      isDone: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ own, others, final, gold, shared, isDone }) => {
        const article = await makeArticle(project);
        if (own) await makeLayer(article, { ownerId: manager.id, state: own });
        await makeLayer(article, { ownerId: other.id, state: others });
        if (final) await makeLayer(article, { kind: "adjudicated", state: "closed" });
        if (gold) await makeLayer(article, { kind: "gold", state: "closed" });
        if (shared) await makeLayer(article, { kind: "shared" });
        if (isDone) await db().article.update({ where: { id: article.id }, data: { state: "done" } });
        for (const user of [manager, admin]) {
          const actor = actorFor(user);
          const [record] = await recordsOf(actor, project.slug, { ...everything, ids: article.id });
          const exported = record?.layers.map((layer) => layer.id).toSorted();
          expect(exported).toEqual(await visibleLayerIds(actor, article.id));
        }
      }),
      { numRuns: 25 },
    );
  });

  it("says nothing of the review of an article that one still annotates", async () => {
    const rich = await makeRichProject();
    const own = await makeLayer(rich.articles[0], { ownerId: rich.manager.id });
    const [record] = await recordsOf(actorFor(rich.manager), rich.project.slug, everything);
    expect(record?.layers.map((layer) => layer.id)).toEqual([own.id]);
    expect(record?.review).toMatchObject({ agreement: null, conflicts: null, units: [] });
    expect(
      await db().layerView.count({ where: { userId: rich.manager.id, articleId: rich.articles[0].id } }),
    ).toBe(0);
  });

  it("counts as having looked at others' layers", async () => {
    const rich = await makeRichProject();
    const viewed = () =>
      db().layerView.findMany({ where: { userId: rich.manager.id }, select: { articleId: true } });
    await recordsOf(actorFor(rich.manager), rich.project.slug, { layers: "gold" });
    expect(await viewed()).toEqual([]);
    await recordsOf(actorFor(rich.manager), rich.project.slug);
    expect((await viewed()).length).toBe(2);
  });

  it("is for managers, and another's project does not exist", async () => {
    const project = await makeProject();
    const filter = exportFilter.parse({});
    for (const role of ["reviewer", "annotator", "viewer"] as const) {
      const member = await makeMember(project, role);
      await expect(startExport(actorFor(member), project.slug, filter)).rejects.toMatchObject({
        status: 403,
      });
      await expect(previewExport(actorFor(member), project.slug, filter)).rejects.toMatchObject({
        status: 403,
      });
    }
    const stranger = actorFor(await makeMember(await makeProject(), "manager"));
    const refused = { status: 404, code: "not-found" };
    await expect(startExport(stranger, project.slug, filter)).rejects.toMatchObject(refused);
    await expect(startExport(stranger, "no-such-project", filter)).rejects.toMatchObject(refused);
  });
});

describe("filters", () => {
  it("keep what is asked for, and the preview counts the same", async () => {
    const rich = await makeRichProject();
    const { slug } = rich.project;
    const actor = actorFor(rich.manager);
    await makeLayer(rich.articles[1], { state: "returned" });
    const today = new Date().toISOString().slice(0, 10);
    const filters = [
      {},
      { states: "done" },
      { states: ["open", "review"] },
      { layers: "adjudicated" },
      { layers: "" },
      { layers: "person", unfinished: "on" },
      { since: today, until: today },
      { until: "2020-01-01" },
      { ids: rich.articles[1].id },
    ];
    const sizes = [];
    for (const filter of filters) {
      const records = await recordsOf(actor, slug, filter);
      const layers = records.flatMap((record) => record.layers);
      const preview = await previewExport(actor, slug, exportFilter.parse(filter));
      expect(preview).toMatchObject({
        articles: records.length,
        layers: layers.length,
        annotations: layers.flatMap((layer) => layer.annotations).length,
        articlesWithoutLayer: records.filter((record) => record.layers.length === 0).length,
      });
      sizes.push([records.length, layers.length]);
    }
    expect(sizes).toEqual([
      [2, 4],
      [1, 3],
      [1, 1],
      [2, 1],
      [2, 0],
      [2, 4],
      [2, 4],
      [0, 0],
      [1, 1],
    ]);
    const preview = await previewExport(actor, slug, exportFilter.parse({}));
    expect(preview).toMatchObject({
      people: 4,
      unfinishedLayers: 1,
      nothingToMark: 1,
      notReviewed: 8,
      kindsNotMarked: [],
    });
  });

  it("refuse what they do not know", () => {
    expect(exportFilter.safeParse({ states: "finished" }).success).toBe(false);
    expect(exportFilter.safeParse({ layers: "person,ours" }).success).toBe(false);
    expect(exportFilter.safeParse({ since: "yesterday" }).success).toBe(false);
    expect(exportFilter.safeParse({ offsets: "bytes" }).success).toBe(false);
  });
});

describe("raw offsets", () => {
  it("give the original's text and places, and report a span that they cannot say", async () => {
    const { project, manager, article } = await makeRawArticle("\u0065\u0301tat \r\nde si\u0300ege 🙂\r\n");
    const layer = await makeLayer(article, { state: "submitted" });
    await makeMark(layer, article.text, "claim", { body: "de sìege" });
    const inexact: unknown[] = [];
    const exported = await startExport(
      actorFor(manager),
      project.slug,
      exportFilter.parse({ offsets: "raw" }),
      {
        onInexact: (one) => inexact.push(one),
      },
    );
    const [line = ""] = await collect(exported.lines);
    const read = readRecord(line);
    if ("problem" in read) throw new Error(read.problem);
    expect(read.record.offsets.text).toBe("raw");
    expect(read.record.articleVersion).toMatchObject({ text: article.rawText, rawText: null });
    expect(read.record.layers[0]?.annotations[0]?.spans).toEqual([
      { role: "body", start: 8, end: 17, quote: "de si\u0300ege", utf16Start: 8, utf16End: 17 },
    ]);
    expect(inexact).toEqual([]);
    // Two dots that NFC puts in another order: the first letter alone is not to be found in the original.
    const other = await makeRawArticle("a q\u0307\u0323 b");
    const mark = await makeLayer(other.article, { state: "submitted" });
    await makeMark(mark, other.article.text, "claim", { body: "a q" });
    const [record] = await recordsOf(actorFor(other.manager), other.project.slug, { offsets: "raw" });
    expect(record?.layers[0]?.annotations[0]?.spans).toEqual([
      { role: "body", start: 0, end: 5, quote: "a q\u0307\u0323", utf16Start: 0, utf16End: 5, exact: false },
    ]);
  });
});

/** An article whose original differs from its text, as an import would store it. */
async function makeRawArticle(rawText: string) {
  const { createArticles } = await import("@/lib/articles/create-articles");
  const { normaliseText } = await import("@/lib/text/normalise");
  const project = await makeProject();
  const manager = await makeMember(project, "manager");
  const batch = await makeBatch(project);
  const { text, map } = normaliseText(rawText);
  const target = { projectId: project.id, batchId: batch.id, actorId: manager.id, slots: 1 };
  const facts = {
    publisherId: null,
    credits: [],
    byline: null,
    url: null,
    publishedAt: null,
    publishedText: null,
  };
  const [made] = await db().$transaction((tx) =>
    createArticles(tx, target, [
      {
        ...facts,
        title: "Raw",
        language: "fr",
        originalLanguage: null,
        translated: "no",
        derivation: null,
        text,
        rawText,
        rawBytes: Buffer.from(rawText),
        offsetMap: map,
        extractor: "test",
        blocks: [{ kind: "body", start: 0, end: map.storedLength }],
      },
    ]),
  );
  if (!made) throw new Error("No article.");
  return {
    project,
    manager,
    article: { id: made.articleId, versionId: made.versionId, projectId: project.id, text, rawText },
  };
}

describe("streaming", () => {
  it("takes no more than is read, and gives its connection back when the reader leaves", async () => {
    const project = await makeProject({ annotatorsPerArticle: 1 });
    const manager = await makeMember(project, "manager");
    const batch = await makeBatch(project);
    for (let n = 0; n < 60; n += 1)
      await makeArticle(project, { text: "x".repeat(20_000), batchId: batch.id, slots: 0 });
    const busy = () => pool().totalCount - pool().idleCount;
    const before = busy();
    const exported = await startExport(actorFor(manager), project.slug, exportFilter.parse({}));
    const body = await streamBytes(exported.lines);
    const reader = body.getReader();
    await reader.read();
    await reader.read();
    expect(exported.counts.articles).toBeLessThan(10);
    expect(busy()).toBe(before + 1);
    await reader.cancel();
    expect(busy()).toBe(before);
    const event = await db().event.findFirstOrThrow({
      where: { projectId: project.id, type: "dataset.exported" },
    });
    expect(event.payload).toMatchObject({ isWhole: false });
  });

  it("ends a snapshot's export as it began, whatever comes in meanwhile", async () => {
    const project = await makeProject();
    const manager = await makeMember(project, "manager");
    for (let n = 0; n < 30; n += 1) await makeArticle(project, { slots: 0 });
    const exported = await startExport(actorFor(manager), project.slug, exportFilter.parse({}));
    await exported.lines.next();
    await makeArticle(project, { slots: 0 });
    let rest = 0;
    for await (const _line of exported.lines) rest += 1;
    expect(rest).toBe(29);
  });

  it("refuses more exports at once than the pool can bear", async () => {
    const project = await makeProject();
    const manager = await makeMember(project, "manager");
    await makeArticle(project);
    const open = () => startExport(actorFor(manager), project.slug, exportFilter.parse({}));
    const under = [];
    for (let n = 0; n < 4; n += 1) {
      const exported = await open();
      await exported.lines.next();
      under.push(exported);
    }
    await expect(open()).rejects.toMatchObject({ status: 429 });
    for (const exported of under) await exported.lines.return();
    const again = await open();
    expect(await collect(again.lines)).toHaveLength(1);
  });
});
