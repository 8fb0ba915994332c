import type { z } from "zod";

/**
 * What is wrong with a field, in words for whoever fills in a form, where its schema gives none of its own: zod's
 * sentences name types. Undefined, which leaves zod's, for what a form cannot get wrong.
 */
export const plainIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      if (issue.expected === "array") return "Choose at least one.";
      if (issue.expected === "number" || issue.expected === "int") return "Write a number.";
      return issue.input === undefined || issue.input === null ? "Fill this in." : undefined;
    case "invalid_value":
      return "Choose one of these.";
    case "too_small":
      return tooSmall(issue.origin, Number(issue.minimum));
    case "too_big":
      return tooBig(issue.origin, Number(issue.maximum));
    default:
      return undefined;
  }
};

const figure = (count: number) => count.toLocaleString("en");

function tooSmall(origin: string, least: number): string | undefined {
  if (origin === "string") return least <= 1 ? "Fill this in." : `At least ${figure(least)} characters.`;
  if (origin === "array") return least <= 1 ? "Choose at least one." : `Choose at least ${figure(least)}.`;
  return origin === "number" ? `At least ${figure(least)}.` : undefined;
}

function tooBig(origin: string, most: number): string | undefined {
  if (origin === "string") return `At most ${figure(most)} characters.`;
  if (origin === "array") return `Choose at most ${figure(most)}.`;
  return origin === "number" ? `At most ${figure(most)}.` : undefined;
}
