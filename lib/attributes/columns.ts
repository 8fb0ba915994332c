import { z } from "zod";
import type { AttributeDefinition } from "@/lib/attributes/schema";

export const columnTypes = ["text", "number", "texts"] as const;

/** A column of a table for an attribute of a project's own: what its cells hold follows from how it is asked. */
export const attributeColumn = z.object({ key: z.string(), type: z.enum(columnTypes) });
export type AttributeColumn = z.infer<typeof attributeColumn>;

const typeOf = {
  choice: "text",
  choices: "texts",
  number: "number",
  text: "text",
  date: "text",
} as const;

/** What stands before an attribute's key in the name of its column; no field of the vocabulary's begins like this. */
export const columnPrefix = "attr_";

/**
 * The columns of attributes, a key once, in the order of their keys. One that kinds of marks, or projects whose layers
 * came in, ask for in different ways is text.
 */
export function columnsOf(definitions: Iterable<AttributeDefinition>): AttributeColumn[] {
  const types = new Map<string, AttributeColumn["type"]>();
  for (const { key, type } of definitions) {
    const known = types.get(key);
    types.set(key, known === undefined || known === typeOf[type] ? typeOf[type] : "text");
  }
  return [...types].map(([key, type]) => ({ key, type })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A value as its column holds it; null where nothing is said, or something that the type does not hold. */
export function cellOf({ type }: AttributeColumn, value: unknown): string | number | string[] | null {
  if (value === undefined || value === null) return null;
  if (type === "number") return typeof value === "number" ? value : null;
  if (type === "text") return typeof value === "string" ? value : JSON.stringify(value);
  const texts = z.array(z.string()).safeParse(value);
  return texts.success ? texts.data : null;
}
