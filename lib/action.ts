import "server-only";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/lib/action-result";
import { currentActor } from "@/lib/auth/current-actor";
import { describeError } from "@/lib/error-response";
import { badInput, unauthenticated } from "@/lib/errors";
import { plainIssue } from "@/lib/plain-issues";
import type { Actor } from "@/lib/policy";
import { findUnstorable, unstorableMessages } from "@/lib/text/unstorable";

/** A form's server action: the previous result and the form in, a result that the form draws out. */
export type FormAction<T> = (previous: ActionResult<T> | null, form: FormData) => Promise<ActionResult<T>>;

/**
 * Makes a server action for a signed-in user: the form is parsed by `schema` (repeated fields become arrays where
 * `lists` names them), then `handle` permits and acts; a redirect or notFound it throws goes on to Next.
 */
export function formAction<S extends z.ZodType, T>(
  schema: S,
  handle: (actor: Actor, input: z.output<S>) => Promise<{ data: T; message?: string }>,
  lists: readonly string[] = [],
): FormAction<T> {
  return async (_previous, form) =>
    respond(async () => {
      const actor = await currentActor();
      if (!actor) throw unauthenticated();
      return handle(actor, schema.parse(readForm(form, lists), { error: plainIssue }));
    });
}

/** The same for anybody, signed in or not. */
export function publicFormAction<S extends z.ZodType, T>(
  schema: S,
  handle: (input: z.output<S>) => Promise<{ data: T; message?: string }>,
  lists: readonly string[] = [],
): FormAction<T> {
  return async (_previous, form) =>
    respond(async () => handle(schema.parse(readForm(form, lists), { error: plainIssue })));
}

async function respond<T>(work: () => Promise<{ data: T; message?: string }>): Promise<ActionResult<T>> {
  try {
    return { ok: true, ...(await work()) };
  } catch (error) {
    unstable_rethrow(error);
    const { body } = describeError(error);
    const message = body.errorId ? `${body.message} Error id: ${body.errorId}` : body.message;
    if (!(error instanceof z.ZodError)) return { ok: false, code: body.code, message };
    return { ok: false, code: body.code, message, fieldErrors: z.flattenError(error).fieldErrors };
  }
}

function readForm(form: FormData, lists: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const key of new Set(form.keys())) {
    // Next adds fields of its own to a form.
    if (key.startsWith("$ACTION")) continue;
    fields[key] = lists.includes(key) ? form.getAll(key) : form.get(key);
  }
  const unstorable = findUnstorable(
    Object.fromEntries(Object.entries(fields).filter(([, value]) => !(value instanceof File))),
  );
  if (unstorable) throw badInput(unstorable, unstorableMessages[unstorable]);
  return fields;
}
