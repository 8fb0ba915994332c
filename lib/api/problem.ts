import { z } from "zod";
import type { describeError } from "@/lib/error-response";
import { AppError } from "@/lib/errors";

/** An error as RFC 9457 tells it: `type` names its stable `code`, `errors` the places of input that is not what it must be. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
  errorId: z.string().optional(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
  details: z.unknown().optional(),
});
export type Problem = z.output<typeof problemSchema>;

const titles: Record<number, string> = {
  400: "The request is not what it must be",
  401: "A token is needed",
  403: "This is not allowed",
  404: "There is nothing here",
  405: "This cannot be done here",
  409: "The state of things does not allow this",
  412: "It has changed since it was read",
  413: "The body is too large",
  415: "The body has another content type",
  428: "Say which revision was read",
  429: "Too many requests",
  503: "The database cannot answer at the moment",
};

const issues = z.array(z.object({ path: z.array(z.string()), message: z.string() }));

/** The problem of an error described by `describeError`. */
export function toProblem({ status, body }: ReturnType<typeof describeError>, requestId: string): Problem {
  const problem: Problem = {
    type: `urn:sourcebench:problem:${body.code}`,
    title: titles[status] ?? "Something went wrong on our side",
    status,
    detail: body.message,
    code: body.code,
    requestId,
  };
  if (body.errorId) problem.errorId = body.errorId;
  const found = body.code === "invalid-input" ? issues.safeParse(body.details) : null;
  if (found?.success)
    problem.errors = found.data.map(({ path, message }) => ({
      pointer: path.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
      detail: message,
    }));
  else if (body.details !== undefined) problem.details = body.details;
  return problem;
}

/** 401: no token, or none that is good; `code` says which. */
export function tokenRefused(
  code: "token-required" | "token-unknown" | "token-ended",
  message: string,
): AppError {
  return new AppError(401, code, message);
}
