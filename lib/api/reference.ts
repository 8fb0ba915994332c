import "server-only";
import { z } from "zod";
import { exampleOf, type JsonSchema, toJsonSchema } from "@/lib/api/json-schema";
import { parametersOf } from "@/lib/api/openapi";
import { type ApiTag, apiTags, type Operation } from "@/lib/api/operation";
import { operations } from "@/lib/api/operations";
import type { Reference, ReferenceField, ReferenceOperation } from "@/lib/api/reference-schema";
import { whoMay } from "@/lib/api/who-may";

/**
 * One part of the API for its page, or with `words` the operations of all parts that have each of them in their method,
 * path, name or sentences; `origin` is this site's address, for the lines that one can copy.
 */
export function getReference(tag: ApiTag, origin: string, words = ""): Reference {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = operations.filter((operation) => {
    const text = textOf(operation);
    return wanted.every((word) => text.includes(word));
  });
  const shown = wanted.length > 0 ? found : found.filter((operation) => operation.tag === tag);
  return {
    tag: wanted.length > 0 ? null : tag,
    words: words.trim(),
    total: operations.length,
    tags: apiTags
      .map((name) => ({ name, count: operations.filter((operation) => operation.tag === name).length }))
      .filter(({ count }) => count > 0),
    parts: apiTags
      .map((name) => ({
        tag: name,
        operations: shown.filter((one) => one.tag === name).map((operation) => describe(operation, origin)),
      }))
      .filter((part) => part.operations.length > 0),
  };
}

function textOf({ id, method, path, summary, detail, tag }: Operation): string {
  return [id, method, path, summary, detail, tag].join(" ").toLowerCase();
}

function describe(operation: Operation, origin: string): ReferenceOperation {
  const { id, method, path, summary, detail, scope, status, produces } = operation;
  const answer = operation.response ? toJsonSchema(operation.response, "output") : null;
  const body = operation.body ? toJsonSchema(operation.body, "input") : null;
  const example = answer ? JSON.stringify(exampleOf(answer), null, 2) : null;
  return {
    id,
    method,
    path,
    summary,
    detail,
    scope,
    who: whoMay(operation),
    status,
    produces,
    parameters: parametersOf(operation).map(({ name, in: place, required, schema }) => ({
      name,
      place,
      type: typeOf(schema),
      isRequired: required,
    })),
    body: body ? fieldsOf(body, 0) : [],
    answer: answer ? fieldsOf(answer, 0) : [],
    curl: curlOf(operation, origin, body),
    example,
  };
}

const mostDepth = 3;
const shape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
  oneOf: z.array(z.record(z.string(), z.unknown())).optional(),
  items: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  required: z.array(z.string()).default([]),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

function choicesOf(schema: JsonSchema): JsonSchema[] {
  const { anyOf, oneOf } = shape.parse(schema);
  return [...(anyOf ?? []), ...(oneOf ?? [])];
}

/** A schema's type in a few words. */
function typeOf(schema: JsonSchema): string {
  const {
    type,
    format,
    const: fixed,
    enum: values,
    items,
    maxLength,
    minimum,
    maximum,
  } = shape.parse(schema);
  if (fixed !== undefined) return JSON.stringify(fixed);
  if (values) return values.map((value) => JSON.stringify(value)).join(" | ");
  const choices = choicesOf(schema);
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(" | ");
  if (items) return `list of ${typeOf(items)}`;
  if (type === "string") {
    if (format) return format;
    return maxLength ? `text, at most ${maxLength}` : "text";
  }
  if (type === "integer" || type === "number") {
    const word = type === "integer" ? "whole number" : "number";
    const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
    return minimum !== undefined && most !== undefined && minimum > -Number.MAX_SAFE_INTEGER
      ? `${word}, ${minimum} to ${most}`
      : word;
  }
  if (type === "boolean") return "true | false";
  return Array.isArray(type) ? type.join(" | ") : (type ?? "any");
}

/** The fields of an object, of a list's objects, or of each of several choices; deeper ones follow theirs. */
function fieldsOf(schema: JsonSchema, depth: number): ReferenceField[] {
  const { items, properties, required } = shape.parse(schema);
  if (depth > mostDepth) return [];
  if (items) return fieldsOf(items, depth);
  const choices = choicesOf(schema).filter((choice) => shape.parse(choice).type !== "null");
  if (choices.length === 1) return fieldsOf(choices[0] ?? {}, depth);
  if (choices.length > 1)
    return choices.flatMap((choice, index) => {
      const inner = fieldsOf(choice, depth + 1);
      return inner.length > 0
        ? [{ name: `choice ${index + 1}`, type: typeOf(choice), isRequired: false, depth }, ...inner]
        : [];
    });
  return Object.entries(properties ?? {}).flatMap(([name, field]) => [
    { name, type: typeOf(field), isRequired: required.includes(name), depth },
    ...fieldsOf(field, depth + 1),
  ]);
}

function curlOf(operation: Operation, origin: string, body: JsonSchema | null): string {
  const lines = [
    `curl ${operation.method === "GET" ? "" : `-X ${operation.method} `}"${origin}/api/v1${shellPath(operation.path)}"`,
    `-H "Authorization: Bearer $TOKEN"`,
  ];
  if (operation.needsRevision) lines.push(`-H 'If-Match: "1"'`);
  if (operation.repeats === "command") lines.push('-H "Idempotency-Key: $(uuidgen)"');
  if (operation.consumes) lines.push("-F file=@article.txt");
  if (body)
    lines.push("-H 'Content-Type: application/json'", `-d '${quoted(JSON.stringify(exampleOf(body)))}'`);
  if (operation.produces) lines.push("-o FILE");
  return lines.join(" \\\n  ");
}

/** A path with its names as variables of a shell: `{articleId}` is `$ARTICLE_ID`. */
export function shellPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const words = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    return `\${${words}}`;
  });
}

/** A text inside single quotes of a shell. */
function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`);
}
