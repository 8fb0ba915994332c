import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { answerApi } from "@/lib/api/answer";
import { openApi } from "@/lib/api/openapi";
import { apiTags } from "@/lib/api/operation";
import { operations } from "@/lib/api/operations";
import { countRequest } from "@/lib/api/pace";
import { getReference, shellPath } from "@/lib/api/reference";
import { whoMay } from "@/lib/api/who-may";
import { db } from "@/lib/db";
import { sendCall, tokenOf } from "../../support/api/call";
import { createDatabase } from "../../support/database";
import { makeMember, makeProject, makeUser } from "../../support/factories";

await createDatabase();
afterEach(() => vi.unstubAllEnvs());

function operation(id: string) {
  const found = operations.find((one) => one.id === id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
}

const problem = z.object({ code: z.string() });
async function ask(path: string, secret: string | null, init: RequestInit = {}) {
  const headers = new Headers(init.headers);
  if (secret) headers.set("authorization", `Bearer ${secret}`);
  const response = await answerApi(new Request(`http://127.0.0.1:3000/api/v1${path}`, { ...init, headers }));
  const text = await response.text();
  const code = response.status >= 400 ? problem.parse(JSON.parse(text)).code : null;
  return { status: response.status, headers: response.headers, code, text };
}

describe("the API", () => {
  it("says what it has not, and which methods an address takes", async () => {
    const secret = await tokenOf(await makeUser());
    expect(await ask("/nothing/here", secret)).toMatchObject({ status: 404, code: "no-such-operation" });
    const other = await ask("/me", secret, { method: "DELETE" });
    expect(other).toMatchObject({ status: 405, code: "wrong-method" });
    expect(other.headers.get("allow")).toBe("GET, PATCH");
  });

  it("looks at no cookie, allows no other origin, and says how to come in", async () => {
    const refused = await ask("/me", null, { headers: { cookie: "sourcebench.session=anything" } });
    expect(refused).toMatchObject({ status: 401, code: "token-required" });
    expect(refused.headers.get("www-authenticate")).toContain("Bearer");
    const secret = await tokenOf(await makeUser());
    const answer = await ask("/me", secret, { headers: { origin: "https://elsewhere.example" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("vary")).toBe("authorization");
  });

  it("answers 304 to who has the revision, and 412 to who has an older one", async () => {
    const project = await makeProject();
    const secret = await tokenOf(await makeMember(project, "manager"));
    const path = `/projects/${project.slug}/settings`;
    const first = await ask(path, secret);
    const etag = first.headers.get("etag") ?? "";
    expect(await ask(path, secret, { headers: { "if-none-match": etag } })).toMatchObject({ status: 304 });
    expect(await ask(path, secret, { headers: { "if-none-match": '"999"' } })).toMatchObject({ status: 200 });
  });

  it("keeps a token that is bound to a project in it", async () => {
    const [project, other] = [await makeProject(), await makeProject()];
    const user = await makeMember(project, "manager");
    await makeMember(other, "manager", { userId: user.id });
    const secret = await tokenOf(user, ["read", "manage"], project.slug);
    expect(await ask(`/projects/${project.slug}`, secret)).toMatchObject({ status: 200 });
    expect(await ask("/me", secret)).toMatchObject({ status: 200 });
    for (const path of [`/projects/${other.slug}`, "/projects", "/sources", "/me/tokens"])
      expect(await ask(path, secret)).toMatchObject({ status: 403, code: "project-not-granted" });
  });

  it("counts a person's requests over all their tokens, and says when to come again", async () => {
    const user = await makeUser();
    const [one, two] = [await tokenOf(user), await tokenOf(user)];
    const { limit, left } = await countRequest(user.id);
    expect(left).toBe(limit - 1);
    await db().apiPace.update({ where: { userId: user.id }, data: { count: limit - 1 } });
    const last = await ask("/me", one);
    expect(last.status).toBe(200);
    expect(last.headers.get("ratelimit")).toMatch(/^"person";r=0;t=\d+$/);
    const over = await ask("/me", two);
    expect(over).toMatchObject({ status: 429, code: "too-many" });
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    await db().apiPace.update({ where: { userId: user.id }, data: { since: new Date(Date.now() - 61_000) } });
    expect(await ask("/me", two)).toMatchObject({ status: 200 });
  });

  it("does a write once, however many send it at once with one key", async () => {
    const project = await makeProject();
    const secret = await tokenOf(await makeMember(project, "manager"));
    const call = { body: { name: "Once only", template: "reuse-only" }, key: "one-key-for-all" };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => sendCall(operation("createProject"), secret, call)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect(new Set(answers.map(({ text }) => text)).size).toBeLessThanOrEqual(2);
    expect(answers.filter(({ headers }) => headers.get("idempotency-replayed") === "true")).toHaveLength(7);
    expect(await db().project.count({ where: { name: "Once only" } })).toBe(1);
  });

  it("forgets the key of a write that was refused, so that it can be tried again", async () => {
    const project = await makeProject();
    const manager = await makeMember(project, "manager");
    const secret = await tokenOf(manager);
    const key = "a-key-to-try-again";
    const email = "later@example.org";
    const call = { params: { slug: project.slug }, body: { email, role: "viewer" }, key };
    expect((await sendCall(operation("addMember"), secret, call)).status).toBe(400);
    await makeUser({ email });
    expect((await sendCall(operation("addMember"), secret, call)).status).toBe(201);
  });

  it("says that it cannot know of a write that was broken off", async () => {
    const project = await makeProject();
    const annotator = await makeMember(project, "annotator");
    const secret = await tokenOf(annotator);
    const call = { params: { slug: project.slug }, key: "a-key-broken-off" };
    expect((await sendCall(operation("takeNext"), secret, call)).status).toBe(200);
    await db().apiAnswer.update({
      where: { userId_key: { userId: annotator.id, key: call.key } },
      data: { status: null },
    });
    const again = await sendCall(operation("takeNext"), secret, call);
    expect([again.status, problem.parse(again.body).code]).toEqual([409, "answer-unknown"]);
  });
});

describe("its description", () => {
  const shape = z.object({
    openapi: z.literal("3.1.1"),
    paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
    components: z.object({
      schemas: z.record(z.string(), z.unknown()),
      headers: z.record(z.string(), z.unknown()),
      responses: z.record(z.string(), z.unknown()),
    }),
  });

  it("has every operation once, and every reference leads somewhere in it", () => {
    const document = openApi();
    const { paths, components } = shape.parse(document);
    const ids = Object.values(paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
    expect(ids.toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
    const text = JSON.stringify(document);
    const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(refs.length).toBeGreaterThan(100);
    for (const ref of new Set(refs)) {
      const [part = "", name = ""] = ref.replace("#/components/", "").split("/");
      expect(Object.keys(components[z.enum(["schemas", "headers", "responses"]).parse(part)])).toContain(
        name,
      );
    }
  });

  it("shows every operation to people, with a line to copy", () => {
    const shown = apiTags.flatMap((tag) =>
      getReference(tag, "https://desk.example").parts.flatMap((part) => part.operations),
    );
    expect(shown.map(({ id }) => id).toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
    for (const { curl, path } of shown) {
      expect(curl).toContain(`"https://desk.example/api/v1${shellPath(path)}"`);
      expect(curl).toContain("Authorization: Bearer");
    }
  });

  it("is found by words in all of its parts, and says who may", () => {
    const found = getReference("Account", "https://desk.example", "withdraw  Dataset");
    const ids = found.parts.flatMap((part) => part.operations.map(({ id }) => id));
    expect(ids).toContain("withdrawDataset");
    expect(ids.length).toBeLessThan(10);
    expect(found.tag).toBeNull();
    expect(getReference("Account", "https://desk.example", "zzz").parts).toEqual([]);
    const who = (id: string) => whoMay(operation(id));
    expect(who("withdrawDataset")).toBe("managers of the project");
    expect(who("decide")).toBe("managers and reviewers of the project");
    expect(who("takeNext")).toBe("managers, reviewers and annotators of the project");
    expect(who("getProject")).toBe("everybody of the project");
    expect(who("forgetPerson")).toBe("administrators of this installation");
  });
});
