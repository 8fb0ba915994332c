import { z } from "zod";

/**
 * A schema that forms and addresses are read by, made exact for programs: what it would forgive (`catch`, blank as none,
 * numbers as text, unknown fields) is refused, and its JSON Schema says just what is taken. Refinements across fields
 * stay with the original, by which the input is parsed afterwards. `coerces` keeps numbers as text, for addresses.
 */
export function exact(schema: z.ZodType, coerces = false): z.ZodType {
  const inner = (part: unknown) => exact(asSchema(part), coerces);
  if (schema instanceof z.ZodCatch) return inner(schema.unwrap());
  if (schema instanceof z.ZodDefault) return inner(schema.unwrap()).default(schema.def.defaultValue);
  if (schema instanceof z.ZodOptional) return inner(schema.unwrap()).optional();
  if (schema instanceof z.ZodNullable) return inner(schema.unwrap()).nullable();
  // What is looked at before it is read (how deep, how long) says nothing of its form.
  if (schema instanceof z.ZodPipe && schema.in instanceof z.ZodUnknown) return asSchema(schema.out);
  if (schema instanceof z.ZodPipe)
    return schema.in instanceof z.ZodTransform ? inner(schema.out) : inner(schema.in);
  if (schema instanceof z.ZodObject) return exactObject(schema, coerces);
  if (schema instanceof z.ZodArray) return schema.clone({ ...schema.def, element: inner(schema.element) });
  if (schema instanceof z.ZodNumber && schema.def.coerce && !coerces)
    return schema.clone({ ...schema.def, coerce: false });
  return schema;
}

function exactObject(schema: z.ZodObject, coerces: boolean): z.ZodType {
  const fields = Object.entries(schema.shape).map(([name, field]) => [name, exact(asSchema(field), coerces)]);
  return z.strictObject(shapeOf.parse(Object.fromEntries(fields)));
}

const anySchema = z.instanceof(z.ZodType);
const shapeOf = z.record(z.string(), anySchema);

function asSchema(value: unknown): z.ZodType {
  return anySchema.parse(value);
}
