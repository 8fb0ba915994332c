import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { formatNames } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";
import { buildRelease, listDueReleases } from "@/lib/releases/build";
import { createRelease, retryRelease, withdrawRelease } from "@/lib/releases/commands";
import { listDifferences, streamDifferences } from "@/lib/releases/differences";
import { openReleaseArchive, openReleaseFile } from "@/lib/releases/files";
import { manifestSchema } from "@/lib/releases/manifest";
import { getRelease, listReleaseFiles, listReleases } from "@/lib/releases/queries";
import { rebuildRelease } from "@/lib/releases/rebuild";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { type PackedFile, verifyRelease } from "@/lib/releases/verify";
import { verifyAudit } from "@/lib/seals/queries";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import { pushInput } from "@/lib/suggestions/schema";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../../support/factories";
import { makeMark } from "../../support/marks";
import { bytesOf, makeManyArticles, makeRelease, unpack } from "../../support/releases";
import { makeRichProject } from "../../support/rich-project";

const dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-release-"));
process.env.DATA_DIR = dataDir;
await createDatabase();
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const writable = formatNames.filter((name) => formats[name].write);

describe("a release", () => {
  it("holds every format that writes, says what is in it, and verifies without a database", async () => {
    const rich = await makeRichProject();
    const { slug } = rich.project;
    const actor = actorFor(rich.manager);
    const id = await makeRelease(actor, slug, "1.0.0", { formats: writable, comments: true, ratings: true });
    const release = await getRelease(actor, slug, id);
    expect(release).toMatchObject({ state: "done", articles: 2, layers: 4, annotations: 11, failure: null });
    const { content, fileName } = await openReleaseArchive(actor, slug, id);
    expect(fileName).toBe(`${slug}-statements-1.0.0.tar`);
    const archive = await bytesOf(content);
    const verified = await verifyRelease(unpack(archive));
    expect(verified.problems).toEqual([]);
    expect(verified).toMatchObject({ files: release.files, articles: 2 });
    expect(verified.quotes).toBeGreaterThan(11);
    for (const name of writable) expect(verified.manifest?.losses[name]).toBeDefined();
    expect(verified.manifest?.losses.conll?.length).toBeGreaterThan(0);
    expect(archive.includes(rich.manager.name)).toBe(false);
    expect(archive.includes("@example")).toBe(false);
    expect((await verifyAudit(release.auditHead ?? undefined)).problems).toEqual([]);
    const manifest = await openReleaseFile(actor, slug, id, "manifest.json");
    expect(manifest.sha256).toBe(release.sha256);
    const parsed = manifestSchema.parse(JSON.parse((await bytesOf(manifest.content)).toString("utf8")));
    const listed = await listReleaseFiles(actor, slug, id);
    expect(listed.items.map((file) => file.path)).toEqual(
      [...parsed.files.map((file) => file.path), "manifest.json"].toSorted(),
    );
    expect((await listReleases(actor, slug)).items.map((row) => row.id)).toEqual([id]);
  });

  it("is the same bytes when it is built again after everything was edited", async () => {
    const rich = await makeRichProject();
    const { slug } = rich.project;
    const actor = actorFor(rich.manager);
    const id = await makeRelease(actor, slug, "1.0.0", { formats: writable });
    const before = await bytesOf((await openReleaseArchive(actor, slug, id)).content);
    await makeMark(rich.final, await firstText(rich.articles[0].id), "claim", { body: "The mayor" });
    await db().article.update({ where: { id: rich.articles[1].id }, data: { title: "Renamed" } });
    await db().project.update({ where: { id: rich.project.id }, data: { name: "Renamed" } });
    const again = await rebuildRelease(actor, slug, id);
    expect(again.differing).toEqual([]);
    expect(again.files).toBeGreaterThan(15);
    const after = await bytesOf((await openReleaseArchive(actor, slug, id)).content);
    expect(after.equals(before)).toBe(true);
  });

  it("splits with whole groups on one side, in files of their own, and the same each time", async () => {
    const { actor, slug } = await makeManyArticles(12);
    const choices = { formats: "jsonl,conll,huggingface", split: "true", ratio: "50:50", seed: "7" };
    const id = await makeRelease(actor, slug, "1.0.0", choices);
    const { report } = await getRelease(actor, slug, id);
    expect(report?.split).toMatchObject({ groups: { all: 11 }, articles: { dev: 0 }, isClean: true });
    expect((report?.split?.articles.train ?? 0) + (report?.split?.articles.test ?? 0)).toBe(12);
    const files = (await listReleaseFiles(actor, slug, id)).items;
    const bySplit = (split: string | null) =>
      files.filter((file) => file.split === split).map(({ path }) => path);
    expect(bySplit("train")).toEqual(["data/conll/train.conll", "data/jsonl/train.jsonl"]);
    expect(bySplit("test")).toEqual(["data/conll/test.conll", "data/jsonl/test.jsonl"]);
    expect(bySplit(null)).toContain("split.json");
    const verified = await verifyRelease(
      unpack(await bytesOf((await openReleaseArchive(actor, slug, id)).content)),
    );
    expect(verified).toMatchObject({ problems: [], articles: 12 });
    expect((await rebuildRelease(actor, slug, id)).differing).toEqual([]);
  });

  it("says why it cannot be split, and what to do instead", async () => {
    const { actor, slug } = await makeManyArticles(3);
    const naming = releaseNaming.parse({ name: "Statements", version: "1.0.0" });
    const { id } = await createRelease(actor, slug, naming, releaseQuery.parse({ split: "true" }));
    await buildRelease(id);
    expect(await getRelease(actor, slug, id)).toMatchObject({
      state: "failed",
      failure: expect.stringMatching(/3 articles are 2 independent groups.*3 sides need at least 6/),
    });
  });

  it("keeps texts in the house where they may not leave, in every file", async () => {
    const { actor, slug, texts } = await makeManyArticles(12);
    const id = await makeRelease(actor, slug, "1.0.0", {
      textFree: "true",
      formats: "jsonl,brat",
      split: "true",
      ratio: "50:50",
    });
    const files = (await listReleaseFiles(actor, slug, id)).items.map(({ path }) => path);
    expect(files.filter((path) => path.startsWith("data/"))).toEqual([
      "data/text-free/test.jsonl",
      "data/text-free/train.jsonl",
    ]);
    const archive = (await bytesOf((await openReleaseArchive(actor, slug, id)).content)).toString("utf8");
    for (const text of texts) expect(archive).not.toContain(text.slice(0, 60));
    const { report } = await getRelease(actor, slug, id);
    expect(report?.textFree).toMatchObject({ articles: 12, limits: { share: 0.1, quote: 200 } });
    expect(report?.textFree?.largestShare).toBeLessThanOrEqual(0.1);
    expect((await rebuildRelease(actor, slug, id)).differing).toEqual([]);
  });

  it("leaves out kinds that are not chosen, comments and unfinished layers", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const id = await makeRelease(actor, rich.project.slug, "1.0.0", { kinds: "claim", unfinished: "true" });
    const { content } = await openReleaseFile(actor, rich.project.slug, id, "data/jsonl/dataset.jsonl");
    const lines = (await bytesOf(content)).toString("utf8");
    expect(lines).not.toContain('"kind":"attribution"');
    expect(lines).not.toContain('"note"');
    expect(lines).not.toContain('"state":"open","annotator"');
    const verified = await verifyRelease(
      unpack(await bytesOf((await openReleaseArchive(actor, rich.project.slug, id)).content)),
    );
    expect(verified.problems).toEqual([]);
  });

  it("leaves out, where asked, what annotators took from a program as it was, and verifies", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const [layer] = rich.layers;
    const marks = await db().annotation.findMany({
      where: { layerId: layer.id, kind: "claim" },
      include: { spans: true },
    });
    const [taken] = marks;
    if (!taken) throw new Error("The layer has a claim.");
    const object = {
      ...{ type: "annotation", id: randomUUID(), kind: "claim" },
      ...{ attributes: taken.attributes, nestedInId: null },
      spans: taken.spans.map(({ role, start, end, quote }) => ({ role, start, end, quote })),
    };
    const who = { producer: "spotter", version: "1" };
    const push = pushInput.parse({ ...who, items: [{ versionId: layer.versionId, object }] });
    await receiveSuggestions(actor, rich.project.slug, push);
    const suggestion = await db().suggestion.findUniqueOrThrow({ where: { id: object.id } });
    // The rich project's marks are made straight in the tables, without the attributes' defaults.
    await db().annotation.update({
      where: { id: taken.id },
      data: { attributes: suggestion.attributes ?? {} },
    });
    await db().suggestionAnswer.create({
      data: {
        ...{ id: randomUUID(), layerId: layer.id, projectId: layer.projectId, ...who },
        ...{ suggestionId: object.id, annotationId: taken.id },
      },
    });
    const layers = "person";
    const all = await makeRelease(actor, rich.project.slug, "1.0.0", { layers });
    const less = await makeRelease(actor, rich.project.slug, "1.1.0", { layers, leavesUntouched: "true" });
    const linesOf = async (id: string) => {
      const { content } = await openReleaseFile(actor, rich.project.slug, id, "data/jsonl/dataset.jsonl");
      return (await bytesOf(content)).toString("utf8");
    };
    expect(await linesOf(all)).toContain('"verdict":"accepted"');
    const left = await linesOf(less);
    expect(left).not.toContain('"verdict":"accepted"');
    expect(left).not.toContain(taken.id);
    const archive = await bytesOf((await openReleaseArchive(actor, rich.project.slug, less)).content);
    expect((await verifyRelease(unpack(archive))).problems).toEqual([]);
  });

  it("says which file was changed, is missing or was put beside", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const id = await makeRelease(actor, rich.project.slug, "1.0.0");
    const archive = await bytesOf((await openReleaseArchive(actor, rich.project.slug, id)).content);
    async function* spoilt(): AsyncGenerator<PackedFile> {
      for await (const { path: name, content } of unpack(archive)) {
        const whole = await bytesOf(content);
        if (name === "notes.md") continue;
        const text = whole.toString("utf8").replace("The mayor said", "The mayor sang");
        yield { path: name, content: one(Buffer.from(name.startsWith("data/") ? text : whole)) };
      }
      yield { path: "extra.txt", content: one(Buffer.from("x")) };
    }
    const { problems } = await verifyRelease(spoilt());
    expect(problems).toContain("notes.md is missing");
    expect(problems).toContain("extra.txt is no part of the release");
    expect(problems).toContain("data/jsonl/dataset.jsonl is not what was released: its SHA-256 differs");
    expect(problems.some((problem) => problem.startsWith("data/jsonl/dataset.jsonl, line 1"))).toBe(true);
  });

  it("is never changed, neither its record nor its files, but may be withdrawn once", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const { slug } = rich.project;
    const id = await makeRelease(actor, slug, "1.0.0");
    const row = { where: { id } };
    await expect(db().datasetRelease.update({ ...row, data: { name: "Other" } })).rejects.toThrow();
    await expect(db().datasetRelease.update({ ...row, data: { articles: 7 } })).rejects.toThrow();
    await expect(db().datasetRelease.update({ ...row, data: { state: "queued" } })).rejects.toThrow();
    await expect(db().datasetRelease.delete(row)).rejects.toThrow();
    await expect(db().releaseFile.deleteMany({ where: { releaseId: id } })).rejects.toThrow();
    await expect(retryRelease(actor, slug, id)).rejects.toMatchObject({ code: "release-not-failed" });
    await withdrawRelease(actor, slug, id, "A text may not be passed on.");
    await expect(withdrawRelease(actor, slug, id, "Again")).rejects.toMatchObject({ status: 409 });
    expect(await getRelease(actor, slug, id)).toMatchObject({ isWithdrawn: true, closedBecause: null });
    await openReleaseArchive(actor, slug, id);
  });

  it("has a version of its own that is greater than those before it, or says why", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const { slug } = rich.project;
    const ask = (version: string, versionReason = "") =>
      createRelease(
        actor,
        slug,
        releaseNaming.parse({ name: "Statements", version, versionReason }),
        releaseQuery.parse({}),
      );
    await makeRelease(actor, slug, "1.2.0");
    await expect(ask("1.2.0")).rejects.toMatchObject({ code: "release-version-taken" });
    await expect(ask("1.10.0-rc.1")).resolves.toMatchObject({ version: "1.10.0-rc.1" });
    await expect(ask("1.3.0")).rejects.toMatchObject({ code: "version-not-greater" });
    await expect(ask("1.1.1", "Mends the line before.")).resolves.toMatchObject({ version: "1.1.1" });
    const both = await Promise.allSettled([ask("2.0.0"), ask("2.0.0")]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("is begun anew after its process ended, and built by one process at a time", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const { slug } = rich.project;
    const naming = releaseNaming.parse({ name: "Statements", version: "1.0.0" });
    const { id } = await createRelease(actor, slug, naming, releaseQuery.parse({}));
    // As a server leaves it that is killed while it builds.
    await db().datasetRelease.update({
      where: { id },
      data: { state: "building", attempts: 1, stage: "writing" },
    });
    expect(await listDueReleases()).toContain(id);
    const built = await Promise.all([buildRelease(id), buildRelease(id)]);
    expect(built.toSorted()).toEqual([false, true]);
    expect(await getRelease(actor, slug, id)).toMatchObject({ state: "done" });
    expect(await listDueReleases()).not.toContain(id);
    expect(await readdir(path.join(dataDir, "files", "drafts"))).toEqual([]);
  });

  it("that fails says so, gives its version back and can be tried again", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const { slug } = rich.project;
    const naming = releaseNaming.parse({ name: "Statements", version: "1.0.0" });
    const { id } = await createRelease(actor, slug, naming, releaseQuery.parse({}));
    await db().datasetRelease.update({ where: { id }, data: { state: "building", attempts: 3 } });
    await buildRelease(id);
    expect(await getRelease(actor, slug, id)).toMatchObject({
      state: "failed",
      failure: expect.stringContaining("ended 3 times"),
    });
    await expect(openReleaseArchive(actor, slug, id)).rejects.toMatchObject({ code: "release-not-done" });
    await retryRelease(actor, slug, id);
    await buildRelease(id);
    expect(await getRelease(actor, slug, id)).toMatchObject({ state: "done", failure: null });
  });

  it("stays closed to who still annotates one of its articles, and marks who took it", async () => {
    const rich = await makeRichProject();
    const { slug } = rich.project;
    const id = await makeRelease(actorFor(rich.manager), slug, "1.0.0");
    const second = await makeMember(rich.project, "manager");
    const own = await makeLayer(rich.articles[1], { ownerId: second.id });
    const refused = { status: 403, code: "unsubmitted-work" };
    await expect(openReleaseArchive(actorFor(second), slug, id)).rejects.toMatchObject(refused);
    await expect(openReleaseFile(actorFor(second), slug, id, "agreement.json")).rejects.toMatchObject(
      refused,
    );
    await expect(listDifferences(actorFor(second), slug, { from: id, to: id })).rejects.toMatchObject(
      refused,
    );
    expect(await getRelease(actorFor(second), slug, id)).toMatchObject({ inputs: null, report: null });
    await db().layer.update({ where: { id: own.id }, data: { state: "submitted" } });
    await openReleaseArchive(actorFor(second), slug, id);
    expect(await db().layerView.count({ where: { userId: second.id } })).toBe(2);
    const elsewhere = await makeMember(await makeProject(), "manager");
    await expect(openReleaseArchive(actorFor(elsewhere), slug, id)).rejects.toMatchObject({ status: 404 });
    const other = await makeProject({ members: [{ userId: rich.manager.id, role: "manager" }] });
    await expect(getRelease(actorFor(rich.manager), other.slug, id)).rejects.toMatchObject({ status: 404 });
    for (const role of ["reviewer", "annotator", "viewer"] as const) {
      const member = await makeMember(rich.project, role);
      await expect(getRelease(actorFor(member), slug, id)).rejects.toMatchObject({ status: 403 });
    }
  });

  it("with grades is closed to who has not given their own of the same source yet", async () => {
    const rich = await makeRichProject();
    const { slug, id: projectId } = rich.project;
    const actor = actorFor(rich.manager);
    const sourceId =
      (await db().article.findUniqueOrThrow({ where: { id: rich.articles[0].id } })).publisherId ?? "";
    await db().sourceUse.createMany({ data: [{ projectId, sourceId }], skipDuplicates: true });
    const rating = { sourceId, scheme: "admiralty-reliability", schemeVersion: "STANAG-2511", grade: "B" };
    const rate = (raterId: string) =>
      db().sourceRating.create({
        data: { ...rating, raterId, role: "publisher", rationale: "Checked.", sawOthers: false },
      });
    await rate(rich.manager.id);
    const id = await makeRelease(actor, slug, "1.0.0", { ratings: true, cards: true });
    const second = await makeMember(rich.project, "manager");
    await expect(openReleaseArchive(actorFor(second), slug, id)).rejects.toMatchObject({ code: "ungraded" });
    await rate(second.id);
    await openReleaseArchive(actorFor(second), slug, id);
  });

  it("that holds an article withdrawn since is closed to all", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const { slug } = rich.project;
    const id = await makeRelease(actor, slug, "1.0.0");
    await db().article.update({ where: { id: rich.articles[1].id }, data: { withdrawnAt: new Date() } });
    await expect(openReleaseArchive(actor, slug, id)).rejects.toMatchObject({ code: "article-withdrawn" });
  });

  it("differs from another by the articles, marks and fields that were changed, and by nothing else", async () => {
    const rich = await makeRichProject();
    const actor = actorFor(rich.manager);
    const { slug } = rich.project;
    const from = await makeRelease(actor, slug, "1.0.0");
    const same = await makeRelease(actor, slug, "1.0.1");
    expect((await listDifferences(actor, slug, { from, to: same })).page.items).toEqual([]);
    const text = await firstText(rich.articles[0].id);
    const added = await makeMark(rich.final, text, "claim", { body: "Forty houses" });
    await makeArticle(rich.project, { title: "Third" });
    await db().article.update({ where: { id: rich.articles[0].id }, data: { byline: "A. Writer" } });
    const to = await makeRelease(actor, slug, "1.1.0");
    const { page } = await listDifferences(actor, slug, { from, to });
    expect(page.items.map(({ title, change }) => [title, change])).toEqual([
      [expect.any(String), "changed"],
      ["Third", "in"],
    ]);
    expect(page.items[0]?.fields).toEqual([
      {
        field: "byline",
        before: expect.toSatisfy((was) => was === null || typeof was === "string"),
        after: "A. Writer",
      },
    ]);
    expect(page.items[0]?.objects).toEqual([
      { change: "added", id: added, kind: "claim", layer: rich.final.id, quote: "Forty houses", fields: [] },
    ]);
    const streamed = await streamDifferences(actor, slug, { from: to, to: from });
    let json = "";
    for await (const piece of streamed.pieces) json += piece;
    expect(JSON.parse(json)).toMatchObject({
      from: { version: "1.1.0" },
      articles: [{ change: "changed" }, { change: "out", title: "Third" }],
      totals: {
        articles: { in: 0, out: 1, changed: 1 },
        marksAndLinks: { added: 0, removed: 1, changed: 0 },
      },
    });
  });
});

async function* one(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}

async function firstText(articleId: string): Promise<string> {
  const { text } = await db().articleVersion.findFirstOrThrow({ where: { articleId } });
  return text;
}
