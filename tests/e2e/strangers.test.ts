import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { importDataset } from "@/lib/dataset-imports/import-dataset";
import { db } from "@/lib/db";
import { startApp } from "../support/app";
import { commentDoors, talk } from "../support/comments";
import { createDatabase } from "../support/database";
import {
  actorFor,
  makeArticle,
  makeLayer,
  makeMember,
  makeProject,
  makeSource,
  makeUser,
} from "../support/factories";
import { sourceFiles } from "../support/import-jsonl";
import { formOf, idsOf } from "../support/knocking";
import { layerRoutes } from "../support/layer-routes";
import { listRoutes } from "../support/list-routes";
import { logIn } from "../support/login";
import { claim, command, put, spanOf } from "../support/operations";
import { releaseRoutes } from "../support/release-calls";
import { type EntryPoint, listEntryPoints } from "../support/route-tree";

/**
 * Everybody who may not, at every door: the doors are read from the route tree, and one that these tables do not know
 * fails the first test, so that a new route cannot be forgotten.
 */
const database = await createDatabase();
const text = "The mayor said the dam is safe.";
const project = await makeProject({ annotatorsPerArticle: 2 });
const [article, done] = [await makeArticle(project, { text }), await makeArticle(project, { text })];
const owner = await makeMember(project, "annotator");
const layer = await makeLayer(article, { ownerId: owner.id });
const source = await makeSource();
const manager = await makeMember(project, "manager");
const card = await db().claimCard.create({
  data: { projectId: project.id, statement: "The dam is safe.", createdById: manager.id },
});
const round = await db().ratingRound.create({ data: { name: "Spring", createdById: manager.id } });
await db().article.update({ where: { id: done.id }, data: { state: "done" } });

const people = {
  anonymous: null,
  stranger: (await makeUser()).id,
  foreignManager: (await makeMember(await makeProject(), "manager")).id,
  viewer: (await makeMember(project, "viewer")).id,
  annotator: (await makeMember(project, "annotator")).id,
  reviewer: (await makeMember(project, "reviewer")).id,
  manager: manager.id,
};
type Person = keyof typeof people;
const everyone = ["viewer", "annotator", "reviewer", "manager"] as const satisfies Person[];
const desk = ["reviewer", "manager"] as const satisfies Person[];
const workers = ["annotator", "reviewer", "manager"] as const satisfies Person[];
const managers = ["manager"] as const satisfies Person[];

const app = await startApp(database);
const cookies = new Map<Person, string>();
for (const [person, userId] of Object.entries(people))
  if (userId && isPerson(person)) cookies.set(person, (await logIn(userId)).header);
afterAll(() => app.stop());

const staged = await fetch(`${app.url}/api/projects/${project.slug}/imports`, {
  method: "POST",
  headers: { origin: app.url, cookie: cookies.get("manager") ?? "" },
  body: formOf("A pasted text that waits for its import."),
});
if (!staged.ok) throw new Error(`The import was answered ${staged.status}: ${await staged.text()}`);
const batch = await db().importBatch.findFirstOrThrow({ where: { projectId: project.id, state: "draft" } });
const draft = await db().importDraft.findFirstOrThrow({ where: { batchId: batch.id } });

const dataset = await importDataset(actorFor({ id: people.manager }), project.slug, {
  label: "spans.jsonl",
  format: "doccano",
  files: sourceFiles({ "spans.jsonl": '{"text":"A dataset that waits.","label":[[0,1,"claim"]]}' }),
  isDryRun: true,
});

const thread = await talk(actorFor({ id: people.annotator }), { articleId: article.id }, "A claim?");

const names: Record<string, string> = {
  slug: project.slug,
  articleId: article.id,
  layerId: layer.id,
  batchId: batch.id,
  draftId: draft.id,
  datasetId: dataset.batchId,
  cardId: card.id,
  sourceId: source.id,
  roundId: round.id,
  token: "no-such-token",
  ...idsOf(
    "releaseId",
    "runId",
    "trialId",
    "clusterId",
    "pairId",
    "observationId",
    "disputeId",
    "markId",
    "carriedId",
  ),
  ...thread,
};

/** Who of a project's people may open each page; the register's pages are open to whoever has a role somewhere. */
type Opens = "public" | "signed-in" | "admin" | "register" | "raters" | "editors" | "managers-anywhere";
const pages: Record<string, Opens | readonly Person[]> = {
  "/": "public",
  "/sign-in": "public",
  "/set-up": "public",
  "/invite/[token]": "public",
  "/offline": "public",
  "/account": "signed-in",
  "/account/api": "signed-in",
  "/account/people": "admin",
  "/notifications": "signed-in",
  "/projects": "signed-in",
  "/projects/new": "managers-anywhere",
  "/projects/[slug]": everyone,
  "/projects/[slug]/work": workers,
  "/projects/[slug]/work/stalled": managers,
  "/projects/[slug]/work/time": managers,
  "/projects/[slug]/work/own-time": workers,
  "/projects/[slug]/work/gold": managers,
  "/projects/[slug]/articles": everyone,
  "/projects/[slug]/articles/[articleId]": everyone,
  "/projects/[slug]/articles/[articleId]/facts": desk,
  "/projects/[slug]/articles/[articleId]/versions": everyone,
  "/projects/[slug]/articles/[articleId]/versions/new": desk,
  "/projects/[slug]/articles/import": managers,
  "/projects/[slug]/articles/import/[batchId]": managers,
  "/projects/[slug]/articles/import/dataset/[datasetId]": managers,
  "/projects/[slug]/annotate/[layerId]": [],
  "/projects/[slug]/marks": everyone,
  "/projects/[slug]/review": desk,
  "/projects/[slug]/review/[articleId]": desk,
  "/projects/[slug]/review/disputes": desk,
  "/projects/[slug]/review/disputes/[disputeId]": [],
  "/projects/[slug]/outcome": workers,
  "/projects/[slug]/outcome/[articleId]": everyone,
  "/projects/[slug]/reuse": everyone,
  "/projects/[slug]/pairs": desk,
  "/projects/[slug]/reuse/[clusterId]": [],
  "/projects/[slug]/claims": everyone,
  "/projects/[slug]/claims/[cardId]": desk,
  "/projects/[slug]/agreement": desk,
  "/projects/[slug]/agreement/[pairId]": [],
  "/projects/[slug]/agreement/[pairId]/places": [],
  "/projects/[slug]/export": managers,
  "/projects/[slug]/releases": managers,
  "/projects/[slug]/releases/new": managers,
  "/projects/[slug]/releases/[releaseId]": [],
  "/projects/[slug]/releases/[releaseId]/differences": [],
  "/projects/[slug]/attributes": managers,
  "/projects/[slug]/settings": managers,
  "/projects/[slug]/members": managers,
  "/projects/[slug]/guideline": everyone,
  "/projects/[slug]/guideline/edit": managers,
  "/projects/[slug]/history": managers,
  "/projects/[slug]/suggestions": managers,
  "/projects/[slug]/sources": everyone,
  "/projects/[slug]/sources/new": workers,
  "/projects/[slug]/sources/proposals": desk,
  "/projects/[slug]/sources/[sourceId]": everyone,
  "/projects/[slug]/rounds": everyone,
  "/projects/[slug]/rounds/new": managers,
  "/projects/[slug]/rounds/[roundId]": managers,
  "/sources": "register",
  "/sources/new": "raters",
  "/sources/proposals": "editors",
  "/sources/[sourceId]": "register",
  "/rounds": "register",
  "/rounds/new": "managers-anywhere",
  "/rounds/[roundId]": "managers-anywhere",
};

const mark = command(put(claim([spanOf(text, "dam")])));
const seenBlock = { kind: "body", start: 0, end: 1 };

/** Who may call each endpoint, with what, so that the refusal is about the person and not about the input. */
const routes: Record<
  string,
  { may: "public" | "register" | readonly Person[]; body?: unknown; query?: string; form?: true }
> = {
  "GET /api/alive": { may: "public" },
  "GET /api/health": { may: "public" },
  "GET /api/v1/openapi.json": { may: "public" },
  "PATCH /api/articles/[articleId]/blocks": {
    may: desk,
    body: { op: "kind", blockId: randomUUID(), seen: seenBlock, kind: "body" },
  },
  ...commentDoors(article.id),
  "POST /api/cards/[cardId]/answers": { may: desk, body: { claimId: randomUUID(), isSame: true } },
  "PATCH /api/cards/[cardId]/answers": { may: desk, body: { claimId: randomUUID(), isRemoved: true } },
  "GET /api/cards/[cardId]/candidates": { may: desk },
  "GET /api/projects/[slug]/cards": { may: everyone },
  ...layerRoutes(mark),
  "GET /api/observations": { may: "register", query: `layerId=${layer.id}` },
  "POST /api/observations": {
    may: [],
    body: {
      id: randomUUID(),
      sourceId: source.id,
      layerId: randomUUID(),
      start: 0,
      end: 3,
      quote: "The",
      note: "x",
    },
  },
  "DELETE /api/observations/[observationId]": { may: [] },
  "GET /api/passages/text": { may: everyone, query: `versionId=${article.versionId}` },
  "GET /api/passages/search": { may: everyone, query: `versionId=${article.versionId}&start=0&end=9` },
  "GET /api/projects/[slug]/agreement": { may: desk, query: "kind=claim" },
  "GET /api/projects/[slug]/export": { may: managers },
  "GET /api/projects/[slug]/work-time": { may: managers },
  ...listRoutes({ everyone, desk }),
  "GET /api/sources/table": { may: "register" },
  ...releaseRoutes(managers),
  "POST /api/projects/[slug]/imports": { may: managers, form: true },
  "POST /api/projects/[slug]/imports/web": {
    may: managers,
    body: { articles: [{ address: "http://127.0.0.1/refused" }] },
  },
  "POST /api/projects/[slug]/imports/feed": { may: managers, body: { address: "http://127.0.0.1/refused" } },
  "POST /api/projects/[slug]/dataset-imports": { may: managers, form: true },
  "GET /api/projects/[slug]/dataset-imports/[datasetId]": { may: managers },
  "DELETE /api/projects/[slug]/dataset-imports/[datasetId]": { may: managers, body: {} },
  "POST /api/projects/[slug]/dataset-imports/[datasetId]/commit": { may: managers, body: {} },
  "POST /api/projects/[slug]/dataset-imports/[datasetId]/withdraw": { may: managers, body: {} },
  "POST /api/projects/[slug]/suggestion-runs/[runId]/withdraw": { may: [], body: {} },
  "GET /api/projects/[slug]/imports/[batchId]": { may: managers },
  "DELETE /api/projects/[slug]/imports/[batchId]": { may: managers, body: {} },
  "POST /api/projects/[slug]/imports/[batchId]/commit": { may: managers, body: {} },
  "POST /api/projects/[slug]/imports/[batchId]/withdraw": { may: managers, body: {} },
  "PATCH /api/projects/[slug]/imports/[batchId]/drafts": { may: managers, body: { draftId: draft.id } },
  "PATCH /api/projects/[slug]/imports/[batchId]/drafts/[draftId]/blocks": {
    may: managers,
    body: { op: "kind", seen: seenBlock, kind: "body" },
  },
  "POST /api/reviews/[articleId]/commands": {
    may: desk,
    body: { commandId: randomUUID(), action: "reject", unitId: randomUUID(), reason: "other", comment: "" },
  },
  "POST /api/reviews/[articleId]/examples": {
    may: desk,
    body: { action: "add", id: randomUUID(), unitId: randomUUID(), anchor: "claim", note: null },
  },
  "POST /api/sources/aliases": { may: "register", body: { sourceId: source.id, name: "P.", kind: "name" } },
  "GET /api/sources/suggest": { may: "register", query: "q=x" },
  "GET /api/sources/search": { may: "register", query: "q=x" },
  "POST /api/sources": { may: "register", body: { name: "Harbour Post", kind: "outlet", note: "" } },
};

const points = listEntryPoints();
// A stream never ends: tests/e2e/live.test.ts. tests/integration/api calls every operation of the API with every kind of token, and with none.
const ownTest = new Set(["/api/auth/[...nextauth]", "/api/v1/[...path]", "/api/live"]);
function isPerson(name: string): name is Person {
  return Object.hasOwn(people, name);
}

const outsiders = ["stranger", "foreignManager"] as const satisfies Person[];

function fill(address: string, values: Record<string, string>): string {
  return address.replace(/\[([^\]]+)\]/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for [${name}] of ${address}.`);
    return value;
  });
}

async function knock(
  point: EntryPoint,
  person: Person,
  values = names,
): Promise<{ status: number; code: string; location: string }> {
  const known = routes[`${point.method} ${point.path}`];
  const query = known?.query ? `?${known.query}` : "";
  const headers: Record<string, string> = { origin: app.url };
  const cookie = cookies.get(person);
  if (cookie) headers.cookie = cookie;
  let body: BodyInit | undefined;
  if (known?.form) {
    body = formOf("A pasted text.");
  } else if (known?.body !== undefined) {
    headers["content-type"] = "application/json";
    body = JSON.stringify(known.body);
  }
  const response = await fetch(`${app.url}${fill(point.path, values)}${query}`, {
    method: point.method,
    headers,
    body,
    redirect: "manual",
  });
  const answer = await response.text();
  const code = /"code":"([^"]+)"/.exec(answer)?.[1] ?? "";
  return { status: response.status, code, location: response.headers.get("location") ?? "" };
}

function mayOpen(rule: (typeof pages)[string], person: Person): boolean {
  if (rule === "public" || person === "anonymous") return rule === "public";
  if (rule === "signed-in") return true;
  if (rule === "admin") return false;
  if (rule === "register") return person !== "stranger";
  if (rule === "raters") return person !== "stranger" && person !== "viewer";
  if (rule === "editors") return person === "reviewer" || person === "manager" || person === "foreignManager";
  if (rule === "managers-anywhere") return person === "manager" || person === "foreignManager";
  return rule.includes(person);
}

it("knows every page and every endpoint of the route tree, and no other", () => {
  const found = points.filter((point) => !ownTest.has(point.path));
  expect(found.filter((point) => point.kind === "page").map((point) => point.path)).toEqual(
    Object.keys(pages).sort((a, b) => a.localeCompare(b)),
  );
  expect(
    found
      .filter((point) => point.kind === "route")
      .map((point) => `${point.method} ${point.path}`)
      .sort(),
  ).toEqual(Object.keys(routes).sort());
});

describe("pages", () => {
  const list = points.filter((point) => point.kind === "page");
  it.each(list.map((point) => [point.path, point] as const))("%s", async (address, point) => {
    const rule = pages[address];
    if (!rule) throw new Error(`Teach this test about ${address}.`);
    for (const person of Object.keys(people).filter(isPerson)) {
      const { status, location } = await knock(point, person);
      const said = `${person} at ${address}: ${status} ${location}`;
      if (rule === "public") expect([200, 307, 404], said).toContain(status);
      else if (person === "anonymous") {
        expect(status, said).toBe(307);
        expect(location, said).toContain("/sign-in");
      } else if (mayOpen(rule, person)) expect([200, 307], said).toContain(status);
      else if (typeof rule !== "string" && outsiders.some((one) => one === person))
        expect(status, said).toBe(404);
      else expect([403, 404], said).toContain(status);
    }
  });
});

describe("endpoints", () => {
  const list = points.filter((point) => point.kind === "route" && !ownTest.has(point.path));
  it.each(list.map((point) => [`${point.method} ${point.path}`, point] as const))(
    "%s",
    async (name, point) => {
      const rule = routes[name];
      if (!rule) throw new Error(`Teach this test about ${name}.`);
      // Whoever may comes last: what they change must not be what refuses the others.
      for (const person of Object.keys(people).filter(isPerson)) {
        const { status, code } = await knock(point, person);
        const said = `${person} at ${name}: ${status} ${code}`;
        if (rule.may === "public") expect(status, said).toBe(200);
        else if (person === "anonymous") expect([status, code], said).toEqual([401, "not-signed-in"]);
        else if (rule.may === "register") expect([401], said).not.toContain(status);
        else if (rule.may.includes(person)) {
          expect([401, 403], said).not.toContain(status);
          expect(status, said).toBeLessThan(500);
        } else if (outsiders.some((one) => one === person))
          expect([status, code], said).toEqual([404, "not-found"]);
        else expect([403, 404], said).toContain(status);
      }
    },
  );

  it("answer an outsider about what exists exactly as about what does not", async () => {
    const nothing = Object.fromEntries(
      Object.keys(names).map((name) => [name, name === "slug" ? "no-such-project" : randomUUID()]),
    );
    for (const point of list.filter((one) => one.path.includes("[")))
      for (const person of outsiders)
        expect(await knock(point, person)).toEqual(await knock(point, person, nothing));
  });

  it("refuse a state change that another site sends, and one without its content type", async () => {
    for (const point of list.filter((one) => one.method !== "GET")) {
      const address = `${app.url}${fill(point.path, names)}`;
      const cookie = cookies.get("manager") ?? "";
      const foreign = await fetch(address, {
        method: point.method,
        headers: { cookie, origin: "http://evil.example", "content-type": "application/json" },
        body: "{}",
      });
      expect([point.path, foreign.status]).toEqual([point.path, 403]);
      const plain = await fetch(address, {
        method: point.method,
        headers: { cookie, origin: app.url, "content-type": "text/plain" },
        body: "{}",
      });
      expect([400, 403, 404, 415], `${point.path} ${plain.status}`).toContain(plain.status);
    }
  });
});
