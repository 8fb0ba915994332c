import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { connect } from "../../prisma/migrate.mjs";
import { startApp } from "../support/app";
import { talk } from "../support/comments";
import { createDatabase } from "../support/database";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject, makeSource } from "../support/factories";
import { logIn } from "../support/login";
import { claim, command, put, spanOf } from "../support/operations";
import { listEntryPoints } from "../support/route-tree";

/** What no page of ours sends: every door answers it as a fault of whoever asks, and the log tells nothing of it. */
const database = await createDatabase();
const text = "The mayor said the dam is safe. Canarytext.";
const project = await makeProject();
const other = await makeProject();
const article = await makeArticle(project, { text });
const done = await makeArticle(project, { text: `${text} Again.` });
const manager = await makeMember(project, "manager");
await makeMember(other, "manager", { userId: manager.id });
const layer = await makeLayer(article, { ownerId: manager.id });
await makeLayer(done, { kind: "adjudicated", state: "closed" });
await db().article.update({ where: { id: done.id }, data: { state: "done" } });
const source = await makeSource();
const card = await db().claimCard.create({
  data: { projectId: project.id, statement: "The dam is safe.", createdById: manager.id },
});
const thread = await talk(actorFor(manager), { articleId: article.id }, "Is the headline a claim?");
const round = await db().ratingRound.create({ data: { name: "Spring", createdById: manager.id } });
const app = await startApp(database, { LOG_LEVEL: "info" });
afterAll(() => app.stop());
const login = await logIn(manager.id);

const names: Record<string, string> = {
  slug: project.slug,
  articleId: article.id,
  layerId: layer.id,
  batchId: randomUUID(),
  draftId: randomUUID(),
  datasetId: randomUUID(),
  cardId: card.id,
  sourceId: source.id,
  roundId: round.id,
  releaseId: randomUUID(),
  trialId: randomUUID(),
  observationId: randomUUID(),
  carriedId: randomUUID(),
  ...thread,
  token: "no-such-token",
};
const points = listEntryPoints().filter((point) => !/nextauth|^\/api\/live$/.test(point.path));
const reads = points.filter((point) => point.kind === "page" || point.method === "GET");
const writes = points.filter((point) => point.kind === "route" && point.method !== "GET");

function fill(address: string, values = names): string {
  return address.replace(/\[([^\]]+)\]/g, (_whole, name: string) => values[name] ?? "");
}

async function ask(address: string, init: RequestInit = {}): Promise<{ status: number; answer: string }> {
  const headers = { cookie: login.header, origin: app.url, ...init.headers };
  const response = await fetch(app.url + address, { ...init, headers, redirect: "manual" });
  return { status: response.status, answer: await response.text() };
}

function cursorOf(key: unknown): string {
  return Buffer.from(JSON.stringify([1, key])).toString("base64url");
}

describe("an address that no page of ours leads to", () => {
  const parts = ["%00", "a%00b", "..%2f..%2fetc", "%ED%A0%80", "__proto__", "%0d%0aX-A:b"];
  it.each(points.map((point) => [`${point.method} ${point.path}`, point] as const))(
    "%s",
    async (_name, point) => {
      for (const [, part = ""] of point.path.matchAll(/\[([^\]]+)\]/g))
        for (const nasty of parts) {
          const init = point.kind === "page" ? {} : { method: point.method };
          const { status } = await ask(fill(point.path, { ...names, [part]: nasty }), init);
          expect(status, `${part}=${nasty}`).toBeLessThan(500);
        }
    },
  );
});

describe("a query that no page of ours makes", () => {
  const known =
    "cursor at show layer draft version noun batch publisher invitations cards claims next q stage language translated kind limit projectId ids since until layers states offsets view layerId here same mentions articleId threadId isForAll from to";
  const id = randomUUID();
  const values = [
    ["NUL", "%00"],
    ["a huge number", "99999999999999999999"],
    ["cursor text", cursorOf(["abc", id])],
    ["cursor NUL", cursorOf(["\u0000", id])],
    ["cursor time", cursorOf(["9999-99-99T00:00:00.000Z", id])],
    ["cursor number", cursorOf(9e15)],
    ["cursor place", cursorOf(["999999999999999999", 9e15, id])],
  ] as const;
  it.each(reads.map((point) => [point.path, point] as const))("%s", async (_name, point) => {
    for (const [what, value] of values) {
      const query = known.split(" ").map((name) => `${name}=${value}`);
      const { status } = await ask(`${fill(point.path)}?${query.join("&")}`);
      expect(status, what).toBeLessThan(500);
    }
    const twice = known.split(" ").map((name) => `${name}=a&${name}=b`);
    expect((await ask(`${fill(point.path)}?${twice.join("&")}`)).status).toBeLessThan(500);
  });
});

describe("a body that no program of ours sends", () => {
  const bodies = [
    `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
    `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
    '{"__proto__":{"x":1},"a":"\\u0000"}',
    '"\\ud800"',
    "null",
    "{",
    "",
  ];
  it.each(writes.map((point) => [`${point.method} ${point.path}`, point] as const))(
    "%s",
    async (_name, point) => {
      for (const body of bodies) {
        const headers = { "content-type": "application/json" };
        const { status } = await ask(fill(point.path), { method: point.method, headers, body });
        expect(status, body.slice(0, 20)).toBeLessThan(500);
      }
    },
  );

  it("names what is wrong in a mark, and keeps nothing of it", async () => {
    const mark = JSON.stringify(command(put(claim([spanOf(text, "dam")]))));
    const attributes = (json: string) => mark.replace('"attributes":{}', `"attributes":${json}`);
    const send = (body: string) =>
      ask(`/api/layers/${layer.id}/commands`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
    const deep = await send(attributes(`{"note":${"[".repeat(60_000)}${"]".repeat(60_000)}}`));
    expect([deep.status, JSON.parse(deep.answer).error.code]).toEqual([400, "too-deep"]);
    const proto = await send(attributes('{"__proto__":{"a":1},"constructor":1}'));
    expect([proto.status, JSON.parse(proto.answer).error.code]).toEqual([400, "unknown-attribute"]);
    const nul = await send(attributes('{"note":"a\\u0000b"}'));
    expect([nul.status, JSON.parse(nul.answer).error.code]).toEqual([400, "nul-byte"]);
    expect(await db().annotation.count({ where: { layerId: layer.id } })).toBe(0);
  });
});

it("an article under another project's address is not found, though its reader may see both", async () => {
  for (const page of [
    "articles/[articleId]",
    "articles/[articleId]/facts",
    "articles/[articleId]/versions",
    "articles/[articleId]/versions/new",
    "review/[articleId]",
    "outcome/[articleId]",
  ]) {
    const under = (slug: string, articleId: string) =>
      ask(fill(`/projects/[slug]/${page}`, { slug, articleId })).then(({ status }) => status);
    expect([page, await under(project.slug, done.id)]).toEqual([page, 200]);
    expect([page, await under(other.slug, done.id)]).toEqual([page, 404]);
  }
});

it("the log holds no text, address of a person, or cookie of all this, and nothing that Next printed", () => {
  const output = app.output();
  for (const secret of ["Canarytext", manager.email, login.value]) expect(output).not.toContain(secret);
  expect(output.match(/⨯[^\n]*/g) ?? []).toEqual([]);
});

it("the pool recovers when the database ends every connection", async () => {
  const admin = await connect(database.superUrl);
  const end = () =>
    admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
  const address = fill("/projects/[slug]/articles/[articleId]");
  // Some of these are under way when their connection goes.
  const burst = Promise.all(Array.from({ length: 20 }, () => ask(address).then(({ status }) => status)));
  await end();
  for (const status of await burst) expect([200, 500]).toContain(status);
  await end();
  await admin.end();
  const limit = Date.now() + 10_000;
  let status = 0;
  while (status !== 200 && Date.now() < limit) {
    ({ status } = await ask(address));
    if (status !== 200) await delay(20);
  }
  expect(status).toBe(200);
  expect(app.output()).not.toContain("Canarytext");
});

it("an ended session is refused at its next save, and the save arrives after signing in again", async () => {
  const save = command(put(claim([spanOf(text, "safe")])));
  const send = (cookie: string) =>
    ask(`/api/layers/${layer.id}/commands`, {
      method: "POST",
      headers: { cookie, "content-type": "application/json" },
      body: JSON.stringify(save),
    });
  await db().session.update({ where: { id: login.sessionId }, data: { revokedAt: new Date() } });
  expect((await send(login.header)).status).toBe(401);
  expect((await send((await logIn(manager.id)).header)).status).toBe(200);
});
