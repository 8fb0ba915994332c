import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { currentActor } from "@/lib/auth/current-actor";
import { describeError } from "@/lib/error-response";
import { AppError, badInput, tooLarge, unauthenticated } from "@/lib/errors";
import { log } from "@/lib/log";
import { requireOwnOrigin } from "@/lib/own-origin";
import type { Actor } from "@/lib/policy";
import { findUnstorable, unstorableMessages } from "@/lib/text/unstorable";

const unknown = z.unknown();
const MEGABYTE = 1024 * 1024;

type Shape = z.ZodType;
type Options<P extends Shape, Q extends Shape, B extends Shape> = {
  params?: P;
  query?: Q;
  /** The schema of a JSON body; without it the body is not read. */
  body?: B;
  /** The most bytes a JSON body may have; 1 MiB unless told. */
  maxBytes?: number;
  /** A body that the handler reads itself (an upload), by its content type's beginning. */
  rawBody?: string;
};

type Context<P extends Shape, Q extends Shape, B extends Shape, A> = {
  actor: A;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  request: Request;
  requestId: string;
};

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

/** An endpoint for a signed-in user: parses, then calls; what it returns is sent as JSON unless it is a Response. */
export function route<
  P extends Shape = z.ZodUnknown,
  Q extends Shape = z.ZodUnknown,
  B extends Shape = z.ZodUnknown,
>(options: Options<P, Q, B>, handle: (context: Context<P, Q, B, Actor>) => Promise<unknown>): Handler {
  return (request, context) =>
    answer(request, async (requestId) => {
      requireOwnOrigin(request);
      const actor = await currentActor();
      if (!actor) throw unauthenticated();
      return handle({ ...(await parse(options, request, context)), actor, request, requestId });
    });
}

/** An endpoint for anybody, signed in or not. */
export function publicRoute<
  P extends Shape = z.ZodUnknown,
  Q extends Shape = z.ZodUnknown,
  B extends Shape = z.ZodUnknown,
>(options: Options<P, Q, B>, handle: (context: Context<P, Q, B, null>) => Promise<unknown>): Handler {
  return (request, context) =>
    answer(request, async (requestId) => {
      requireOwnOrigin(request);
      return handle({ ...(await parse(options, request, context)), actor: null, request, requestId });
    });
}

async function answer(request: Request, work: (requestId: string) => Promise<unknown>): Promise<Response> {
  const requestId = randomUUID();
  const started = performance.now();
  let response: Response;
  let code: string | undefined;
  try {
    const result = await work(requestId);
    response = result instanceof Response ? result : Response.json(result ?? null);
  } catch (error) {
    const { status, body } = describeError(error, requestId);
    code = body.code;
    response = Response.json({ error: body }, { status, headers: retryHeaders(error) });
  }
  response.headers.set("x-request-id", requestId);
  response.headers.set("cache-control", response.headers.get("cache-control") ?? cacheControl(request));
  log().info({
    requestId,
    method: request.method,
    path: new URL(request.url).pathname,
    status: response.status,
    code,
    ms: Math.round(performance.now() - started),
  });
  return response;
}

/** What answers a change is small and awaited by somebody typing: compressing it costs more than sending it. */
function cacheControl(request: Request): string {
  return request.method === "GET" ? "no-store" : "no-store, no-transform";
}

function retryHeaders(error: unknown): HeadersInit {
  if (!(error instanceof AppError) || error.status !== 429) return {};
  const details = z.object({ retryAfterSeconds: z.number() }).safeParse(error.details);
  return details.success ? { "retry-after": String(Math.ceil(details.data.retryAfterSeconds)) } : {};
}

async function parse<P extends Shape, Q extends Shape, B extends Shape>(
  options: Options<P, Q, B>,
  request: Request,
  context: { params: Promise<unknown> },
) {
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const path = await context.params;
  refuseUnstorable([search, path]);
  const params = (options.params ?? unknown).parse(path);
  const query = (options.query ?? unknown).parse(search);
  const body = options.body
    ? options.body.parse(await readJson(request, options.maxBytes ?? MEGABYTE))
    : undefined;
  if (options.rawBody && !contentType(request).startsWith(options.rawBody)) throw wrongType(options.rawBody);
  return {
    params: refine<P>(params),
    query: refine<Q>(query),
    body: refine<B>(body),
  };
}

const parsed = z.any();

// The three schemas are optional, which the compiler cannot follow through `??`.
function refine<S extends Shape>(value: unknown): z.output<S> {
  return parsed.parse(value);
}

function contentType(request: Request): string {
  return (request.headers.get("content-type") ?? "").toLowerCase();
}

function wrongType(wanted: string): AppError {
  return new AppError(415, "wrong-content-type", `Send this as ${wanted}.`);
}

async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  if (!contentType(request).startsWith("application/json")) throw wrongType("application/json");
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > maxBytes) throw tooLarge(`At most ${maxBytes} bytes.`);
  // Node reads no further than the length that was declared.
  const bytes = declared > 0 ? await request.arrayBuffer() : await readLimited(request, maxBytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw badInput("invalid-encoding", "The body is not UTF-8.");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badInput("invalid-json", "The body is not JSON.");
  }
  refuseUnstorable(value);
  return value;
}

function refuseUnstorable(value: unknown): void {
  const unstorable = findUnstorable(value);
  if (unstorable) throw badInput(unstorable, unstorableMessages[unstorable]);
}

/** The body's bytes, given up as soon as they pass the limit. */
async function readLimited(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body) {
    size += part.byteLength;
    if (size > maxBytes) throw tooLarge(`At most ${maxBytes} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
