import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db";
import { discardBatch, editDraftBlock, editDrafts, withdrawBatch } from "@/lib/imports/commands";
import { beginCommit, commitBatch } from "@/lib/imports/commit";
import { getDraftText } from "@/lib/imports/get-draft-text";
import { commitInThread } from "@/lib/imports/in-thread";
import { getBatch, getBatchProgress, listDrafts } from "@/lib/imports/queries";
import { startCommit } from "@/lib/imports/start-commit";
import { takeNextSlot } from "@/lib/slots/take-slot";
import { createDatabase } from "../../support/database";
import { actorFor, makeLayer, makeMember, makeProject, makeSource } from "../../support/factories";
import { linkReuse, makeMark } from "../../support/marks";
import { draftAt, firstText, importFiles, secondText, stageFiles } from "./support";

await createDatabase();
afterAll(closeDb);

async function makePlace() {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  return { project, slug: project.slug, manager: actorFor(await makeMember(project, "manager")) };
}

const jsonl = (...articles: object[]) => articles.map((one) => JSON.stringify(one)).join("\n");

describe("preparing", () => {
  it("changes facts of one draft, or of all below it", async () => {
    const { slug, manager } = await makePlace();
    const { batchId } = await stageFiles(manager, slug, {
      "a.txt": firstText,
      "b.txt": secondText,
      "c.txt": "A third text of its own.",
    });
    const second = await draftAt(manager, slug, batchId, 2);
    const source = await makeSource({ name: "The Elms Courier" });
    const publisher = { kind: "source", sourceId: source.id, name: "whatever the client says" } as const;
    const filled = await editDrafts(manager, slug, batchId, {
      draftId: second.id,
      facts: { publisher, language: "EN_gb", published: "2025-05-14 13:05+0200", translated: "machine" },
      fillDown: true,
    });
    expect(filled.changed).toBe(2);
    await editDrafts(manager, slug, batchId, {
      draftId: second.id,
      facts: { title: "Another title" },
      fillDown: false,
    });
    const { items } = await listDrafts(manager, slug, batchId, {});
    expect(items.map((item) => item.facts.publisher)).toEqual([
      { kind: "unknown" },
      ...[1, 2].map(() => ({ kind: "source", sourceId: source.id, name: "The Elms Courier" })),
    ]);
    expect(items.map((item) => item.facts.language)).toEqual(["en", "en-GB", "en-GB"]);
    expect(items[2]?.facts).toMatchObject({ published: "2025-05-14T11:05:00.000Z", translated: "machine" });
    expect(items.map((item) => item.facts.title).slice(1, 2)).toEqual(["Another title"]);
  });

  it.each([
    [{ language: "not a tag!" }, "unknown-language"],
    [{ published: "yesterday" }, "unreadable-time"],
    [{ publisher: { kind: "source", sourceId: crypto.randomUUID(), name: "Nobody" } }, "not-found"],
  ] as const)("refuses %j", async (facts, code) => {
    const { slug, manager } = await makePlace();
    const { batchId } = await stageFiles(manager, slug, { "a.txt": firstText });
    const { id: draftId } = await draftAt(manager, slug, batchId, 1);
    const input = { draftId, facts, fillDown: false };
    await expect(editDrafts(manager, slug, batchId, input)).rejects.toMatchObject({ code });
    const filling = { draftId, facts: { title: "One" }, fillDown: true };
    await expect(editDrafts(manager, slug, batchId, filling)).rejects.toMatchObject({ code: "title-is-own" });
  });

  it("corrects blocks, which stay a partition, and notices who came first", async () => {
    const { slug, manager } = await makePlace();
    const { batchId } = await stageFiles(manager, slug, { "a.txt": firstText });
    const { id } = await draftAt(manager, slug, batchId, 1);
    const { blocks, text } = await getDraftText(manager, slug, batchId, id);
    const [headline, body] = blocks;
    if (!headline || !body) throw new Error("The text has a headline and a body.");
    const edit = (input: Parameters<typeof editDraftBlock>[4]) =>
      editDraftBlock(manager, slug, batchId, id, input);
    await edit({ op: "kind", seen: headline, kind: "credit" });
    await expect(edit({ op: "merge", seen: headline })).rejects.toMatchObject({ code: "stale-revision" });
    const at = text.indexOf("Forty");
    const split = await edit({ op: "split", seen: body, at, kind: "bio" });
    expect(split.blocks).toEqual([
      { ...headline, kind: "credit" },
      { ...body, end: at },
      { kind: "bio", start: at, end: body.end },
    ]);
    await expect(edit({ op: "split", seen: { ...body, end: at }, at, kind: "bio" })).rejects.toMatchObject({
      code: "split-outside-block",
    });
    const merged = await edit({ op: "merge", seen: { ...headline, kind: "credit" } });
    expect(merged.blocks.map(({ start, end }) => [start, end])).toEqual([
      [0, at],
      [at, body.end],
    ]);
    await commitBatch(manager, slug, batchId);
    const stored = await db().block.findMany({
      where: { version: { article: { batchId } } },
      orderBy: { start: "asc" },
    });
    expect(stored.map(({ kind, end }) => [kind, end])).toEqual(
      merged.blocks.map(({ kind, end }) => [kind, end]),
    );
  });
});

describe("committing", () => {
  it("stores articles with facts, slots, bytes and sources, and lists what was left out", async () => {
    const { project, slug, manager } = await makePlace();
    const { batchId } = await stageFiles(manager, slug, {
      "a.jsonl": jsonl(
        {
          text: firstText,
          publisher: "The Elms Post",
          credit: "Nordwire",
          published: "2025-05-14T13:05:00+02:00",
        },
        { text: secondText, publisher: "THE ELMS POST", published: "2025-05-15T08:00" },
        { text: "A third text that nobody wants, the editor said.", publisher: "Nobody's Paper" },
      ),
    });
    const third = await draftAt(manager, slug, batchId, 3);
    await editDrafts(manager, slug, batchId, {
      draftId: third.id,
      facts: {},
      isExcluded: true,
      fillDown: false,
    });
    const seen: number[] = [];
    const done = await commitBatch(manager, slug, batchId, (count) => seen.push(count));
    expect(done).toEqual({ articles: 2, leftOut: 1, newSources: 1 });
    expect(seen.at(-1)).toBe(2);
    const articles = await db().article.findMany({
      where: { projectId: project.id },
      orderBy: { number: "asc" },
      include: { publisher: true, credits: true, slots: true, versions: true },
    });
    expect(articles.map((article) => article.publisher?.name)).toEqual(["The Elms Post", "The Elms Post"]);
    expect(new Set(articles.map((article) => article.publisherId)).size).toBe(1);
    expect(articles[0]).toMatchObject({ publishedAt: new Date("2025-05-14T11:05:00Z"), publishedText: null });
    expect(articles[1]).toMatchObject({ publishedAt: null, publishedText: "2025-05-15T08:00" });
    expect(articles[0]?.credits.map((credit) => credit.name)).toEqual(["Nordwire"]);
    expect(articles[0]?.slots).toHaveLength(2);
    expect(articles[0]?.versions[0]?.text).toBe(firstText);
    expect(await db().source.count({ where: { name: "Nobody's Paper" } })).toBe(0);
    expect(await db().importDraft.count({ where: { batchId } })).toBe(0);
    const batch = await getBatch(manager, slug, batchId);
    expect(batch).toMatchObject({ state: "committed", total: 2, done: 2 });
    expect(batch.report.leftOut).toMatchObject([{ reason: "Left out by hand." }]);
    const events = await db().event.findMany({ where: { subjectId: batchId }, orderBy: { id: "asc" } });
    expect(events.map((event) => event.type)).toEqual([
      "import.staged",
      "import.drafts-edited",
      "import.commit-begun",
      "import.committed",
    ]);
  });

  it("is all or nothing, says why it failed, and can be tried again", async () => {
    const { project, slug, manager } = await makePlace();
    const files = { "a.jsonl": jsonl({ text: firstText, publisher: "A New Paper" }, { text: secondText }) };
    const { batchId } = await stageFiles(manager, slug, files);
    // What no command lets through: blocks that leave a hole, which the database refuses at the end.
    const second = await db().importDraft.findFirstOrThrow({ where: { batchId, ordinal: 2 } });
    await db().$executeRaw`
      UPDATE "ImportDraft" SET "draft" = jsonb_set("draft", '{blocks}', '[{"kind":"body","start":3,"end":9}]') WHERE "id" = ${second.id}::uuid`;
    await expect(commitBatch(manager, slug, batchId)).rejects.toThrow();
    expect(await db().article.count({ where: { projectId: project.id } })).toBe(0);
    expect(await db().source.count({ where: { name: "A New Paper" } })).toBe(0);
    const failed = await getBatchProgress(manager, slug, batchId);
    expect(failed).toMatchObject({ state: "failed", done: 0 });
    expect(failed.error).toContain("Nothing was imported");
    await db().importDraft.update({ where: { id: second.id }, data: { draft: second.draft ?? {} } });
    expect(await commitBatch(manager, slug, batchId)).toMatchObject({ articles: 2 });
  });

  it("runs in a thread with connections of its own", async () => {
    const { project, slug, manager } = await makePlace();
    const { batchId } = await stageFiles(manager, slug, { "a.txt": firstText });
    await beginCommit(manager, slug, batchId);
    await commitInThread(manager, slug, batchId);
    expect(await getBatchProgress(manager, slug, batchId)).toMatchObject({ state: "committed", done: 1 });
    expect(await db().article.count({ where: { projectId: project.id } })).toBe(1);
  });

  it("answers with how far it is, and refuses a second commit", async () => {
    const { slug, manager } = await makePlace();
    const { batchId } = await stageFiles(manager, slug, { "a.txt": firstText });
    expect(await startCommit(manager, slug, batchId)).toEqual({
      state: "committed",
      total: 1,
      done: 1,
      error: null,
    });
    const refused = { status: 409, code: "batch-not-open" };
    await expect(startCommit(manager, slug, batchId)).rejects.toMatchObject(refused);
    await expect(discardBatch(manager, slug, batchId)).rejects.toMatchObject(refused);
  });

  it("shows a batch whose process died as failed, and takes it up again", async () => {
    const { slug, manager } = await makePlace();
    const { batchId } = await stageFiles(manager, slug, { "a.txt": firstText });
    await beginCommit(manager, slug, batchId);
    // Right after its beginning the commit may not have its lock yet.
    expect(await getBatchProgress(manager, slug, batchId)).toMatchObject({ state: "committing" });
    await db().$executeRaw`
      UPDATE "ImportBatch" SET "report" = jsonb_set("report", '{startedAt}', '"2025-01-01T00:00:00Z"') WHERE "id" = ${batchId}::uuid`;
    const dead = await getBatchProgress(manager, slug, batchId);
    expect(dead.state).toBe("failed");
    expect(dead.error).toContain("try again");
    expect(await commitBatch(manager, slug, batchId)).toMatchObject({ articles: 1 });
  });

  it("leaves out a text that came in by another batch meanwhile", async () => {
    const { slug, manager } = await makePlace();
    const slow = await stageFiles(manager, slug, { "a.txt": firstText, "b.txt": secondText });
    await importFiles(manager, slug, { "first.txt": firstText });
    expect(await commitBatch(manager, slug, slow.batchId)).toMatchObject({ articles: 1, leftOut: 1 });
  });

  it("has nothing to do when all is left out, and forgets the texts of a discarded batch", async () => {
    const { slug, manager } = await makePlace();
    const { batchId } = await stageFiles(manager, slug, { "a.txt": firstText });
    const { id: draftId } = await draftAt(manager, slug, batchId, 1);
    await editDrafts(manager, slug, batchId, { draftId, facts: {}, isExcluded: true, fillDown: false });
    await expect(commitBatch(manager, slug, batchId)).rejects.toMatchObject({ code: "nothing-to-import" });
    await discardBatch(manager, slug, batchId);
    expect(await db().importDraft.count({ where: { batchId } })).toBe(0);
    expect((await getBatch(manager, slug, batchId)).state).toBe("discarded");
  });
});

describe("withdrawing", () => {
  it("takes the articles out again while nobody has worked on them", async () => {
    const { project, slug, manager } = await makePlace();
    const { batchId } = await importFiles(manager, slug, { "a.txt": firstText, "b.txt": secondText });
    expect(await withdrawBatch(manager, slug, batchId)).toEqual({ articles: 2 });
    expect(await db().article.count({ where: { projectId: project.id, withdrawnAt: null } })).toBe(0);
    const annotator = actorFor(await makeMember(project, "annotator"));
    expect(await takeNextSlot(annotator, slug)).toBeNull();
    await expect(withdrawBatch(manager, slug, batchId)).rejects.toMatchObject({
      code: "batch-not-committed",
    });
    // The same text may come in again after that.
    expect(await stageFiles(manager, slug, { "a.txt": firstText })).toMatchObject({ duplicates: 0 });
  });

  it("is refused with a list once somebody has taken one or a twin leads to one", async () => {
    const { project, slug, manager } = await makePlace();
    const { batchId } = await importFiles(manager, slug, { "a.txt": firstText, "b.txt": secondText });
    const later = await importFiles(manager, slug, {
      "c.txt": "The mayor said the bridge is safe. So it is.",
    });
    const annotator = actorFor(await makeMember(project, "annotator"));
    await takeNextSlot(annotator, slug);
    const versions = await db().articleVersion.findMany({
      where: { projectId: project.id },
      include: { article: true },
      orderBy: { article: { number: "asc" } },
    });
    const [first, second, third] = versions;
    if (!first || !second || !third) throw new Error("Three articles were imported.");
    const layer = await makeLayer({ id: third.articleId, projectId: project.id, versionId: third.id });
    const mark = await makeMark(layer, third.text, "duplicate", {
      body: "The mayor said the bridge is safe.",
    });
    await linkReuse(layer, mark, {
      versionId: second.id,
      text: second.text,
      quote: "The water fell by two metres",
    });
    await expect(withdrawBatch(manager, slug, batchId)).rejects.toMatchObject({
      status: 409,
      code: "work-rests-on-it",
      details: {
        articles: [
          { articleId: first.articleId, reasons: ["it has marks or layers", "somebody has taken it"] },
          { articleId: second.articleId, reasons: ["a duplicate in another article leads to it"] },
        ],
      },
    });
    expect(await db().article.count({ where: { projectId: project.id, withdrawnAt: null } })).toBe(3);
    const refused = { status: 403 };
    await expect(withdrawBatch(annotator, slug, later.batchId)).rejects.toMatchObject(refused);
    await expect(commitBatch(annotator, slug, later.batchId)).rejects.toMatchObject(refused);
  });
});
