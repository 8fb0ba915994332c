/** The stable code of a character that PostgreSQL cannot store, in a string or any string within a value; null if none. */
export function findUnstorable(value: unknown): "nul-byte" | "lone-surrogate" | null {
  if (typeof value === "string") {
    if (value.includes("\u0000")) return "nul-byte";
    return value.isWellFormed() ? null : "lone-surrogate";
  }
  if (typeof value !== "object" || value === null) return null;
  for (const [key, member] of Object.entries(value)) {
    const found = findUnstorable(key) ?? findUnstorable(member);
    if (found) return found;
  }
  return null;
}
