import { randomUUID } from "node:crypto";
import { z } from "zod";
import { toJsonSchema } from "@/lib/api/json-schema";
import type { Operation } from "@/lib/api/operation";
import { badHeaders } from "./bad-headers";
import type { ApiCall, BadCall } from "./call";

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
  const schema = toJsonSchema(operation.body, "input");
  return [...general, ...wrongInside(schema, whole).map(({ what, value }) => bad(what, value))];
}

type Wrong = { what: string; value: unknown };
const node = z.looseObject({
  $ref: z.string().optional(),
  type: z.unknown().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.looseObject({})).optional(),
  oneOf: z.array(z.looseObject({})).optional(),
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).default([]),
  additionalProperties: z.unknown().optional(),
  items: z.looseObject({}).optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  maxLength: z.number().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
});
const record = z.record(z.string(), z.unknown());

/** The value with one thing wrong in it, for each that its schema can tell: its type, its limits, and so on inside. */
function wrongInside(schema: unknown, value: unknown, at = "", depth = 0): Wrong[] {
  const shape = node.parse(schema);
  if (depth > 8 || shape.$ref) return [];
  const choices = [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])];
  const own =
    at === ""
      ? []
      : wrongValues(shape, choices).map((wrong) => ({ what: `${at} is ${short(wrong)}`, value: wrong }));
  const chosen = choices.find((choice) => fitsChoice(choice, value));
  if (choices.length > 0)
    return [...own, ...(chosen ? wrongInside(chosen, value, at, depth + 1).filter(isDeeper(at)) : [])];
  if (Array.isArray(value)) return [...own, ...wrongItems(shape, value, at, depth)];
  const fields = record.safeParse(value);
  if (!fields.success || !shape.properties) return own;
  const properties = Object.entries(shape.properties);
  return [
    ...own,
    ...(at !== "" && shape.additionalProperties === false
      ? [{ what: `${at} with an unknown field`, value: { ...fields.data, nonsense: true } }]
      : []),
    ...shape.required.map((name) => {
      const { [name]: _left, ...without } = fields.data;
      return { what: `without ${at}/${name}`, value: without };
    }),
    ...properties.flatMap(([name, field]) =>
      wrongInside(field, fields.data[name], `${at}/${name}`, depth + 1).map(({ what, value: wrong }) => ({
        what,
        value: { ...fields.data, [name]: wrong },
      })),
    ),
  ];
}

/** What is wrong of a choice itself may be right of another one; what is wrong inside it is wrong. */
function isDeeper(at: string) {
  return ({ what }: Wrong) => !what.startsWith(`${at} is `);
}

function wrongItems(
  shape: z.output<typeof node>,
  value: readonly unknown[],
  at: string,
  depth: number,
): Wrong[] {
  const [first, ...rest] = value;
  const { items, minItems = 0, maxItems } = shape;
  return [
    ...(minItems > 0 ? [{ what: `${at} with too few`, value: value.slice(0, minItems - 1) }] : []),
    ...(maxItems !== undefined && maxItems < 600 && first !== undefined
      ? [{ what: `${at} with too many`, value: Array.from({ length: maxItems + 1 }, () => first) }]
      : []),
    ...(items && first !== undefined
      ? wrongInside(items, first, `${at}/0`, depth + 1).map(({ what, value: wrong }) => ({
          what,
          value: [wrong, ...rest],
        }))
      : []),
  ];
}

/** Whether a value is of a choice: it names its constant fields, has what must be there, and nothing else. */
function fitsChoice(choice: unknown, value: unknown): boolean {
  const shape = node.parse(choice);
  if (shape.const !== undefined) return shape.const === value;
  if (shape.type === "null") return value === null;
  if (shape.type === "array" || Array.isArray(value)) return shape.type === "array" && Array.isArray(value);
  const fields = record.safeParse(value);
  if (!fields.success || shape.type !== "object") return typeof value === shape.type;
  const properties = shape.properties ?? {};
  return (
    shape.required.every((name) => name in fields.data) &&
    Object.entries(fields.data).every(([name, inner]) => {
      const field = properties[name];
      if (!field) return shape.additionalProperties !== false;
      const fixed = node.parse(field).const;
      return fixed === undefined || fixed === inner;
    })
  );
}

function short(value: unknown): string {
  return JSON.stringify(value).slice(0, 30);
}

/** Values of another type, and values beyond a limit. */
function wrongValues(schema: z.output<typeof node>, choices: readonly unknown[]): unknown[] {
  if (choices.length > 0) return wrongForAll(choices.map((choice) => node.parse(choice)));
  if (schema.const !== undefined) return ["no-such-value", 7];
  if (schema.enum) return ["no-such-value", 7];
  if (schema.type === "string")
    return [
      { a: 1 },
      12,
      null,
      ...(schema.format === "uuid" ? ["no-id"] : []),
      ...(typeof schema.maxLength === "number" ? ["x".repeat(schema.maxLength + 1)] : []),
    ];
  if (schema.type === "integer" || schema.type === "number") return ["12", 1.5e300, null];
  if (schema.type === "boolean") return ["yes", 1];
  if (schema.type === "array") return ["text", { 0: "a" }];
  return schema.type === "object" ? ["text", 3] : [];
}

/** What no choice can be. */
function wrongForAll(choices: readonly z.output<typeof node>[]): unknown[] {
  const types = choices.map(({ type, const: fixed, enum: values }) => type ?? typeof (fixed ?? values?.[0]));
  if (types.some((type) => type === undefined || type === "undefined")) return [];
  const has = (type: string) => types.includes(type) || (type === "number" && types.includes("integer"));
  return [
    ...(has("object") ? [] : [{ a: 1 }]),
    ...(has("number") ? [] : [12.5]),
    ...(has("boolean") ? [] : [true]),
    ...(has("array") ? [] : [["a"]]),
    ...(has("null") ? [] : [null]),
  ];
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
