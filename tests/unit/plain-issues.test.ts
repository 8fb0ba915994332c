import { describe, expect, it } from "vitest";
import { z } from "zod";
import { plainIssue } from "@/lib/plain-issues";

/** What a form says of its fields, in the words of whoever fills it in. */
function wordsOf(schema: z.ZodType, input: unknown): string | undefined {
  return schema.safeParse(input, { error: plainIssue }).error?.issues[0]?.message;
}

describe("what is wrong with a field", () => {
  it.each([
    [z.array(z.string()), undefined, "Choose at least one."],
    [z.array(z.string()).min(2), ["a"], "Choose at least 2."],
    [z.array(z.string()).max(1), ["a", "b"], "Choose at most 1."],
    [z.string(), undefined, "Fill this in."],
    [z.string().min(1), "", "Fill this in."],
    [z.string().min(10), "short", "At least 10 characters."],
    [z.string().max(2_000), "x".repeat(2_001), "At most 2,000 characters."],
    [z.coerce.number(), "seven", "Write a number."],
    [z.int(), 1.5, "Write a number."],
    [z.number().min(1), 0, "At least 1."],
    [z.number().max(365), 400, "At most 365."],
    [z.enum(["a", "b"]), "c", "Choose one of these."],
  ])("%# is said in plain words", (schema, input, words) => {
    expect(wordsOf(schema, input)).toBe(words);
  });

  it("leaves a schema its own words", () => {
    expect(wordsOf(z.string().min(1, "Write a name."), "")).toBe("Write a name.");
  });
});
