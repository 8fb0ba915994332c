import type { SchemaElement } from "hyparquet";

/** A column: one value, a list of texts, or a list of records of such columns. Every value may be missing. */
export type ParquetField =
  | { name: string; type: "string" | "int32" | "float64" | "bool" }
  | { name: string; list: "string" | readonly ParquetField[] };

const leaves = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  int32: { type: "INT32" },
  float64: { type: "DOUBLE" },
  bool: { type: "BOOLEAN" },
} as const;

/** The schema of a Parquet file, in preorder; lists have the three levels that the format's standard asks for. */
export function parquetSchema(fields: readonly ParquetField[]): SchemaElement[] {
  return [{ name: "schema", num_children: fields.length }, ...fields.flatMap(elementsOf)];
}

function elementsOf(field: ParquetField): SchemaElement[] {
  const { name } = field;
  if ("type" in field) return [{ name, repetition_type: "OPTIONAL", ...leaves[field.type] }];
  const { list } = field;
  const item: SchemaElement[] =
    list === "string"
      ? [{ name: "element", repetition_type: "OPTIONAL", ...leaves.string }]
      : [
          { name: "element", repetition_type: "OPTIONAL", num_children: list.length },
          ...list.flatMap(elementsOf),
        ];
  return [
    { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    ...item,
  ];
}

/** The same columns as the front matter of a dataset card names them, a line each, indented by `depth` levels. */
export function featureLines(fields: readonly ParquetField[], depth: number): string[] {
  const indent = "  ".repeat(depth);
  return fields.flatMap((field) => {
    const head = `${indent}- name: ${field.name}`;
    if ("type" in field) return [head, `${indent}  dtype: ${field.type}`];
    if (field.list === "string") return [head, `${indent}  sequence: string`];
    return [head, `${indent}  list:`, ...featureLines(field.list, depth + 1)];
  });
}
