import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Operation } from "@/lib/api/operation";
import { operations } from "@/lib/api/operations";
import { problemSchema } from "@/lib/api/problem";
import { db } from "@/lib/db";
import { can, canOnRegister, isRegisterAction, projectRoles } from "@/lib/policy";
import { tokenScopes } from "@/lib/tokens/schema";
import { createTokenSecret, hashTokenSecret } from "@/lib/tokens/secret";
import { accountCalls } from "../../support/api/account-calls";
import { badCalls } from "../../support/api/bad-calls";
import { type ApiAnswer, newKey, sendCall, stampOfRows, tokenOf } from "../../support/api/call";
import { cardCalls } from "../../support/api/card-calls";
import { datasetCalls } from "../../support/api/dataset-calls";
import { deskCalls } from "../../support/api/desk-calls";
import type { GoodCall, GoodCalls } from "../../support/api/good-call";
import { intakeCalls, webCalls } from "../../support/api/intake-calls";
import { layerCalls } from "../../support/api/layer-calls";
import { releaseCalls } from "../../support/api/release-calls";
import { reviewCalls } from "../../support/api/review-calls";
import { sourceCalls } from "../../support/api/source-calls";
import { suggestionCalls } from "../../support/api/suggestion-calls";
import { talkCalls } from "../../support/api/talk-calls";
import { versionCalls } from "../../support/api/version-calls";
import { makeWorld, type Person, type World } from "../../support/api/world";
import { createDatabase } from "../../support/database";
import { startSite } from "../../support/web-site";

/**
 * Every operation of the API, read from its own table: one that this test has no valid call for fails it. Each is called
 * wrongly in every way that its schemas allow, and nothing may change; then rightly, and the answer must be what it says.
 */
const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-api-"));
vi.stubEnv("DATA_DIR", folder);
vi.stubEnv("API_REQUESTS_PER_MINUTE", "1000000");
const site = await startSite();
vi.stubEnv("FETCH_PRIVATE_HOSTS", site.host);
afterAll(() => Promise.all([rm(folder, { recursive: true, force: true }), site.stop()]));
await createDatabase();

const calls: GoodCalls = {
  ...accountCalls,
  ...cardCalls,
  ...datasetCalls,
  ...deskCalls,
  ...intakeCalls,
  ...layerCalls,
  ...versionCalls,
  ...releaseCalls,
  ...reviewCalls,
  ...sourceCalls,
  ...suggestionCalls,
  ...talkCalls,
  ...webCalls(site),
};

it("has a valid call for every operation, and for no other", () => {
  expect(Object.keys(calls).sort()).toEqual(operations.map(({ id }) => id).sort());
});

it("names every operation once, by method and path and by id", () => {
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(operations.length);
  for (const { path, params } of operations)
    expect([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])).toEqual(Object.keys(params.shape));
});

function requireProblem(answer: ApiAnswer, what: string, status: number | readonly number[], code?: string) {
  const said = `${what}: ${answer.status} ${answer.text.slice(0, 300)}`;
  expect([status].flat(), said).toContain(answer.status);
  expect(answer.headers.get("content-type"), said).toBe("application/problem+json");
  const problem = problemSchema.parse(answer.body);
  expect(problem.status, said).toBe(answer.status);
  expect(problem.type, said).toBe(`urn:sourcebench:problem:${problem.code}`);
  if (code) expect(problem.code, said).toBe(code);
}

describe.each(operations.map((operation) => [operation.id, operation] as const))("%s", (id, operation) => {
  let world: World;
  let call: GoodCall;
  let secret: string;
  /** What stood at the end of the first test, which is where the second begins. */
  let kept: string | undefined;
  beforeAll(async () => {
    world = await makeWorld();
    const make = calls[id];
    if (!make) throw new Error(`Teach this test about ${id}.`);
    call = await make(world);
    secret = world.tokens[call.as];
  });

  it("refuses what is wrong with a problem, and changes nothing", async () => {
    const key = operation.repeats === "command" ? (call.key ?? newKey()) : undefined;
    const good = { ...call, key };
    const tokens = await badTokens(world, call, operation);
    const before = await stampOfRows();
    for (const { what, token, status, code } of tokens)
      requireProblem(await sendCall(operation, token, good), what, status, code);
    for (const { what, call: bad, status, code } of badCalls(operation, good))
      requireProblem(await sendCall(operation, secret, bad), what, status, code);
    if (call.params?.slug)
      requireProblem(
        await sendCall(operation, secret, { ...good, params: { ...call.params, slug: world.foreign.slug } }),
        "another project",
        404,
        call.as === "admin" ? undefined : "not-found",
      );
    kept = await stampOfRows();
    expect(kept.split("|")).toEqual(before.split("|"));
  });

  it("is refused to every role below those that may, and changes nothing", async () => {
    expect(mayAsk(operation, call.as), `${call.as} may ${operation.may}`).toBe(true);
    const key = operation.repeats === "command" ? (call.key ?? newKey()) : undefined;
    const before = kept ?? (await stampOfRows());
    for (const role of people.filter((one) => !mayAsk(operation, one)))
      requireProblem(
        await sendCall(operation, world.tokens[role], { ...call, key }),
        `as ${role}`,
        [403, 404],
      );
    expect((await stampOfRows()).split("|")).toEqual(before.split("|"));
  });

  it("does what it says when asked rightly, once for each key", async () => {
    const key = operation.method === "GET" ? undefined : (call.key ?? newKey());
    const answer = await sendCall(operation, secret, { ...call, key });
    expect(answer.status, answer.text).toBe(operation.status);
    if (operation.response) operation.response.parse(answer.body);
    if (operation.revisionOf) expect(answer.headers.get("etag")).toMatch(/^"\d+"$/);
    expect(answer.headers.get("ratelimit")).toMatch(/^"person";r=\d+;t=\d+$/);
    await waitForImports();
    if (operation.method === "GET" || operation.repeats === "none") return;
    const before = await stampOfRows();
    const again = await sendCall(operation, secret, { ...call, key });
    if (operation.repeats === "secret") requireProblem(again, "again", 409, "answer-not-kept");
    else expect([again.status, again.body], again.text).toEqual([answer.status, answer.body]);
    if (operation.repeats !== "command")
      requireProblem(
        await renameWith(secret, key),
        "the same key for another request",
        409,
        "command-reused",
      );
    expect((await stampOfRows()).split("|")).toEqual(before.split("|"));
  });
});

/** Those whom an operation is asked as: each role of the project, and somebody with an account alone. */
const people = ["manager", "reviewer", "annotator", "viewer", "stranger"] as const;

/** Whether the policy allows an operation to somebody of the test's world. */
function mayAsk({ may }: Operation, who: Person): boolean {
  if (may === "anybody") return true;
  if (may === "administrator") return who === "admin";
  const role = projectRoles.find((one) => one === who) ?? null;
  return isRegisterAction(may) ? canOnRegister(role, may) : can(role, may);
}

/** Large imports go on after their answer, in a thread; on a busy machine small ones do too. */
async function waitForImports(): Promise<void> {
  const where = { state: { in: ["reading", "committing"] } };
  await expect.poll(() => db().importBatch.count({ where }), { timeout: 30_000 }).toBe(0);
}

async function renameWith(secret: string, key: string | undefined): Promise<ApiAnswer> {
  const rename = operations.find(({ id }) => id === "changeName");
  if (!rename) throw new Error("There is no changeName.");
  return sendCall(rename, secret, { body: { name: "Quite another name" }, key });
}

type BadToken = { what: string; token: string | null; status: number | readonly number[]; code?: string };

async function badTokens(world: World, call: GoodCall, operation: Operation): Promise<BadToken[]> {
  const person = world.people[call.as];
  const others = tokenScopes.filter((scope) => scope !== operation.scope);
  const revoked = await tokenOf(person);
  await db().apiToken.update({
    where: { secretHash: hashTokenSecret(revoked) },
    data: { revokedAt: new Date() },
  });
  const all: BadToken[] = [
    { what: "no token", token: null, status: 401, code: "token-required" },
    { what: "an unknown token", token: "sbk_nonsense", status: 401, code: "token-unknown" },
    { what: "an expired token", token: await expiredToken(person), status: 401, code: "token-ended" },
    { what: "a revoked token", token: revoked, status: 401, code: "token-ended" },
    {
      what: "a token of every other scope",
      token: await tokenOf(person, others),
      status: 403,
      code: "scope-missing",
    },
  ];
  if (call.params?.slug) {
    all.push({ what: "a stranger's token", token: world.tokens.stranger, status: 404, code: "not-found" });
    all.push({ what: "another manager's token", token: world.tokens.foreignManager, status: 404 });
  }
  return all;
}

async function expiredToken(user: { id: string }): Promise<string> {
  const { secret, prefix } = createTokenSecret();
  const day = 86_400_000;
  const [createdAt, expiresAt] = [new Date(Date.now() - 2 * day), new Date(Date.now() - day)];
  const data = { userId: user.id, name: "old", prefix, secretHash: hashTokenSecret(secret) };
  await db().apiToken.create({ data: { ...data, scopes: [...tokenScopes], createdAt, expiresAt } });
  return secret;
}
