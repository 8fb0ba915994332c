import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { factsInput } from "@/lib/articles/facts-schema";
import { getArticle } from "@/lib/articles/get-article";
import { listArticleFilters, listArticles } from "@/lib/articles/list-articles";
import { articleFilter } from "@/lib/articles/list-schema";
import { updateArticleFacts } from "@/lib/articles/update-facts";
import { db } from "@/lib/db";
import { listHistory } from "@/lib/history/queries";
import type { Actor } from "@/lib/policy";
import { createDatabase } from "../support/database";
import {
  actorFor,
  makeArticle,
  makeBatch,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../support/factories";

await createDatabase();
const stranger = actorFor(await makeUser());

async function titles(actor: Actor, slug: string, filter: Record<string, string>): Promise<string[]> {
  const page = await listArticles(actor, slug, articleFilter.parse(filter));
  return page.items.map((item) => item.title);
}

describe("the list of articles", () => {
  it("finds by title, by text and by facts, and takes % and _ as they are", async () => {
    const project = await makeProject();
    const actor = actorFor(await makeMember(project, "viewer"));
    const publisher = await makeSource();
    const batchId = (await makeBatch(project)).id;
    await makeArticle(project, { title: "Ärger am Hafen", text: "Der Kai ist zu.", language: "de" });
    await makeArticle(project, { title: "100 % wet", text: "Rain_fall.", publisherId: publisher.id });
    await makeArticle(project, {
      title: "Quiet",
      text: "A kai-side café reopened.",
      batchId,
      translated: "machine",
    });
    await makeArticle(await makeProject(), { title: "Elsewhere", text: "kai kai kai" });
    const { slug } = project;
    expect(await titles(actor, slug, {})).toEqual(["Quiet", "100 % wet", "Ärger am Hafen"]);
    expect(await titles(actor, slug, { q: "kai" })).toEqual(["Quiet", "Ärger am Hafen"]);
    expect(await titles(actor, slug, { q: "ÄRGER" })).toEqual(["Ärger am Hafen"]);
    expect(await titles(actor, slug, { q: "%" })).toEqual(["100 % wet"]);
    expect(await titles(actor, slug, { q: "n_f" })).toEqual(["100 % wet"]);
    expect(await titles(actor, slug, { q: "cafe\u0301 reopened" })).toEqual(["Quiet"]);
    expect(await titles(actor, slug, { language: "de" })).toEqual(["Ärger am Hafen"]);
    expect(await titles(actor, slug, { publisher: publisher.id })).toEqual(["100 % wet"]);
    expect(await titles(actor, slug, { publisher: "unknown" })).toEqual(["Quiet", "Ärger am Hafen"]);
    expect(await titles(actor, slug, { translated: "machine" })).toEqual(["Quiet"]);
    expect(await titles(actor, slug, { batch: batchId })).toEqual(["Quiet"]);
    const options = await listArticleFilters(actor, slug);
    expect(options.languages).toEqual(["de", "en"]);
    expect(options.publishers).toEqual([{ id: publisher.id, name: publisher.name }]);
    expect(options.batches).toHaveLength(3);
  });

  it("says how far each is, and how many handed in only to managers and reviewers", async () => {
    const project = await makeProject({ annotatorsPerArticle: 2 });
    await makeArticle(project, { title: "open" });
    await makeLayer(await makeArticle(project, { title: "in-work" }), { state: "submitted" });
    for (const [title, state] of [
      ["waiting", "review"],
      ["in-review", "reviewing"],
      ["done", "done"],
    ] as const) {
      const article = await makeArticle(project, { title });
      await db().article.update({ where: { id: article.id }, data: { state } });
    }
    const { slug } = project;
    for (const role of ["manager", "reviewer", "annotator", "viewer"] as const) {
      const actor = actorFor(await makeMember(project, role));
      const { items } = await listArticles(actor, slug, {});
      expect(items.map((item) => item.stage)).toEqual(["done", "in-review", "waiting", "in-work", "open"]);
      const mayCount = role === "manager" || role === "reviewer";
      expect(items[3]?.progress).toEqual(mayCount ? { submitted: 1, wanted: 2 } : null);
      for (const stage of ["open", "in-work", "waiting", "in-review", "done"])
        expect(await titles(actor, slug, { stage })).toEqual([stage]);
    }
    await expect(listArticles(stranger, slug, {})).rejects.toMatchObject({ status: 404 });
    await expect(listArticleFilters(stranger, slug)).rejects.toMatchObject({ status: 404 });
  });

  it("goes through pages without a gap and back", async () => {
    const project = await makeProject();
    const batchId = (await makeBatch(project)).id;
    const actor = actorFor(await makeMember(project, "viewer"));
    for (let number = 0; number < 52; number += 1) await makeArticle(project, { batchId, slots: 0 });
    const first = await listArticles(actor, project.slug, {});
    const second = await listArticles(actor, project.slug, { cursor: first.next ?? undefined });
    expect(first.items).toHaveLength(50);
    expect(second.items).toHaveLength(2);
    expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(52);
    const back = await listArticles(actor, project.slug, { cursor: second.previous ?? undefined });
    expect(back.items).toEqual(first.items);
  });
});

describe("an article's page", () => {
  it("shows a blind reader one's own work alone, whatever the role", async () => {
    const project = await makeProject({ annotatorsPerArticle: 2 });
    const { slug } = project;
    const article = await makeArticle(project);
    const other = await makeLayer(article, { state: "submitted" });
    const manager = await makeMember(project, "manager");
    const path = { slug, articleId: article.id };
    const before = await getArticle(actorFor(manager), path);
    expect(before.layers.map((layer) => layer.id)).toEqual([other.id]);
    expect(before.slots).toHaveLength(2);
    const own = await makeLayer(article, { ownerId: manager.id });
    const blind = await getArticle(actorFor(manager), path);
    expect(blind).toMatchObject({ isBlind: true, stage: "in-work" });
    expect(blind.layers.map((layer) => layer.id)).toEqual([own.id]);
    expect(blind.slots).toHaveLength(1);
    const viewer = await getArticle(actorFor(await makeMember(project, "viewer")), path);
    expect(viewer).toMatchObject({ slots: [], layers: [], canPrepare: false });
  });

  it("hides annotators' names from reviewers where the project says so", async () => {
    const project = await makeProject();
    await db().project.update({ where: { id: project.id }, data: { hideNames: true } });
    const article = await makeArticle(project);
    await makeLayer(article, { state: "submitted" });
    const path = { slug: project.slug, articleId: article.id };
    const seen = await getArticle(actorFor(await makeMember(project, "reviewer")), path);
    expect(seen.slots[0]?.person).toBe("Annotator A");
    expect(seen.layers[0]?.owner).toBe("Annotator A");
    const manager = await getArticle(actorFor(await makeMember(project, "manager")), path);
    expect(manager.slots[0]?.person).toMatch(/^Person/);
  });

  it("is not found for strangers, under another project's address, and for ids that are none", async () => {
    const project = await makeProject();
    const article = await makeArticle(project);
    const elsewhere = await makeProject();
    const user = await makeMember(project, "viewer");
    await makeMember(elsewhere, "viewer", { userId: user.id });
    const wrong = [
      { actor: stranger, slug: project.slug, articleId: article.id },
      { actor: actorFor(user), slug: elsewhere.slug, articleId: article.id },
      { actor: actorFor(user), slug: project.slug, articleId: randomUUID() },
      { actor: actorFor(user), slug: project.slug, articleId: "nonsense" },
    ];
    for (const { actor, ...path } of wrong)
      await expect(getArticle(actor, path)).rejects.toMatchObject({ status: 404 });
  });
});

describe("the facts of an article", () => {
  function formOf(articleId: string, revision: number, change: Record<string, unknown> = {}) {
    return factsInput.parse({ articleId, revision, title: "Title", translated: "no", ...change });
  }

  it("are corrected with an event that says what changed; a time without a zone gets none", async () => {
    const project = await makeProject();
    const reviewer = actorFor(await makeMember(project, "reviewer"));
    const publisher = await makeSource({ name: "The Harbour Post" });
    const article = await makeArticle(project, { title: "Old" });
    const input = formOf(article.id, 1, {
      title: "New",
      publisher: "the harbour post",
      credits: "Northern Wire\n\n Northern Wire \nJ. Doe",
      published: "2026-03-01T08:30",
      language: "uk",
    });
    expect(await updateArticleFacts(reviewer, input)).toEqual({ revision: 2 });
    const row = await db().article.findUniqueOrThrow({
      where: { id: article.id },
      include: { credits: { orderBy: { name: "asc" } } },
    });
    expect(row).toMatchObject({
      title: "New",
      publisherId: publisher.id,
      publishedAt: null,
      publishedText: "2026-03-01T08:30",
      language: "uk",
    });
    expect(row.credits.map((credit) => credit.name)).toEqual(["J. Doe", "Northern Wire"]);
    const event = await db().event.findFirst({
      where: { articleId: article.id, type: "article.facts-changed" },
    });
    expect(event?.payload).toMatchObject({ changes: { title: { from: "Old", to: "New" } } });
    await updateArticleFacts(reviewer, formOf(article.id, 2, { published: "2026-03-01T08:30+02:00" }));
    const later = await db().article.findUniqueOrThrow({ where: { id: article.id } });
    expect(later.publishedAt?.toISOString()).toBe("2026-03-01T06:30:00.000Z");
    expect(later).toMatchObject({ publisherId: null, publishedText: null });
  });

  it("refuse a stale revision, an unknown publisher, an origin elsewhere, and roles that may not", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    const article = await makeArticle(project, { title: "Kept" });
    const foreign = await makeArticle(await makeProject());
    const refused: [Record<string, unknown>, string][] = [
      [{ publisher: "Nobody Knows" }, "unknown-source"],
      [{ derivesFrom: article.id }, "wrong-origin"],
      [{ derivesFrom: foreign.id }, "wrong-origin"],
      [{ derivesFrom: randomUUID() }, "wrong-origin"],
    ];
    for (const [change, code] of refused)
      await expect(updateArticleFacts(manager, formOf(article.id, 1, change))).rejects.toMatchObject({
        code,
      });
    await expect(updateArticleFacts(manager, formOf(article.id, 9))).rejects.toMatchObject({
      code: "stale-revision",
    });
    for (const role of ["annotator", "viewer"] as const)
      await expect(
        updateArticleFacts(actorFor(await makeMember(project, role)), formOf(article.id, 1)),
      ).rejects.toMatchObject({ status: 403 });
    await expect(updateArticleFacts(stranger, formOf(article.id, 1))).rejects.toMatchObject({ status: 404 });
    const row = await db().article.findUniqueOrThrow({ where: { id: article.id } });
    expect(row).toMatchObject({ title: "Kept", revision: 1 });
  });
});

describe("a project's history", () => {
  it("is told to managers alone, in sentences, and filtered by noun", async () => {
    const project = await makeProject();
    const manager = actorFor(await makeMember(project, "manager"));
    const article = await makeArticle(project, { title: "A flood" });
    await updateArticleFacts(
      manager,
      factsInput.parse({ articleId: article.id, revision: 1, title: "The flood", translated: "no" }),
    );
    const page = await listHistory(manager, project.slug, {});
    expect(page.items[0]).toMatchObject({
      what: "corrected the facts of an article",
      subject: { label: "The flood", href: `/projects/${project.slug}/articles/${article.id}` },
    });
    expect(page.items[0]?.detail).toContain("title: A flood → The flood");
    expect((await listHistory(manager, project.slug, { noun: "member" })).items).toEqual([]);
    for (const role of ["reviewer", "annotator", "viewer"] as const) {
      const actor = actorFor(await makeMember(project, role));
      await expect(listHistory(actor, project.slug, {})).rejects.toMatchObject({ status: 403 });
    }
    await expect(listHistory(stranger, project.slug, {})).rejects.toMatchObject({ status: 404 });
  });
});
