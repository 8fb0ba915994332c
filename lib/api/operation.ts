import { z } from "zod";
import { exact } from "@/lib/api/exact";
import type { Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor, ProjectAction, RegisterAction } from "@/lib/policy";
import type { TokenGrant, TokenScope } from "@/lib/tokens/schema";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The parts of the API, in the order in which its page lists them. */
export const apiTags = [
  "Account",
  "Projects",
  "Members",
  "Articles",
  "Imports",
  "Work",
  "Layers",
  "Suggestions",
  "Reviews",
  "Outcomes",
  "Comments",
  "Agreement",
  "Marks",
  "Reuse",
  "Sources",
  "Ratings",
  "Claim cards",
  "Guidelines",
  "Datasets",
  "History",
] as const;
export type ApiTag = (typeof apiTags)[number];

/**
 * How a repeated write is known. `stored`: with its idempotency key, in the write's own transaction. `reserved`: with its
 * key before the write, which makes several transactions. `command`: the key is the command's id, kept with its events,
 * and must be given. `secret`: as stored, but the answer holds a secret and is not kept. `none`: doing it twice is as once.
 */
export type Repeats = "stored" | "reserved" | "command" | "secret" | "none";

/**
 * Who may do an operation: an action of the policy, in the project or on the register of sources; `anybody` with an
 * account (about themselves, or about what they see); `administrator` of the installation.
 */
export type Permission = ProjectAction | RegisterAction | "anybody" | "administrator";

/** What a handler is told besides its input. `revision` is If-Match's, for operations that ask for one. */
export type CallContext = {
  actor: Actor;
  grant: TokenGrant;
  tx: Tx | undefined;
  revision: number;
  /** The idempotency key of a `command`. */
  commandId: string;
  request: Request;
};

/** A request whose input has been checked, ready to be carried out. */
export type Call = (context: CallContext) => Promise<unknown>;
type RawInput = { params: unknown; query: unknown; body: unknown };

/** An operation of the API as everything reads it: the dispatcher, OpenAPI, the page and the test. */
export type Operation = {
  id: string;
  method: Method;
  /** The path after /api/v1, names in braces. */
  path: string;
  tag: ApiTag;
  scope: TokenScope;
  may: Permission;
  summary: string;
  detail: string;
  params: z.ZodObject;
  /** Null where there is none. */
  query: z.ZodType | null;
  body: z.ZodType | null;
  response: z.ZodType | null;
  status: 200 | 201 | 204;
  /** The media type of an answer that is a file, streamed; or of a body that is one. */
  produces: string | null;
  consumes: string | null;
  maxBytes: number | undefined;
  repeats: Repeats;
  /** Whether If-Match must name the revision that was read. */
  needsRevision: boolean;
  /** Whether a token that is bound to one project may ask although the path names none. */
  isAboutSelf: boolean;
  /** The revision of an answer, for its ETag; null for answers without. */
  revisionOf: ((answer: unknown) => number) | null;
  check: (raw: RawInput) => Call;
};

type Definition<P extends z.ZodObject, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = {
  id: string;
  path: string;
  tag: ApiTag;
  scope: TokenScope;
  may: Permission;
  summary: string;
  detail?: string;
  params: P;
  query: Q;
  body: B;
  response: R;
  status?: 200 | 201 | 204;
  produces?: string;
  consumes?: string;
  maxBytes?: number;
  repeats?: Repeats;
  needsRevision?: boolean;
  isAboutSelf?: boolean;
  /** An answer that has a `revision` gets it as its ETag. */
  hasRevision?: boolean;
  handle: (
    input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> } & CallContext,
  ) => Promise<z.output<R> | Response> | Promise<void>;
};

/** No fields, in a path, a query or a body. */
export const none = z.strictObject({});
/** The answer of a write that has nothing to say. */
export const nothing = z.null();
/** The answer of an operation that sends a file. */
export const file = z.null();

const revised = z.object({ revision: z.number() });

/** An operation that changes nothing. */
export function read<P extends z.ZodObject, Q extends z.ZodType, R extends z.ZodType>(
  definition: Omit<Definition<P, Q, typeof none, R>, "body" | "repeats" | "needsRevision">,
): Operation {
  return define("GET", { ...definition, body: none, repeats: "none" });
}

/** An operation that changes something; its body is JSON unless `consumes` says otherwise. */
export function write<P extends z.ZodObject, B extends z.ZodType, R extends z.ZodType>(
  method: Exclude<Method, "GET">,
  definition: Omit<Definition<P, typeof none, B, R>, "query">,
): Operation {
  return define(method, { ...definition, query: none });
}

/** An operation that takes files in a form; what is said about them stands in the query. */
export function upload<P extends z.ZodObject, Q extends z.ZodType, R extends z.ZodType>(
  definition: Omit<Definition<P, Q, typeof none, R>, "body" | "consumes"> & { maxBytes: number },
): Operation {
  return define("POST", { ...definition, body: none, consumes: "multipart/form-data" });
}

function define<P extends z.ZodObject, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  method: Method,
  definition: Definition<P, Q, B, R>,
): Operation {
  const { params, query, body, handle } = definition;
  const exactQuery = exact(query, true);
  const exactBody = exact(body);
  return {
    id: definition.id,
    method,
    path: definition.path,
    tag: definition.tag,
    scope: definition.scope,
    may: definition.may,
    summary: definition.summary,
    detail: definition.detail ?? "",
    params,
    query: isNone(query) ? null : exactQuery,
    body: isNone(body) || definition.consumes ? null : exactBody,
    response: definition.produces || isNothing(definition.response) ? null : definition.response,
    status: definition.status ?? (isNothing(definition.response) && !definition.produces ? 204 : 200),
    produces: definition.produces ?? null,
    consumes: definition.consumes ?? null,
    maxBytes: definition.maxBytes,
    repeats: definition.repeats ?? "stored",
    needsRevision: definition.needsRevision ?? false,
    isAboutSelf: definition.isAboutSelf ?? false,
    revisionOf: definition.hasRevision ? (answer) => revised.parse(answer).revision : null,
    check(raw) {
      // An address that cannot be one leads nowhere.
      const address = params.safeParse(raw.params);
      if (!address.success) throw notFound();
      exactQuery.parse(raw.query);
      if (!definition.consumes) exactBody.parse(raw.body);
      const input = {
        params: address.data,
        query: query.parse(raw.query),
        body: body.parse(definition.consumes ? {} : raw.body),
      };
      return (context) => handle({ ...input, ...context });
    },
  };
}

function isNone(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && Object.keys(schema.shape).length === 0;
}

function isNothing(schema: z.ZodType): boolean {
  return schema instanceof z.ZodNull;
}
