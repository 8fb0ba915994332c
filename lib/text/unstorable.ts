/** A value nested deeper than this is no form of ours; what walks it one level a call would run out of stack. */
const deepest = 200;

/** Why a value cannot be stored, as a stable code with what to tell whoever sent it. */
export type Unstorable = "nul-byte" | "lone-surrogate" | "too-deep";

export const unstorableMessages: Record<Unstorable, string> = {
  "nul-byte": "The text holds a NUL character, which cannot be stored. Remove it.",
  "lone-surrogate": "The text holds half of a character, which cannot be stored. Remove it.",
  "too-deep": `The values are nested more than ${deepest} deep.`,
};

/** The code of what PostgreSQL or we cannot store in a string or in any key or string within a value; null if nothing. */
export function findUnstorable(value: unknown): Unstorable | null {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: member, depth } = next;
    if (typeof member === "string") {
      const found = inText(member);
      if (found) return found;
    } else if (typeof member === "object" && member !== null) {
      if (depth === deepest) return "too-deep";
      for (const [key, child] of Object.entries(member)) {
        const found = inText(key);
        if (found) return found;
        open.push({ value: child, depth: depth + 1 });
      }
    }
  }
  return null;
}

function inText(text: string): "nul-byte" | "lone-surrogate" | null {
  if (text.includes("\u0000")) return "nul-byte";
  return text.isWellFormed() ? null : "lone-surrogate";
}
