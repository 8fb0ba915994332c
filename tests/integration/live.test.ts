import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { db } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import {
  type EventCursor,
  type NewsRow,
  parseCursor,
  readNews,
  seenNews,
  settledEnd,
} from "@/lib/live/queries";
import { liveNews } from "@/lib/live/schema";
import { openStream } from "@/lib/live/stream";
import type { Actor } from "@/lib/policy";
import { startSession } from "@/lib/sessions/commands";
import { connect } from "../../prisma/migrate.mjs";
import { talk } from "../support/comments";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeUser } from "../support/factories";
import { claim, command, put, spanOf } from "../support/operations";

const database = await createDatabase();
const text = "The mayor said the dam is safe. Forty houses were flooded.";
const mark = () => command(put(claim([spanOf(text, "Forty houses were flooded")])));
const opened: AbortController[] = [];
afterAll(() => {
  for (const one of opened) one.abort();
});

/** The news after a cursor, once so many are settled: a transaction that other tests have open holds them back. */
async function newsAfter(from: EventCursor, least: number): Promise<NewsRow[]> {
  await expect
    .poll(async () => (await readNews(from, 100)).length, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(least);
  return readNews(from, 100);
}

async function makeWork(layerMode: "shared" | "independent") {
  const project = await makeProject({ layerMode, annotatorsPerArticle: 2 });
  const people = {
    mia: actorFor(await makeMember(project, "manager")),
    rex: actorFor(await makeMember(project, "reviewer")),
    ana: actorFor(await makeMember(project, "annotator")),
    ben: actorFor(await makeMember(project, "annotator")),
    vic: actorFor(await makeMember(project, "viewer")),
    stranger: actorFor(await makeUser()),
  };
  const article = await makeArticle(project, { text });
  return { project, article, people };
}

it("tells of a layer those alone who see it, as `seen_layers` has it, in every state", async () => {
  const { article, people } = await makeWork("independent");
  const layer = await makeLayer(article, { ownerId: people.ana.userId });
  await makeLayer(article, { ownerId: people.ben.userId });
  const shared = await makeWork("shared");
  const common = await makeLayer(shared.article, { kind: "shared" });
  const from = await settledEnd();
  const sent = mark();
  await applyCommand(people.ana, layer.id, sent);
  await applyCommand(shared.people.ana, common.id, mark());
  const rows = await newsAfter(from, 2);
  const told = async (actor: Actor) => {
    const topics = { layers: [layer.id, common.id], articles: [], sources: [] };
    return (await seenNews(actor, topics, rows))?.layers.map((one) => one.id).sort();
  };
  for (const state of ["open", "returned", "submitted"] as const) {
    await db().layer.update({ where: { id: layer.id }, data: { state } });
    for (const actor of [...Object.values(people), ...Object.values(shared.people)]) {
      const seen: { id: string }[] = await db().$queryRaw`
        SELECT l."id" FROM seen_layers(${actor.userId}::uuid) l WHERE l."id" = ANY (${[layer.id, common.id]}::uuid[]) ORDER BY 1`;
      expect(await told(actor)).toEqual(seen.map((one) => one.id));
    }
  }
  expect(await told(people.ben)).toEqual([]);
  expect(await told(shared.people.ben)).toEqual([common.id]);
  const own = await seenNews(people.ana, { layers: [layer.id], articles: [], sources: [] }, rows);
  expect(own?.layers).toEqual([{ id: layer.id, commandIds: [sent.commandId] }]);
});

it("tells of comments and notifications those alone who read them", async () => {
  const { article, people } = await makeWork("independent");
  await makeLayer(article, { ownerId: people.ben.userId });
  const from = await settledEnd();
  await talk(people.ana, { articleId: article.id }, `@[${people.rex.userId}] look`);
  const rows = await newsAfter(from, 1);
  const topics = { layers: [], articles: [article.id], sources: [] };
  const told = async (actor: Actor) => {
    const news = await seenNews(actor, topics, rows);
    return [news?.articles.length, news?.hasNotifications];
  };
  expect(await told(people.rex)).toEqual([1, true]);
  expect(await told(people.mia)).toEqual([1, false]);
  for (const actor of [people.ben, people.vic, people.stranger])
    expect(await told(actor)).toEqual([0, false]);
});

it("never skips an event that commits after one with a greater id", async () => {
  const { article, people } = await makeWork("shared");
  const layer = await makeLayer(article, { kind: "shared" });
  const from = await settledEnd();
  const slow = await connect(database.url);
  await slow.query("BEGIN");
  // A transaction that has its number and has not committed.
  await slow.query("SELECT pg_current_xact_id()");
  const late = mark();
  await applyCommand(people.ana, layer.id, late);
  expect(await readNews(from, 100)).toEqual([]);
  await slow.query("COMMIT");
  await slow.end();
  const told = async () => (await readNews(from, 100)).map((row) => row.commandId);
  await expect.poll(told, { timeout: 20_000 }).toContain(late.commandId);
});

/** What a stream says, event by event; it is read until `isEnough`. */
async function listen(actor: Actor, query: { layers?: string[]; after?: string }) {
  const over = new AbortController();
  opened.push(over);
  const topics = { layers: query.layers ?? [], articles: [], sources: [] };
  const reader = openStream(actor, topics, query.after, over.signal).body?.getReader();
  if (!reader) throw new Error("No stream.");
  let read = "";
  const until = async (isEnough: (all: string) => boolean) => {
    while (!isEnough(read)) {
      const { value, done } = await reader.read();
      if (done) return `${read}[end]`;
      read += new TextDecoder().decode(value);
    }
    return read;
  };
  return { until, end: () => over.abort() };
}

it("a stream tells of a change, and one that goes on later of what it missed; it ends with its session", async () => {
  const { article, people } = await makeWork("shared");
  const layer = await makeLayer(article, { kind: "shared" });
  const sessionId = await startSession(people.ben.userId, { userAgent: "", address: "" });
  const ben = { ...people.ben, sessionId };
  const stream = await listen(ben, { layers: [layer.id] });
  const start = await stream.until((all) => all.includes("event: at"));
  expect(start).toContain('"how":"polling"');
  const after = /event: at\ndata: "([\d.]+)"/.exec(start)?.[1] ?? "";
  expect(parseCursor(after).position).toBeGreaterThan(0n);
  const first = mark();
  await applyCommand(people.ana, layer.id, first);
  const all = await stream.until((said) => said.includes("event: news"));
  const news = liveNews.parse(JSON.parse(/event: news\ndata: (.*)\n/.exec(all)?.[1] ?? ""));
  expect(news.layers).toEqual([{ id: layer.id, commandIds: [first.commandId] }]);
  stream.end();
  const second = mark();
  await applyCommand(people.ana, layer.id, second);
  const again = await listen(ben, { layers: [layer.id], after: news.cursor });
  expect(await again.until((said) => said.includes(second.commandId))).not.toContain(first.commandId);
  await db().session.update({ where: { id: sessionId }, data: { revokedAt: new Date() } });
  await applyCommand(people.ana, layer.id, { ...mark(), commandId: randomUUID() });
  expect(await again.until(() => false)).toContain("[end]");
});
