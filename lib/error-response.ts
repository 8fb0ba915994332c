import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { databaseRefusal } from "@/lib/database-errors";
import { databaseTrouble } from "@/lib/database-trouble";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";

/** An error as a client is told it: for the unexpected, only an id under which the log has the rest. */
export type ErrorBody = { code: string; message: string; details?: unknown; errorId?: string };

/** Turns whatever was thrown into a status and a body; logs the unexpected with its id. */
export function describeError(error: unknown, requestId?: string): { status: number; body: ErrorBody } {
  const trouble = error instanceof AppError ? null : databaseTrouble(error);
  if (trouble) log().warn({ requestId, code: trouble.code }, "the database is in trouble");
  const known = error instanceof AppError ? error : (trouble ?? databaseRefusal(error));
  if (known)
    return {
      status: known.status,
      body: { code: known.code, message: known.message, details: known.details },
    };
  if (error instanceof z.ZodError)
    return {
      status: 400,
      body: {
        code: "invalid-input",
        message: "Some of the input is not what it must be.",
        details: error.issues.map((issue) => ({ path: issue.path.map(String), message: issue.message })),
      },
    };
  const errorId = randomUUID();
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
  log().error({ errorId, requestId, error: name, at: frames(stack) }, "unexpected error");
  return {
    status: 500,
    body: { code: "unexpected", message: "Something went wrong on our side.", errorId },
  };
}

/** Where it happened, without the message, which may quote text or values. */
function frames(stack: string | undefined): string[] {
  return (stack ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, 12);
}
