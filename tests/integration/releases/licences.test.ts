import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { factsInput } from "@/lib/articles/facts-schema";
import { getArticle } from "@/lib/articles/get-article";
import { updateArticleFacts } from "@/lib/articles/update-facts";
import { db } from "@/lib/db";
import { recordSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import { withdrawArticle } from "@/lib/redaction/commands";
import { previewRelease } from "@/lib/releases/builder";
import { openReleaseFile } from "@/lib/releases/files";
import { releaseQuery } from "@/lib/releases/schema";
import { mergeSource } from "@/lib/sources/commands";
import { noteLicence } from "@/lib/sources/licence";
import { createDatabase } from "../../support/database";
import {
  actorFor,
  makeArticle,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../../support/factories";
import { importJsonl } from "../../support/import-jsonl";
import { bytesOf, makeRelease } from "../../support/releases";

const dataDir = await mkdtemp(path.join(tmpdir(), "sourcebench-licences-"));
process.env.DATA_DIR = dataDir;
await createDatabase();
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function makeDesk() {
  const project = await makeProject();
  const manager = actorFor(await makeMember(project, "manager"));
  const publisher = await makeSource({ name: "The Harbour | Post" });
  const texts = ["The dam is safe.", "Forty houses were flooded.", "Nobody knows who wrote this."];
  const articles = [];
  for (const text of texts) articles.push(await makeArticle(project, { text }));
  const [first, second] = articles;
  if (!first || !second) throw new Error("There are no articles.");
  await db().article.updateMany({
    where: { id: { in: [first.id, second.id] } },
    data: { publisherId: publisher.id },
  });
  await noteLicence(manager, { sourceId: publisher.id, licence: "By contract, no texts" });
  return { project, manager, publisher, first, second };
}

function facts(articleId: string, revision: number, licence: string) {
  const said = { title: "One", publisher: "The Harbour | Post", translated: "unsure", licence };
  return factsInput.parse({ articleId, revision: String(revision), ...said });
}

describe("terms under which texts may be passed on", () => {
  it("are its publisher's unless an article has its own, and stand in every part of a release", async () => {
    const { project, manager, publisher, first, second } = await makeDesk();
    const { slug } = project;
    const before = await getArticle(manager, { slug, articleId: first.id });
    expect(before).toMatchObject({ licence: null, publisherLicence: "By contract, no texts" });
    await updateArticleFacts(manager, facts(first.id, before.revision, "CC BY 4.0"));
    const formats = ["jsonl", "csv", "huggingface"];
    const { licences } = await previewRelease(manager, slug, releaseQuery.parse({ formats }));
    expect(licences).toEqual([
      {
        source: { id: publisher.id, name: publisher.name },
        licence: "By contract, no texts",
        articles: 2,
        ownTerms: 1,
      },
      { source: null, licence: "", articles: 1, ownTerms: 0 },
    ]);

    const id = await makeRelease(manager, slug, "1.0.0", { formats });
    const read = async (file: string) =>
      (await bytesOf((await openReleaseFile(manager, slug, id, file)).content)).toString("utf8");
    const expected = [
      { source: { id: publisher.id, name: publisher.name }, licence: "By contract, no texts", articles: 1 },
      { source: { id: publisher.id, name: publisher.name }, licence: "CC BY 4.0", articles: 1 },
      { source: null, licence: "", articles: 1 },
    ];
    expect(JSON.parse(await read("licences.json"))).toEqual(expected);
    expect(JSON.parse(await read("manifest.json")).release.licences).toEqual(expected);
    const table = [
      "| The Harbour \\| Post | 1 | By contract, no texts |",
      "| The Harbour \\| Post | 1 | CC BY 4.0 |",
      "| publisher unknown | 1 | not noted |",
    ].join("\n");
    expect(await read("notes.md")).toContain(table);
    for (const line of table.split("\n")) expect(await read("data/huggingface/README.md")).toContain(line);
    expect(await read("data/huggingface/README.md")).toContain('license: "unknown"');
    const lines = (await read("data/jsonl/dataset.jsonl")).trim().split("\n");
    const said = lines.map((line) => recordSchema.parse(JSON.parse(line)).article.licence);
    expect(said).toEqual(["CC BY 4.0", "By contract, no texts", undefined]);
    const rows = (await read("data/csv/articles.csv")).trim().split("\r\n");
    expect(rows.map((row) => row.split(",").at(-1)).slice(0, 2)).toEqual(["licence", "CC BY 4.0"]);
    expect(rows[2]).toMatch(/"By contract, no texts"$/);

    // In another house they are the articles' own: nobody there has noted anything of the publisher.
    const other = await makeProject();
    const reader = actorFor(await makeMember(other, "manager"));
    await importJsonl(reader, other.slug, [`${lines.join("\n")}\n`]);
    const brought = await db().article.findMany({
      where: { projectId: other.id },
      orderBy: { number: "asc" },
    });
    expect(brought.map(({ licence }) => licence)).toEqual(["CC BY 4.0", "By contract, no texts", ""]);
    expect(second.id).not.toBe(first.id);
  });

  it("that stood for one article alone go from a release with an article that is withdrawn for good", async () => {
    const { project, manager, publisher, first } = await makeDesk();
    const { slug } = project;
    const own = "As agreed with Mara Quill for her piece on the dam";
    const [third, fourth] = [
      await makeArticle(project, { text: "One more." }),
      await makeArticle(project, { text: "And another." }),
    ];
    await db().article.updateMany({
      where: { id: { in: [third.id, fourth.id] } },
      data: { publisherId: publisher.id },
    });
    const { revision } = await getArticle(manager, { slug, articleId: first.id });
    await updateArticleFacts(manager, facts(first.id, revision, own));
    const [holding, without] = [
      await makeRelease(manager, slug, "1.0.0", { formats: ["jsonl"] }),
      await makeRelease(manager, slug, "1.1.0", { formats: ["jsonl"], ids: third.id }),
    ];
    // The article's terms are others by now; what the release holds are those of its day.
    const later = await getArticle(manager, { slug, articleId: first.id });
    await updateArticleFacts(manager, facts(first.id, later.revision, "CC0"));
    const termsOf = async (id: string) => {
      const release = await db().datasetRelease.findUniqueOrThrow({ where: { id } });
      return z
        .object({ licences: z.array(z.object({ licence: z.string(), articles: z.number() })) })
        .parse(release.inputs).licences;
    };
    expect(await termsOf(holding)).toContainEqual({ licence: own, articles: 1 });
    const admin = actorFor(await makeUser({ isAdmin: true }));
    await withdrawArticle(admin, { articleId: first.id, reason: "The agency took it back." });
    expect(await termsOf(holding)).toEqual([
      { licence: "By contract, no texts", articles: 3 },
      { licence: "Taken out with an article that was withdrawn.", articles: 1 },
      { licence: "", articles: 1 },
    ]);
    expect(await termsOf(without)).toEqual([{ licence: "By contract, no texts", articles: 1 }]);
  });

  it("are those of the source that a publisher was merged into, through every merge", async () => {
    const { project, manager, publisher, first } = await makeDesk();
    await noteLicence(manager, { sourceId: publisher.id, licence: "" });
    const [group, owner] = [
      await makeSource({ name: "Post Group" }),
      await makeSource({ name: "Harbour Media" }),
    ];
    const merge = (source: { id: string }, into: { id: string }) =>
      mergeSource(manager, { sourceId: source.id, intoId: into.id, reason: "The same house." });
    await merge(publisher, group);
    await merge(group, owner);
    await noteLicence(manager, { sourceId: owner.id, licence: "CC BY 4.0" });
    const { publisherLicence } = await getArticle(manager, { slug: project.slug, articleId: first.id });
    expect(publisherLicence).toBe("CC BY 4.0");
    const { licences } = await previewRelease(
      manager,
      project.slug,
      releaseQuery.parse({ sources: owner.id }),
    );
    expect(licences).toMatchObject([{ source: { id: owner.id }, licence: "CC BY 4.0", articles: 2 }]);
  });

  it("name the licence of the dataset card where all articles are under the same", async () => {
    const { project, manager, publisher } = await makeDesk();
    await noteLicence(manager, { sourceId: publisher.id, licence: "cc-by-4.0" });
    await db().article.updateMany({
      where: { projectId: project.id, publisherId: null },
      data: { licence: "cc-by-4.0" },
    });
    const id = await makeRelease(manager, project.slug, "1.0.0", { formats: ["huggingface"] });
    const card = await openReleaseFile(manager, project.slug, id, "data/huggingface/README.md");
    expect((await bytesOf(card.content)).toString("utf8")).toContain('license: "cc-by-4.0"');
  });
});
