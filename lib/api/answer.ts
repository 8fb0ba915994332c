import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { findOperation, type Match } from "@/lib/api/find-operation";
import type { Call, Operation } from "@/lib/api/operation";
import { countRequest, paceHeaders } from "@/lib/api/pace";
import { tokenRefused, toProblem } from "@/lib/api/problem";
import { requirePathProject } from "@/lib/api/project-of";
import { type Answer, hashRequest, once, onceReserved, readKey } from "@/lib/api/repeats";
import type { Tx } from "@/lib/db";
import { describeError } from "@/lib/error-response";
import { AppError, badInput, forbidden, tooLarge, tooMany } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Actor } from "@/lib/policy";
import { readJson, readLimited, refuseUnstorable, requireContentType } from "@/lib/request-body";
import { findTokenGrant } from "@/lib/tokens/queries";
import type { TokenGrant } from "@/lib/tokens/schema";

/** Where the API stands in the address. */
export const apiBase = "/api/v1";

type Caller = { actor: Actor; grant: TokenGrant };
type Situation = { request: Request; requestId: string; headers: Headers };

/**
 * Answers a request of the API: who asks (by token alone; cookies are not looked at), how often, which operation, what
 * with, whether the token may, whether it was asked before; then the operation. Whatever goes wrong becomes a problem
 * (RFC 9457) with a stable code.
 */
export async function answerApi(request: Request): Promise<Response> {
  const requestId = randomUUID();
  const started = performance.now();
  const headers = new Headers({
    "x-request-id": requestId,
    "cache-control": "no-store",
    vary: "authorization",
  });
  let response: Response;
  let code: string | undefined;
  try {
    response = await work({ request, requestId, headers });
  } catch (error) {
    const problem = toProblem(describeError(error, requestId), requestId);
    code = problem.code;
    refusalHeaders(problem.status, problem.code, headers);
    headers.set("content-type", "application/problem+json");
    response = new Response(JSON.stringify(problem), { status: problem.status, headers });
  }
  const ms = Math.round(performance.now() - started);
  const path = new URL(request.url).pathname;
  log().info({ requestId, method: request.method, path, status: response.status, code, ms });
  return response;
}

function refusalHeaders(status: number, code: string, headers: Headers): void {
  if (status !== 401 && code !== "scope-missing") return;
  const reasons: Record<string, string> = { "token-required": "", "scope-missing": "insufficient_scope" };
  const reason = reasons[code] ?? "invalid_token";
  headers.set("www-authenticate", `Bearer realm="sourcebench"${reason && `, error="${reason}"`}`);
}

async function work(situation: Situation): Promise<Response> {
  const { request, headers } = situation;
  const url = new URL(request.url);
  const match = findOperation(request.method, url.pathname.slice(apiBase.length));
  if (match.kind === "other-method") headers.set("allow", match.allowed.join(", "));
  const caller = await requireToken(request);
  const pace = await countRequest(caller.actor.userId);
  for (const [name, value] of Object.entries(paceHeaders(pace))) headers.set(name, value);
  if (pace.isOver) throw tooMany("You have sent as many requests as one may in a minute.", pace.resetSeconds);
  if (match.kind === "nothing") throw new AppError(404, "no-such-operation", "The API has no such address.");
  if (match.kind === "other-method")
    throw new AppError(405, "wrong-method", `This address takes ${match.allowed.join(", ")}.`);
  return carryOut(situation, caller, match);
}

async function requireToken(request: Request): Promise<Caller> {
  const header = request.headers.get("authorization") ?? "";
  const secret = /^Bearer +(\S{1,300})$/i.exec(header.trim())?.[1];
  if (!secret) throw tokenRefused("token-required", "Send a token: Authorization: Bearer sbk_…");
  const caller = await findTokenGrant(secret);
  if (caller === "expired")
    throw tokenRefused("token-ended", "This token has run out or was revoked. Make a new one.");
  if (!caller) throw tokenRefused("token-unknown", "There is no such token.");
  return caller;
}

async function carryOut(
  situation: Situation,
  caller: Caller,
  { operation, params }: Extract<Match, { kind: "found" }>,
): Promise<Response> {
  const { request, headers } = situation;
  const { actor, grant } = caller;
  if (!grant.scopes.includes(operation.scope))
    throw forbidden(`This needs a token that may "${operation.scope}".`, "scope-missing");
  if (grant.projectId !== null && !("slug" in operation.params.shape) && !operation.isAboutSelf)
    throw forbidden("This token works in one project alone.", "project-not-granted");
  const query = readQuery(new URL(request.url).searchParams);
  refuseUnstorable([query, params]);
  const body = await readBody(operation, request);
  const call = operation.check({ params, query, body });
  await requirePathProject(actor, grant, params);
  const revision = readRevision(operation, request);
  const key = operation.method === "GET" ? null : readKey(request);
  const commandId = operation.repeats === "command" ? readCommandId(key) : "";
  const upload = key !== null && operation.consumes ? await holdUpload(request, operation) : null;
  const given = upload?.request ?? request;
  const act = async (tx?: Tx) => {
    const context = { actor, grant, tx, revision, commandId, request: given };
    const answer = await callStale(call, context, operation);
    if (answer instanceof Response) return answer;
    const etag = operation.revisionOf ? `"${operation.revisionOf(answer)}"` : null;
    return { status: operation.status, body: answer ?? null, etag };
  };
  if (key === null || operation.repeats === "none" || operation.repeats === "command")
    return send(situation, await act());
  const hash = hashRequest({
    method: operation.method,
    path: new URL(request.url).pathname + new URL(request.url).search,
    revision,
    body: upload?.hash ?? body ?? null,
  });
  const asked = { userId: actor.userId, key, hash };
  const answer =
    operation.repeats === "reserved"
      ? await onceReserved(asked, () => act().then(plain))
      : await once(asked, operation.repeats === "stored", (tx) => act(tx).then(plain));
  if (answer.isRepeat) headers.set("idempotency-replayed", "true");
  return send(situation, answer);
}

/** An upload is held whole where its key needs its hash; without a key it is read as it comes. */
async function holdUpload(request: Request, operation: Operation) {
  const most = operation.maxBytes ?? 0;
  if (Number(request.headers.get("content-length") ?? 0) > most) throw tooLarge(`At most ${most} bytes.`);
  const bytes = await readLimited(request, most);
  // A form's boundary is another each time it is sent, and is no part of what it says.
  const boundary = /boundary="?([^";]+)"?/i.exec(request.headers.get("content-type") ?? "")?.[1] ?? "";
  const text = Buffer.from(bytes).toString("latin1");
  const hash = createHash("sha256").update(boundary ? text.replaceAll(boundary, "") : text, "latin1");
  const { url, method, headers } = request;
  return {
    request: new Request(url, { method, headers, body: new Uint8Array(bytes) }),
    hash: hash.digest("hex"),
  };
}

type Plain = Omit<Answer, "isRepeat">;

function plain(answer: Response | Plain): Plain {
  if (answer instanceof Response) throw new Error("A file cannot be kept for a repeat.");
  return answer;
}

function send({ request, headers }: Situation, answer: Response | Plain): Response {
  if (answer instanceof Response) {
    for (const [name, value] of headers) answer.headers.set(name, value);
    return answer;
  }
  if (answer.etag) headers.set("etag", answer.etag);
  if (request.method === "GET" && answer.etag && isAmong(request.headers.get("if-none-match"), answer.etag))
    return new Response(null, { status: 304, headers });
  if (answer.status === 204) return new Response(null, { status: 204, headers });
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
}

function isAmong(header: string | null, etag: string): boolean {
  return (header ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}

/** What a form is told as 409 `stale-revision` is 412 to a program that said which revision it read. */
async function callStale(call: Call, context: Parameters<Call>[0], operation: Operation): Promise<unknown> {
  try {
    return await call(context);
  } catch (error) {
    if (operation.needsRevision && error instanceof AppError && error.code === "stale-revision")
      throw new AppError(
        412,
        "stale-revision",
        "It has changed since that revision. Read it again.",
        error.details,
      );
    throw error;
  }
}

function readRevision(operation: Operation, request: Request): number {
  if (!operation.needsRevision) return 0;
  const header = request.headers.get("if-match");
  if (header === null)
    throw new AppError(428, "revision-required", 'Send the ETag that you read: If-Match: "7".');
  const revision = /^"(\d{1,9})"$/.exec(header.trim())?.[1];
  if (!revision) throw badInput("bad-if-match", 'If-Match takes one ETag of this thing, such as "7".');
  return Number(revision);
}

function readCommandId(key: string | null): string {
  if (key === null)
    throw badInput("idempotency-key-required", "Send an Idempotency-Key: a new UUID for each command.");
  const id = z.uuid().safeParse(key);
  if (!id.success) throw badInput("bad-idempotency-key", "The idempotency key of a command is a UUID.");
  return id.data;
}

function readQuery(search: URLSearchParams): Record<string, string> {
  const names = [...search.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new z.ZodError([{ code: "custom", path: [twice], message: "Given more than once.", input: null }]);
  return Object.fromEntries(search);
}

async function readBody(operation: Operation, request: Request): Promise<unknown> {
  if (operation.method === "GET") return {};
  if (operation.consumes) {
    requireContentType(request, operation.consumes);
    return undefined;
  }
  if (
    !operation.body &&
    !request.headers.get("content-type") &&
    !Number(request.headers.get("content-length"))
  )
    return {};
  return readJson(request, operation.maxBytes);
}
