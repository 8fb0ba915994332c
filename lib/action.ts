import "server-only";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/lib/action-result";
import { currentActor } from "@/lib/auth/current-actor";
import type { Tx } from "@/lib/db";
import { describeError } from "@/lib/error-response";
import { badInput, unauthenticated } from "@/lib/errors";
import { plainIssue } from "@/lib/plain-issues";
import type { Actor } from "@/lib/policy";
import { type Press, pressOnce } from "@/lib/presses";
import { findUnstorable, unstorableMessages } from "@/lib/text/unstorable";

/** A form's server action: the previous result and the form in, a result that the form draws out. */
export type FormAction<T> = (previous: ActionResult<T> | null, form: FormData) => Promise<ActionResult<T>>;

/**
 * Makes a server action for a signed-in user: the form is parsed by `schema` (repeated fields become arrays where
 * `lists` names them), then `handle` permits and acts; a redirect or notFound it throws goes on to Next.
 */
export function formAction<S extends z.ZodType, T>(
  schema: S,
  handle: (actor: Actor, input: z.output<S>, press: Press) => Promise<{ data: T; message?: string }>,
  lists: readonly string[] = [],
): FormAction<T> {
  return async (_previous, form) =>
    respond(async () => {
      const actor = await currentActor();
      if (!actor) throw unauthenticated();
      const fields = readForm(form, lists);
      const id = pressId.parse(form.get("pressId"));
      return handle(actor, schema.parse(fields, { error: plainIssue }), { id, fields });
    });
}

const pressId = z.uuid().nullable();

/** What an action does for its person in a transaction. */
export type Work<S extends z.ZodType, R = unknown> = (actor: Actor, input: z.output<S>, tx: Tx) => Promise<R>;

/**
 * A server action that makes or adds something, and does so once: a press whose answer was lost and that is repeated gets
 * the answer that it would have had. `make` works in `tx` alone; `kept` is what of it is remembered for a repeat, and
 * `answer` makes the form's answer of that (or redirects). `name` tells the form from others. No files, no passwords.
 */
export function onceAction<S extends z.ZodType, K extends z.ZodType, T>(
  { name, input, kept, lists }: { name: string; input: S; kept: K; lists?: readonly string[] },
  make: Work<S, z.input<K>>,
  answer: (made: z.output<K>, input: z.output<S>) => { data: T; message?: string },
): FormAction<T> {
  return formAction<S, T>(
    input,
    async (actor, values, press) =>
      answer(await pressOnce({ ...press, actor, name }, kept, (tx) => make(actor, values, tx)), values),
    lists,
  );
}

/** What is kept of a thing that was made: its id. */
export const madeId = z.object({ id: z.string() });

/** What is kept where there is nothing to say but that it was done. */
const done = z.null();

/** As onceAction, for what adds to a thing or moves it on: nothing of it is kept but that it was done. */
export function actOnce<S extends z.ZodType, T>(
  form: { name: string; input: S; lists?: readonly string[] },
  act: Work<S>,
  answer: (input: z.output<S>) => { data: T; message?: string },
): FormAction<T> {
  return onceAction<S, typeof done, T>(
    { ...form, kept: done },
    async (actor, input, tx) => {
      await act(actor, input, tx);
      return null;
    },
    (_done, input) => answer(input),
  );
}

/** Makes the acts on one kind of `thing`: each is done once, has the pages that show it drawn anew (`redraw`), and says its message. */
export function actsOn(thing: string, redraw: () => void) {
  return function on<S extends z.ZodType>(
    name: string,
    input: S,
    message: string,
    act: Work<S>,
    lists: readonly string[] = [],
  ): FormAction<null> {
    return actOnce<S, null>({ name: `${thing} ${name}`, input, lists }, act, () => {
      redraw();
      return { data: null, message };
    });
  };
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
    if (key.startsWith("$ACTION") || key === "pressId") continue;
    fields[key] = lists.includes(key) ? form.getAll(key) : form.get(key);
  }
  const unstorable = findUnstorable(
    Object.fromEntries(Object.entries(fields).filter(([, value]) => !(value instanceof File))),
  );
  if (unstorable) throw badInput(unstorable, unstorableMessages[unstorable]);
  return fields;
}
