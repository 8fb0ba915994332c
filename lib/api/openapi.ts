import "server-only";
import { z } from "zod";
import { type JsonSchema, toComponents, toJsonSchema } from "@/lib/api/json-schema";
import { apiTags, type Operation } from "@/lib/api/operation";
import { operations } from "@/lib/api/operations";
import { problemSchema } from "@/lib/api/problem";
import { whoMay } from "@/lib/api/who-may";
import { scopeTerms, tokenScopes } from "@/lib/tokens/schema";

let document: JsonSchema | undefined;

/** The OpenAPI 3.1 document of everything that the API can do, made once from the operations' own schemas. */
export function openApi(): JsonSchema {
  document ??= build();
  return document;
}

function build(): JsonSchema {
  const schemas: Record<string, JsonSchema> = toComponents("Problem", toJsonSchema(problemSchema, "output"));
  const paths: Record<string, JsonSchema> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = describe(operation, schemas);
    paths[operation.path] = path;
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Sourcebench",
      version: "1",
      description: introduction,
      license: { name: "Unlicensed" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    tags: apiTags
      .filter((tag) => operations.some((operation) => operation.tag === tag))
      .map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: `Made on the account page. Its scopes: ${tokenScopes.map((scope) => `\`${scope}\` (${scopeTerms[scope].help})`).join(" ")}`,
        },
      },
      headers: paceHeaders,
      responses: {
        TooMany: {
          description: "More requests than one may send in a minute, with all tokens together.",
          headers: { ...paceRefs, "Retry-After": { $ref: "#/components/headers/RetryAfter" } },
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
        Problem: {
          description: "What went wrong, with a stable `code`.",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      schemas,
    },
  };
}

/** A form with files, as the operations that take some read it. */
const formSchema = {
  type: "object",
  properties: { file: { type: "array", items: { type: "string", format: "binary" } } },
} as const;

/** The headers of every answer that say how many requests are left, as lib/api/pace.ts writes them. */
const paceHeaders = {
  RateLimit: {
    description: "What is left: `r` requests, `t` seconds until they are counted anew.",
    schema: { type: "string" },
    example: '"person";r=599;t=60',
  },
  RateLimitPolicy: {
    description: "How many: `q` requests a person in `w` seconds.",
    schema: { type: "string" },
    example: '"person";q=600;w=60',
  },
  RetryAfter: { description: "Seconds to wait before asking again.", schema: { type: "integer" } },
} as const;
const paceRefs = {
  RateLimit: { $ref: "#/components/headers/RateLimit" },
  "RateLimit-Policy": { $ref: "#/components/headers/RateLimitPolicy" },
} as const;

const introduction = [
  "Send a token: `Authorization: Bearer sbk_…`. It does what its scopes name and its person may do; cookies are not looked at.",
  "Lists come in pages: ask for the next with `cursor` set to what `next` said.",
  "A write with an `Idempotency-Key` is done once: a repeat within 7 days gets the recorded answer, another body 409 `command-reused`.",
  "What has a revision comes with an `ETag`; where `If-Match` is asked for, an older one is refused with 412.",
  "Every answer says in `RateLimit` how many requests are left in this minute; beyond them the answer is 429, and `Retry-After` says for how many seconds. Wait so long, then send the same request with the same key.",
  "Errors are problems (RFC 9457) with a stable `code`. Offsets are Unicode code points of the version's text.",
].join("\n\n");

function describe(operation: Operation, schemas: Record<string, JsonSchema>): JsonSchema {
  const name = `${operation.id.charAt(0).toUpperCase()}${operation.id.slice(1)}`;
  const named = (part: string, schema: z.ZodType, io: "input" | "output") => {
    Object.assign(schemas, toComponents(`${name}${part}`, toJsonSchema(schema, io)));
    return { $ref: `#/components/schemas/${name}${part}` };
  };
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: [operation.detail, `For ${whoMay(operation)}.`].filter(Boolean).join("\n\n"),
    security: [{ token: [operation.scope] }],
    parameters: parametersOf(operation),
    ...(operation.body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: named("Body", operation.body, "input") } },
      },
    }),
    ...(operation.consumes && {
      requestBody: { required: true, content: { [operation.consumes]: { schema: formSchema } } },
    }),
    responses: {
      [operation.status]: {
        description: operation.status === 204 ? "Done." : operation.summary,
        headers: { ...paceRefs, ...(operation.revisionOf && { ETag: { schema: { type: "string" } } }) },
        ...(operation.response && {
          content: { "application/json": { schema: named("Answer", operation.response, "output") } },
        }),
        ...(operation.produces && { content: { [operation.produces]: {} } }),
      },
      429: { $ref: "#/components/responses/TooMany" },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

/** A parameter of an operation, as its document and its page list it. */
export type Parameter = {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: JsonSchema;
};

const withFields = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

/** What an operation takes in its path, its query and its headers. */
export function parametersOf(operation: Operation): Parameter[] {
  const fields = (schema: z.ZodType, place: "path" | "query") => {
    const { properties, required } = withFields.parse(toJsonSchema(schema, "input"));
    return Object.entries(properties).map(
      ([name, field]): Parameter => ({
        name,
        in: place,
        required: required.includes(name),
        schema: field,
      }),
    );
  };
  const header = (name: string, required: boolean): Parameter => ({
    name,
    in: "header",
    required,
    schema: { type: "string" },
  });
  const isKeyed = operation.method !== "GET" && operation.repeats !== "none";
  return [
    ...fields(operation.params, "path"),
    ...(operation.query ? fields(operation.query, "query") : []),
    ...(operation.needsRevision ? [header("If-Match", true)] : []),
    ...(isKeyed ? [header("Idempotency-Key", operation.repeats === "command")] : []),
  ];
}
