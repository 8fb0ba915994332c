import { z } from "zod";

/** A JSON Schema (2020-12) as far as the API's page and documents read it. */
export type JsonSchema = { [key: string]: unknown };

const looseObject = z.record(z.string(), z.unknown());

/** A zod schema as JSON Schema: what is taken (`input`) or given (`output`). */
export function toJsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _schema, ...rest } = looseObject.parse(
    z.toJSONSchema(schema, { io, unrepresentable: "any" }),
  );
  return rest;
}

/**
 * The schema as a named part of an OpenAPI document, with the parts it names itself (a recursive one has some): their
 * references point into the document.
 */
export function toComponents(name: string, schema: JsonSchema): Record<string, JsonSchema> {
  const { $defs, ...rest } = schema;
  const parts = Object.entries(looseObject.parse($defs ?? {}));
  const rename = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === "$ref" ? refOf(name, inner) : rename(inner)]),
    );
  };
  return Object.fromEntries([
    [name, looseObject.parse(rename(rest))],
    ...parts.map(([part, inner]) => [`${name}_${part}`, looseObject.parse(rename(inner))]),
  ]);
}

function refOf(name: string, ref: unknown): unknown {
  if (ref === "#") return `#/components/schemas/${name}`;
  return typeof ref === "string" ? ref.replace(/^#\/\$defs\//, `#/components/schemas/${name}_`) : ref;
}

const formats: Record<string, string> = {
  uuid: "0194c8f2-7b1a-7c3e-9d20-5f6a1b2c3d4e",
  date: "2026-03-01",
  "date-time": "2026-03-01T08:30:00Z",
  email: "mara@example.org",
  uri: "https://example.org/",
};

/** A value that the schema describes, to show how one looks; what need not be given is left out of objects. */
export function exampleOf(schema: unknown, depth = 0): unknown {
  const parsed = looseObject.safeParse(schema);
  if (!parsed.success || depth > 8) return null;
  const { const: fixed, default: usual, type, format, minimum, minLength, minItems, items } = parsed.data;
  if (fixed !== undefined) return fixed;
  if (usual !== undefined) return usual;
  const [first] = listOf(parsed.data.enum);
  if (first !== undefined) return first;
  const [choice] = [...listOf(parsed.data.oneOf), ...listOf(parsed.data.anyOf), ...listOf(parsed.data.allOf)];
  if (choice !== undefined) return exampleOf(choice, depth + 1);
  if (type === "object") return exampleObject(parsed.data, depth);
  if (type === "array") return Number(minItems ?? 0) > 0 ? [exampleOf(items, depth + 1)] : [];
  if (type === "integer" || type === "number") return Math.max(1, Number(minimum ?? 1));
  if (type === "boolean") return true;
  if (type !== "string") return null;
  return formats[String(format)] ?? "text".padEnd(Number(minLength ?? 0), "x");
}

function exampleObject(schema: JsonSchema, depth: number): unknown {
  const properties = looseObject.parse(schema.properties ?? {});
  return Object.fromEntries(
    listOf(schema.required).map((name) => [name, exampleOf(properties[String(name)], depth + 1)]),
  );
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
