import { z } from "zod";
import { AttributionCycleError } from "@/lib/corroboration/chains";
import { type Corroboration, corroborate } from "@/lib/corroboration/corroborate";
import { corroborationInputSchema } from "@/lib/corroboration/schema";
import { type AppError, badInput } from "@/lib/errors";

/** The most issues of one file that are named one by one. */
const MOST_NAMED = 50;

const referenceParams = z.object({ code: z.string(), ids: z.array(z.string()) });

/**
 * Computes a file of claims (JSON as `corroborationInputSchema` says), a result per claim in its order, all or nothing.
 * Throws badInput: `not-json`, `invalid-input` (a wrong key or value, with its path), `duplicate-id`,
 * `unknown-reference`, `self-dependency`, `wrong-original` and `attribution-cycle`, each with the ids.
 */
export function corroborateFile(text: string): Corroboration[] {
  const parsed = corroborationInputSchema.safeParse(parseJson(text));
  if (!parsed.success) throw refusalOf(parsed.error);
  try {
    return corroborate(parsed.data);
  } catch (error) {
    if (error instanceof AttributionCycleError)
      throw badInput(error.code, error.message, { ids: [...error.ids] });
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    // A byte order mark is no part of the JSON.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it cannot be parsed";
    throw badInput("not-json", `This is not JSON: ${reason}.`);
  }
}

function refusalOf(error: z.ZodError): AppError {
  const issues = error.issues.map((issue) => {
    const params = issue.code === "custom" ? referenceParams.safeParse(issue.params).data : undefined;
    const path = issue.path.map(String).join(".");
    return params
      ? { code: params.code, message: issue.message, ids: params.ids }
      : { code: "invalid-input", message: path ? `${path}: ${issue.message}` : issue.message };
  });
  const [first] = issues;
  const ids = issues.flatMap((issue) => ("ids" in issue ? issue.ids : []));
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return badInput(first?.code ?? "invalid-input", `${first?.message ?? "This is not the input."}${more}`, {
    ...(ids.length > 0 ? { ids: [...new Set(ids)] } : {}),
    issues: issues.slice(0, MOST_NAMED),
  });
}
