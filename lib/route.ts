import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { currentActor } from "@/lib/auth/current-actor";
import { describeError } from "@/lib/error-response";
import { AppError, conflict, unauthenticated } from "@/lib/errors";
import { log } from "@/lib/log";
import { requireOwnOrigin } from "@/lib/own-origin";
import type { Actor } from "@/lib/policy";
import { readJson, refuseUnstorable, requireContentType } from "@/lib/request-body";

const unknown = z.unknown();

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
      requireOwnPage(request, actor);
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

/** A page that names for whom it was drawn speaks for nobody else, whoever has signed in in its browser since. */
function requireOwnPage(request: Request, actor: Actor): void {
  const pageOf = request.headers.get("x-page-of");
  if (pageOf !== null && pageOf !== actor.userId)
    throw conflict("other-login", "Somebody else has signed in in this browser. Sign in again to go on.");
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
  const body = options.body ? options.body.parse(await readJson(request, options.maxBytes)) : undefined;
  if (options.rawBody) requireContentType(request, options.rawBody);
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
