/** Texts that JSON writes as they are. */
const plain = /^[\w ,.:;()-]*$/;

/** A text as JSON writes it; most of what is written by the ten thousand are ids, keys and codes. */
function quote(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/**
 * One text for one value: object keys sorted by code unit, no white space, dates as ISO 8601 with milliseconds,
 * bigints and integers as digits, other numbers as JavaScript prints them; undefined members are left out.
 * Throws TypeError for what JSON cannot say (functions, NaN, infinities).
 */
export function canonicalJson(value: unknown): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return quote(value);
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return value.toString();
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
      return JSON.stringify(value);
    case "object": {
      if (value instanceof Date) return JSON.stringify(value.toISOString());
      if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
      let members = "";
      for (const key of Object.keys(value).sort()) {
        const member: unknown = Reflect.get(value, key);
        if (member !== undefined) members += `${members && ","}${quote(key)}:${canonicalJson(member)}`;
      }
      return `{${members}}`;
    }
    default:
      throw new TypeError(`a ${typeof value} has no canonical form`);
  }
}
