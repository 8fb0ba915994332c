import { expect, it } from "vitest";
import { listImportedThreads } from "@/lib/comments/imported";
import { db } from "@/lib/db";
import { exportArticles } from "@/lib/exports/queries";
import { exportFilter } from "@/lib/exports/schema";
import { toStoredRecord } from "@/lib/formats/raw-offsets";
import { readRecord } from "@/lib/formats/sourcebench-jsonl";
import type { ExportRecord } from "@/lib/formats/sourcebench-jsonl-schema";
import type { Actor } from "@/lib/policy";
import { releaseOptions } from "@/lib/releases/schema";
import { selectRecord } from "@/lib/releases/select";
import { answer, talk } from "../../support/comments";
import { createDatabase } from "../../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../../support/factories";
import { importJsonl } from "../../support/import-jsonl";
import { spanOf } from "../../support/operations";

await createDatabase();
const text = "The 😀 mayor said the dam is safe. Forty houses were flooded.";

async function exported(actor: Actor, slug: string, filter: object = {}) {
  const lines: string[] = [];
  for await (const line of exportArticles(actor, slug, exportFilter.parse(filter))) lines.push(line);
  const records = lines.map((line): ExportRecord => {
    const read = readRecord(line);
    if ("problem" in read) throw new Error(read.problem);
    return read.record;
  });
  return { lines, record: records[0] };
}

async function makeDesk() {
  const project = await makeProject({ annotatorsPerArticle: 2 });
  const mia = actorFor(await makeMember(project, "manager", { name: "Mia Stone" }));
  const ana = actorFor(await makeMember(project, "annotator", { name: "Ana Ruiz" }));
  const article = await makeArticle(project, { text });
  await makeLayer(article, { ownerId: ana.userId, state: "submitted" });
  const { start, end, quote } = spanOf(text, "the dam is safe");
  const about = { articleId: article.id, versionId: article.versionId, start, end, quote };
  const { threadId } = await talk(ana, about, `Is it one claim, @[${mia.userId}]?`);
  await answer(mia, threadId, "One.");
  return { project, mia, ana, article, span: { start, end, quote } };
}

it("threads of comments stay in the house unless they are asked for, and leave under pseudonyms", async () => {
  const { project, mia, article, span } = await makeDesk();
  const { lines, record } = await exported(mia, project.slug);
  expect(record && "threads" in record).toBe(false);
  expect(lines.join()).not.toContain("Is it one claim");
  const asked = await exported(mia, project.slug, { threads: "true" });
  const [thread] = asked.record?.threads ?? [];
  const [first, second] = thread?.comments ?? [];
  expect(thread).toMatchObject({ span, isForAll: false, isResolved: false, origin: null });
  expect(first?.by).toMatch(/^person-[0-9a-f]{12}$/);
  expect(second?.body).toBe("One.");
  expect(first?.body).toBe(`Is it one claim, @${second?.by}?`);
  expect(first?.by).toBe(asked.record?.layers[0]?.annotator);
  for (const secret of ["Mia Stone", "Ana Ruiz", mia.userId])
    expect(asked.lines.join()).not.toContain(secret);
  // Whoever took them out has heard others.
  expect(await db().layerView.count({ where: { articleId: article.id, userId: mia.userId } })).toBe(1);

  // A release takes them only with its comments.
  if (!asked.record) throw new Error("Nothing was exported.");
  const options = releaseOptions.parse({ filter: {} });
  expect(options.comments).toBe(false);
  expect(selectRecord(asked.record, options)).not.toHaveProperty("threads");
  expect(selectRecord(asked.record, { ...options, comments: true }).threads).toHaveLength(1);
});

it("whoever still annotates an article takes out only what they said themselves, and what everybody reads", async () => {
  const { project, mia, ana, article } = await makeDesk();
  const boss = actorFor(await makeMember(project, "manager"));
  await makeLayer(article, { ownerId: boss.userId });
  await talk(boss, { articleId: article.id }, "My own question.");
  await talk(mia, { articleId: article.id }, "Count houses, not flats.", true);
  await talk(ana, { articleId: article.id }, "What I marked.");
  const { record } = await exported(boss, project.slug, { threads: "true" });
  expect(record?.threads?.map(({ comments }) => comments.map(({ body }) => body))).toEqual([
    ["My own question."],
    ["Count houses, not flats."],
  ]);
  const all = await exported(mia, project.slug, { threads: "true" });
  expect(all.record?.threads).toHaveLength(4);
});

it("threads come in with their article, marked as imported, and leave again as they were, in either offsets", async () => {
  const { project, mia, span } = await makeDesk();
  const out = await exported(mia, project.slug, { threads: "true", offsets: "raw" });
  const target = await makeProject({ members: [{ userId: mia.userId, role: "manager" }] });
  await importJsonl(mia, target.slug, out.lines);
  const again = await exported(mia, target.slug, { threads: "true", layers: "imported" });
  const before = out.record && toStoredRecord(out.record, () => undefined);
  expect(before?.threads?.[0]?.span).toEqual(span);
  expect(again.record?.threads).toEqual(before?.threads?.map((thread) => ({ ...thread, origin: thread.id })));
  // They are nobody's words here, and no thread that one could answer.
  expect(await db().commentThread.count({ where: { projectId: target.id } })).toBe(0);
  const without = await exported(mia, target.slug, { layers: "imported" });
  expect(without.lines.join()).not.toContain("Is it one claim");
});

it("threads that came with an article are read beside it as imported, by whoever hears others there", async () => {
  const { project, mia, ana, span } = await makeDesk();
  const out = await exported(mia, project.slug, { threads: "true" });
  const [said] = out.record?.threads ?? [];
  const target = await makeProject({
    annotatorsPerArticle: 2,
    members: [{ userId: mia.userId, role: "manager" }],
  });
  await importJsonl(mia, target.slug, out.lines);
  const article = await db().article.findFirstOrThrow({
    where: { projectId: target.id },
    select: { id: true, projectId: true, versions: { select: { id: true } } },
  });
  const read = (actor: Actor) => listImportedThreads(actor, article.id);
  const { items, more } = await read(mia);
  expect(more).toBe(0);
  expect(items).toEqual([
    {
      id: said?.id,
      quote: span.quote,
      span: { start: span.start, end: span.end },
      isForAll: false,
      isResolved: false,
      comments: said?.comments,
    },
  ]);
  expect(items[0]?.comments[0]?.by).toMatch(/^person-/);
  // Whoever has read them has heard others, as with comments of the house.
  const looks = () => db().layerView.findMany({ where: { articleId: article.id }, select: { userId: true } });
  expect(await looks()).toEqual([{ userId: mia.userId }]);

  // Nobody reads them who still annotates the article, does not annotate it in an open one, or only looks on.
  const boss = actorFor(await makeMember(target, "manager"));
  const versionId = article.versions[0]?.id ?? "";
  await makeLayer({ ...article, versionId }, { ownerId: boss.userId });
  const others = [
    boss,
    actorFor(await makeMember(target, "annotator")),
    actorFor(await makeMember(target, "viewer")),
  ];
  for (const other of others) expect(await read(other)).toEqual({ items: [], more: 0 });
  await expect(read(ana)).rejects.toMatchObject({ status: 404 });
  expect(await looks()).toHaveLength(1);

  // As for a text that was corrected since they came: the words are named, and lead nowhere.
  await db().$executeRaw`
    UPDATE "Article" SET "importedFrom" = replace("importedFrom"::text, ${span.quote}, 'the dam is lost')::jsonb
     WHERE "id" = ${article.id}::uuid`;
  expect((await read(mia)).items[0]).toMatchObject({ quote: "the dam is lost", span: null });
});

it("a line whose thread is about other words than stand there, or comes twice, is refused, and leaves with no other text", async () => {
  const { project, mia, span } = await makeDesk();
  const { record } = await exported(mia, project.slug, { threads: "true" });
  const [thread] = record?.threads ?? [];
  if (!record || !thread) throw new Error("Nothing was exported.");
  const problemOf = (threads: object[]) => readRecord(JSON.stringify({ ...record, threads }));
  const about = (words: object) => problemOf([{ ...thread, span: { ...span, ...words } }]);
  expect(problemOf([thread])).not.toHaveProperty("problem");
  expect(problemOf([thread, thread])).toMatchObject({ problem: expect.stringContaining("occurs twice") });
  expect(about({ quote: "the dam is lost" })).toMatchObject({ problem: expect.stringContaining("quote") });
  expect(about({ end: 900 })).toMatchObject({ problem: expect.stringContaining("beyond the text") });
  expect(about({ end: 0 })).toMatchObject({ problem: expect.stringContaining("inverted") });

  const target = await makeProject({ members: [{ userId: mia.userId, role: "manager" }] });
  await importJsonl(mia, target.slug, [`${JSON.stringify(record)}\n`]);
  const came = async () =>
    (await exported(mia, target.slug, { threads: "true", layers: "imported" })).record?.threads?.length;
  expect(await came()).toBe(1);
  // As for a text that was corrected since they came.
  await db().$executeRaw`
    UPDATE "Article" SET "importedFrom" = replace("importedFrom"::text, ${span.quote}, 'the dam is lost')::jsonb
     WHERE "projectId" = ${target.id}::uuid`;
  expect(await came()).toBe(0);
});
