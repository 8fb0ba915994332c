import { z } from "zod";
import { type AppError, badInput, conflict } from "@/lib/errors";
import { unstorableMessages } from "@/lib/text/unstorable";

/** What Prisma throws, or the driver itself, whose `code` is the SQLSTATE. */
const databaseError = z.object({
  code: z.string(),
  message: z.string(),
  constraint: z.string().optional(),
  meta: z
    .object({
      driverAdapterError: z
        .object({
          cause: z.looseObject({ kind: z.string().optional(), originalCode: z.string().optional() }),
        })
        .optional(),
    })
    .optional(),
});

const checks: Record<string, [code: string, message: string]> = {
  span_quote: ["quote-mismatch", "The quote is not the text of its span."],
  AnnotationSpan_range: ["empty-span", "A span must hold at least one character."],
  AnnotationSpan_length: ["quote-mismatch", "The quote is not as long as its span."],
  Observation_span: ["empty-span", "A span must hold at least one character."],
  PassageSpan_length: ["quote-mismatch", "The quote is not as long as its span."],
  block_partition: ["blocks-not-whole", "Blocks must cover the whole text once."],
  link_kinds: ["wrong-link", "A link leads from an attribution to a claim."],
  rests_on_claims: ["wrong-link", "What an attribution rests on holds for claims of its layer."],
  suggestion_answer: ["unknown-suggestion", "There is no such suggestion for this text."],
  append_only: ["append-only", "What has been recorded here is never changed."],
};

/** What the database refused, as an error with a stable code; null for anything that is not such a refusal. */
export function databaseRefusal(error: unknown): AppError | null {
  const parsed = databaseError.safeParse(error);
  if (!parsed.success) return null;
  const text = `${parsed.data.message} ${parsed.data.constraint ?? ""} ${JSON.stringify(parsed.data.meta ?? {})}`;
  for (const [constraint, [code, message]] of Object.entries(checks))
    if (text.includes(constraint)) return badInput(code, message);
  const state = parsed.data.meta?.driverAdapterError?.cause.originalCode ?? parsed.data.code;
  // An address can hold what no form lets through.
  if (state === "22021") return badInput("nul-byte", unstorableMessages["nul-byte"]);
  // The calendar has no year 0, and the database no day that far off (a zone may lead into the year 10000).
  if (state === "22008" || state === "22009")
    return badInput("date-out-of-range", "There is no such date. Look at its year.");
  // Two transactions waited for each other; the database ended this one, which changed nothing.
  if (parsed.data.code === "P2034" || state === "40P01" || state === "40001")
    return conflict("busy", "Somebody else changed the same thing at this moment. Try again.");
  if (parsed.data.code === "P2002" || state === "23505")
    return conflict("already-exists", "Something with this name or id is there already.");
  if (parsed.data.code === "P2003" || state === "23503")
    return conflict("missing-reference", "Something this refers to is not there.");
  // The quote in a span and the text of a check differ in messages; both name the constraint above.
  if (text.includes("is not the text of its span"))
    return badInput("quote-mismatch", checks.span_quote?.[1] ?? "");
  return null;
}
