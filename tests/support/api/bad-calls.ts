import { randomUUID } from "node:crypto";
import { z } from "zod";
import { toJsonSchema } from "@/lib/api/json-schema";
import type { Operation } from "@/lib/api/operation";
import type { ApiCall } from "./call";

/** A call that must be refused: what is wrong with it, and the statuses and codes that say so. */
export type BadCall = { what: string; call: ApiCall; status: number; code?: string };

const objectSchema = z.object({
  type: z.literal("object"),
  properties: z.record(z.string(), z.looseObject({ type: z.unknown().optional() })),
  required: z.array(z.string()).default([]),
});

/** Everything that can be made wrong in a call that is right, from the operation's own schemas. */
export function badCalls(operation: Operation, good: ApiCall): BadCall[] {
  return [
    ...badQueries(operation, good),
    ...badBodies(operation, good),
    ...badPaths(operation, good),
    ...badHeaders(operation, good),
  ];
}

function badQueries(operation: Operation, good: ApiCall): BadCall[] {
  const bad = (what: string, query: Record<string, string>): BadCall => ({
    what: `query: ${what}`,
    call: { ...good, query: { ...good.query, ...query } },
    status: 400,
  });
  const fields = operation.query ? objectSchema.safeParse(toJsonSchema(operation.query, "input")) : null;
  const names = fields?.success ? Object.entries(fields.data.properties) : [];
  return [
    { ...bad("an unknown parameter", { nonsense: "1" }), code: "invalid-input" },
    ...names.flatMap(([name, schema]) => {
      if (name === "cursor" || name === "at") return [bad(`${name} of no list`, { [name]: "bm9uc2Vuc2U" })];
      if (schema.type === "string" || schema.enum)
        return [bad(`${name} too long or unknown`, { [name]: "x".repeat(9_000) })];
      return schema.type === "integer" || schema.type === "number"
        ? [bad(`${name} that is no number`, { [name]: "many" })]
        : [];
    }),
  ];
}

function badBodies(operation: Operation, good: ApiCall): BadCall[] {
  if (!operation.body) {
    if (operation.method === "GET" || operation.consumes) return [];
    return [{ what: "a body where there is none", call: { ...good, body: { extra: 1 } }, status: 400 }];
  }
  const bad = (what: string, body: unknown, status = 400): BadCall => ({
    what: `body: ${what}`,
    call: { ...good, body },
    status,
  });
  const whole = z.record(z.string(), z.unknown()).parse(good.body);
  const general: BadCall[] = [
    bad("a list", []),
    bad("a text", "text"),
    bad("an unknown field", { ...whole, nonsense: true }),
    bad("text with NUL", { ...whole, nonsense: "\u0000" }),
    {
      ...bad("not as JSON", whole, 415),
      call: { ...good, body: whole, headers: { "content-type": "text/plain" } },
    },
    bad("too large", { ...whole, nonsense: "x".repeat((operation.maxBytes ?? 1_048_576) + 10) }, 413),
  ];
  const schema = objectSchema.safeParse(toJsonSchema(operation.body, "input"));
  if (!schema.success) return general;
  const fields = Object.entries(schema.data.properties).flatMap(([name, field]) => {
    const { [name]: _left, ...without } = whole;
    return [
      ...(schema.data.required.includes(name) ? [bad(`without ${name}`, without)] : []),
      ...wrongValues(field).map((value) =>
        bad(`${name} is ${JSON.stringify(value).slice(0, 30)}`, { ...whole, [name]: value }),
      ),
    ];
  });
  return [...general, ...fields];
}

/** Values of another type, and values beyond a limit. */
function wrongValues(schema: Record<string, unknown>): unknown[] {
  if (schema.enum) return ["no-such-value", 7];
  if (schema.type === "string")
    return [
      { a: 1 },
      12,
      ...(typeof schema.maxLength === "number" ? ["x".repeat(schema.maxLength + 1)] : []),
    ];
  if (schema.type === "integer" || schema.type === "number") return ["12", 1.5e300, null];
  if (schema.type === "boolean") return ["yes", 1];
  if (schema.type === "array") return ["text", { 0: "a" }];
  return schema.type === "object" ? ["text", 3] : [];
}

function badPaths(operation: Operation, good: ApiCall): BadCall[] {
  const names = Object.keys(operation.params.shape);
  return names.flatMap((name) => {
    const at = (value: string): ApiCall => ({ ...good, params: { ...good.params, [name]: value } });
    const isUuid = good.params?.[name]?.length === 36 && name !== "slug";
    return [
      { what: `path: unknown ${name}`, call: at(isUuid ? randomUUID() : "no-such-thing"), status: 404 },
      ...(isUuid ? [{ what: `path: ${name} is no id`, call: at("no-id"), status: 404 }] : []),
    ];
  });
}

function badHeaders(operation: Operation, good: ApiCall): BadCall[] {
  const all: BadCall[] = [];
  if (operation.needsRevision)
    all.push(
      { what: "no If-Match", call: { ...good, revision: undefined }, status: 428, code: "revision-required" },
      {
        what: "another If-Match",
        call: { ...good, revision: (good.revision ?? 0) + 1_000 },
        status: 412,
        code: "stale-revision",
      },
      {
        what: "If-Match of no revision",
        call: { ...good, revision: undefined, headers: { "if-match": "*" } },
        status: 400,
        code: "bad-if-match",
      },
    );
  if (operation.method !== "GET")
    all.push({ what: "a short key", call: { ...good, key: "k" }, status: 400, code: "bad-idempotency-key" });
  if (operation.repeats === "command")
    all.push({
      what: "no key",
      call: { ...good, key: undefined },
      status: 400,
      code: "idempotency-key-required",
    });
  return all;
}
