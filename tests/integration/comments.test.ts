import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { addComment, editComment, markThreadsRead, setResolved, startThread } from "@/lib/comments/commands";
import { countUnread, listEarlier, listMentionable, listThreads, listVersions } from "@/lib/comments/queries";
import { countUnreadIn } from "@/lib/comments/unread";
import { databaseRefusal } from "@/lib/database-errors";
import { db } from "@/lib/db";
import { markAllNotificationsRead, markNotificationRead } from "@/lib/notifications/commands";
import { countNotifications, listNotifications } from "@/lib/notifications/queries";
import { answer, talk } from "../support/comments";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeMember, makeProject, makeSource, makeUser } from "../support/factories";
import { spanOf } from "../support/operations";
import { refusal } from "../support/refusal";

await createDatabase();
const text = "The 😀 mayor said the dam is safe. Forty houses were flooded.";

/** Shared work, so that everybody hears everybody; an article and a source. */
async function makeDesk() {
  const project = await makeProject({ layerMode: "shared" });
  const mia = actorFor(await makeMember(project, "manager", { name: "Mia Stone" }));
  const ana = actorFor(await makeMember(project, "annotator", { name: "Ana Ruiz" }));
  const vic = actorFor(await makeMember(project, "viewer", { name: "Vic Low" }));
  const article = await makeArticle(project, { text });
  const source = await makeSource();
  return { project, mia, ana, vic, article, source, about: { articleId: article.id } };
}

/** The address of words of the article, as a thread is about them. */
function wordsOf(article: { id: string; versionId: string }, quote: string) {
  const { start, end } = spanOf(text, quote);
  return { articleId: article.id, versionId: article.versionId, start, end, quote };
}

describe("a thread", () => {
  it("stands on an article, on words of it in code points, and on a source", async () => {
    const { mia, article, source, about } = await makeDesk();
    await talk(mia, about, "Whole");
    await talk(mia, wordsOf(article, "the dam is safe"), "Span");
    await talk(mia, { sourceId: source.id }, "Source");
    const { items } = await listThreads(mia, about);
    expect(items.map((one) => [one.comments[0]?.body, one.span?.quote ?? null])).toEqual([
      ["Span", "the dam is safe"],
      ["Whole", null],
    ]);
    const { items: onSource } = await listThreads(mia, { sourceId: source.id });
    expect(onSource.map((one) => one.comments[0]?.body)).toEqual(["Source"]);
  });

  it("is refused by the database itself where its quote is not the text", async () => {
    const { mia, article } = await makeDesk();
    const wrong = { ...wordsOf(article, "the dam is safe"), quote: "the dam is gone" };
    const status = (refused: unknown) => databaseRefusal(refused)?.status;
    expect(await talk(mia, wrong, "Look").catch(status)).toBe(400);
    const far = { ...wordsOf(article, "the dam is safe"), start: 9_000, end: 9_015 };
    expect(await talk(mia, far, "Look").catch(status)).toBe(400);
    const { articleId } = wordsOf(await makeArticle(await makeProject()), "dam");
    const foreign = { ...wordsOf(article, "dam"), articleId };
    expect((await refusal(talk(mia, foreign, "Look"))).code).toBe("not-found");
    expect(await db().commentThread.count({ where: { articleId: article.id } })).toBe(0);
  });

  it("is begun once, however often it is sent, and its comments too", async () => {
    const { mia, ana, about } = await makeDesk();
    const input = { id: randomUUID(), commentId: randomUUID(), about, body: "Once", isForAll: false };
    await startThread(mia, input);
    await startThread(mia, input);
    const more = { id: randomUUID(), body: "And once", isForAll: false };
    await addComment(ana, input.id, more);
    await addComment(ana, input.id, more);
    expect((await refusal(addComment(mia, input.id, more))).code).toBe("id-taken");
    const { items } = await listThreads(mia, about);
    expect(items.map((one) => one.comments.map((comment) => comment.body))).toEqual([["Once", "And once"]]);
  });

  it("is resolved and opened again by who began it or reviews, and opens by itself when somebody goes on", async () => {
    const { project, mia, ana, about } = await makeDesk();
    const ben = actorFor(await makeMember(project, "annotator"));
    const { threadId } = await talk(ana, about, "Is this boilerplate?");
    expect((await refusal(setResolved(ben, threadId, true))).code).toBe("not-yours");
    await setResolved(mia, threadId, true);
    expect((await listThreads(ana, about)).items).toEqual([]);
    const [resolved] = (await listThreads(ana, about, { show: "resolved" })).items;
    expect(resolved).toMatchObject({ isResolved: true, mayResolve: true });
    await setResolved(ana, threadId, false);
    await setResolved(ana, threadId, true);
    await answer(mia, threadId, "Wait.");
    expect((await listThreads(ana, about)).items).toMatchObject([{ isResolved: false }]);
    const types = (await db().event.findMany({ where: { subjectId: threadId }, orderBy: { id: "asc" } })).map(
      (event) => event.type,
    );
    expect(types).toEqual([
      "thread.started",
      "thread.resolved",
      "thread.reopened",
      "thread.resolved",
      "thread.reopened",
    ]);
  });

  it("is read by viewers and written by nobody whose role only reads", async () => {
    const { mia, vic, about } = await makeDesk();
    const { threadId } = await talk(mia, about, "Hello");
    expect(await listThreads(vic, about)).toMatchObject({ mayWrite: false, items: [{ mayResolve: false }] });
    expect((await refusal(talk(vic, about, "Hi"))).code).toBe("read-only");
    expect((await refusal(answer(vic, threadId, "Hi"))).code).toBe("read-only");
    expect((await refusal(setResolved(vic, threadId, true))).status).toBe(403);
    const stranger = actorFor(await makeUser());
    expect((await refusal(listThreads(stranger, about))).code).toBe("not-found");
    expect((await refusal(answer(stranger, threadId, "Hi"))).code).toBe("not-found");
    expect((await refusal(listEarlier(stranger, threadId, undefined))).code).toBe("not-found");
  });

  it("comes in pages, threads and the comments of one", async () => {
    const { mia, about } = await makeDesk();
    const { threadId } = await talk(mia, about, "0");
    for (let count = 1; count <= 44; count += 1) await answer(mia, threadId, String(count));
    for (let count = 0; count < 20; count += 1) await talk(mia, about, `thread ${count}`);
    const first = await listThreads(mia, about);
    expect(first.items).toHaveLength(20);
    const second = await listThreads(mia, about, { cursor: first.next ?? "" });
    const [thread] = second.items;
    expect([second.items.length, second.next, thread?.comments.length]).toEqual([1, null, 20]);
    const read: string[] = thread?.comments.map((one) => one.body) ?? [];
    let earlier = thread?.earlier;
    while (earlier) {
      const page = await listEarlier(mia, threadId, earlier);
      read.unshift(...page.comments.map((one) => one.body));
      earlier = page.earlier;
    }
    expect(read).toEqual(Array.from({ length: 45 }, (_, count) => String(count)));
  });
});

describe("a comment", () => {
  it("is changed by its author alone, says so, and keeps what it said", async () => {
    const { mia, ana, about } = await makeDesk();
    const { commentId } = await talk(ana, about, "Frist");
    expect((await refusal(editComment(mia, commentId, "Mine"))).code).toBe("not-author");
    await editComment(ana, commentId, "First");
    await editComment(ana, commentId, "First");
    const [thread] = (await listThreads(mia, about)).items;
    expect(thread?.comments).toMatchObject([{ body: "First", editedAt: expect.any(String) }]);
    expect((await listVersions(mia, commentId)).map((one) => one.body)).toEqual(["Frist", "First"]);
    await expect(
      db().commentVersion.updateMany({ where: { commentId }, data: { body: "Never said" } }),
    ).rejects.toThrow();
    await expect(db().comment.deleteMany({ where: { id: commentId } })).rejects.toThrow();
  });

  it("is counted as not read until it was, by thread and article; one's own never", async () => {
    const { project, mia, ana, about } = await makeDesk();
    const { threadId } = await talk(mia, about, "One");
    await answer(mia, threadId, "Two");
    await talk(ana, about, "Mine");
    expect(await countUnread(ana, about.articleId)).toBe(2);
    const silent = await makeArticle(project, { text: "Nobody said anything." });
    const ids = [about.articleId, silent.id, randomUUID()];
    expect(await countUnreadIn(ana, ids)).toEqual({ [about.articleId]: 2 });
    expect(await countUnreadIn(mia, ids)).toEqual({ [about.articleId]: 1 });
    expect(await countUnreadIn(actorFor(await makeUser()), ids)).toEqual({});
    const thread = (await listThreads(ana, about)).items.find((one) => one.id === threadId);
    expect(thread?.unread).toBe(2);
    expect(thread?.comments.map((one) => one.isNew)).toEqual([true, true]);
    const number = thread?.comments[0]?.number ?? "";
    await markThreadsRead(ana, { threads: [{ threadId, number }] });
    expect(await countUnread(ana, about.articleId)).toBe(1);
    await markThreadsRead(ana, {
      threads: [
        { threadId, number: "999999999" },
        { threadId, number: "1" },
      ],
    });
    expect(await countUnread(ana, about.articleId)).toBe(0);
    expect(await countUnreadIn(ana, ids)).toEqual({});
    await answer(mia, threadId, "Three");
    expect(await countUnread(ana, about.articleId)).toBe(1);
  });

  it("is new on a source's page too until it was read there", async () => {
    const { mia, ana } = await makeDesk();
    const about = { sourceId: (await makeSource()).id };
    const { threadId } = await talk(mia, about, "Who runs it now?");
    const of = async () => (await listThreads(ana, about)).items[0];
    const thread = await of();
    expect(thread).toMatchObject({ unread: 1, comments: [{ isNew: true }] });
    await markThreadsRead(ana, { threads: [{ threadId, number: thread?.comments[0]?.number ?? "" }] });
    expect(await of()).toMatchObject({ unread: 0, comments: [{ isNew: false }] });
  });
});

describe("naming somebody", () => {
  it("offers and takes those alone who may read it, and tells them once", async () => {
    const { project, mia, ana, vic, about } = await makeDesk();
    const stranger = actorFor(await makeUser({ name: "Ana Other" }));
    const offered = await listMentionable(mia, about, { isForAll: false, q: "" });
    expect(offered.map((one) => one.name)).toEqual(["Ana Ruiz", "Vic Low"]);
    const named = await listMentionable(mia, about, { isForAll: false, q: "rui" });
    expect(named).toEqual([{ id: ana.userId, name: "Ana Ruiz" }]);
    expect((await listMentionable(mia, about, { isForAll: false, q: "%" })).length).toBe(0);
    const refused = await refusal(talk(mia, about, `@[${stranger.userId}] look`));
    expect(refused.code).toBe("cannot-mention");
    const { threadId, commentId } = await talk(mia, about, `@[${ana.userId}] look, @[${ana.userId}]`);
    const [told] = (await listNotifications(ana)).items;
    expect(told).toMatchObject({ kind: "mention", who: mia.name, isRead: false, project: project.name });
    expect(told?.href).toContain(`#thread-${threadId}`);
    expect([await countNotifications(ana), await countNotifications(vic)]).toEqual([1, 0]);
    await editComment(mia, commentId, `@[${ana.userId}] and @[${vic.userId}], look`);
    expect([await countNotifications(ana), await countNotifications(vic)]).toEqual([1, 1]);
    const [thread] = (await listThreads(ana, about)).items;
    expect(thread?.comments[0]?.names).toEqual({ [ana.userId]: "Ana Ruiz", [vic.userId]: "Vic Low" });
  });

  it("tells of answers too, until they are read, singly, all, or with their thread", async () => {
    const { mia, ana, about } = await makeDesk();
    const { threadId } = await talk(ana, about, "A question");
    for (const body of ["One", "Two", "Three"]) await answer(mia, threadId, body);
    expect(await countNotifications(ana)).toBe(3);
    const { items } = await listNotifications(ana);
    expect(items.map((one) => one.kind)).toEqual(["reply", "reply", "reply"]);
    const [first] = items;
    expect((await refusal(markNotificationRead(mia, first?.id ?? ""))).code).toBe("not-found");
    await markNotificationRead(ana, first?.id ?? "");
    expect(await countNotifications(ana)).toBe(2);
    const [thread] = (await listThreads(ana, about)).items;
    const number = thread?.comments[1]?.number ?? "";
    await markThreadsRead(ana, { threads: [{ threadId, number }] });
    expect(await countNotifications(ana)).toBe(1);
    await markAllNotificationsRead(ana);
    expect([await countNotifications(ana), (await listNotifications(ana)).items.length]).toEqual([0, 3]);
  });

  it("shows annotators under their hidden names where a project hides them", async () => {
    const { project, mia, ana, about } = await makeDesk();
    await db().project.update({ where: { id: project.id }, data: { hideNames: true } });
    const rex = actorFor(await makeMember(project, "reviewer", { name: "Rex Hall" }));
    await talk(ana, about, `@[${rex.userId}] please`);
    const author = async (actor: typeof mia) =>
      (await listThreads(actor, about)).items[0]?.comments[0]?.author;
    expect(await author(mia)).toBe("Ana Ruiz");
    expect(await author(rex)).toMatch(/^Annotator [0-9A-F]{4}$/);
    expect((await listNotifications(rex)).items[0]?.who).toBe(await author(rex));
    const offered = await listMentionable(rex, about, { isForAll: false, q: "Ana" });
    expect(offered).toEqual([]);
    expect((await listMentionable(rex, about, { isForAll: false, q: "" })).map((one) => one.name)).toContain(
      await author(rex),
    );
  });
});

it("whoever read others' comments on an article that is annotated independently cannot be given it", async () => {
  const project = await makeProject();
  const mia = actorFor(await makeMember(project, "manager"));
  const ana = actorFor(await makeMember(project, "annotator"));
  const article = await makeArticle(project, { text });
  const looked = () => db().layerView.count({ where: { articleId: article.id, userId: mia.userId } });
  await talk(mia, { articleId: article.id }, "Mind the second sentence.", true);
  await listThreads(mia, { articleId: article.id });
  expect(await looked()).toBe(0);
  await talk(ana, { articleId: article.id }, "I took it for a claim.");
  await listThreads(mia, { articleId: article.id });
  expect(await looked()).toBe(1);
});
