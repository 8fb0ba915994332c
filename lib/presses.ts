import "server-only";
import type { z } from "zod";
import { hashRequest, once } from "@/lib/api/repeats";
import { inTransaction, type Tx } from "@/lib/db";
import { AppError, conflict } from "@/lib/errors";
import type { Actor } from "@/lib/policy";

/**
 * One press of a form's button, as the form sent it: `id` is the same until the press is known to be done, and null where the form
 * makes none (before the page listens).
 */
export type Press = { id: string | null; fields: Readonly<Record<string, unknown>> };

/** A press by whom and of which form; ids of two people are never the same press. */
export type PressOf = Press & { actor: Actor; name: string };

/**
 * Does what a form asks for once, however often its press arrives: `kept` is what of it a repeat is answered with, stored for
 * a week in the transaction that makes it. For forms without files and without passwords (their fields are hashed, and kept
 * so). Throws what `make` throws, which keeps nothing, and 409 `command-reused` where the fields have changed since.
 */
export async function pressOnce<K extends z.ZodType>(
  press: PressOf,
  kept: K,
  make: (tx: Tx) => Promise<z.input<K>>,
): Promise<z.output<K>> {
  const work = async (tx: Tx) => kept.parse(await make(tx));
  if (press.id === null) return inTransaction(undefined, work);
  const asked = askedBy(press, press.id);
  const answer = await inWordsOfForms(() => once(asked, true, async (tx) => answerOf(await work(tx))));
  return kept.parse(answer.body);
}

/**
 * The same for what can be shown only once: a repeat has what the press before it made replaced (`replace` makes it
 * worthless), so that the secret that is shown is the only one that works.
 */
export async function pressSecret<R, K extends z.ZodType>(
  press: PressOf,
  kept: K,
  make: (tx: Tx) => Promise<R & z.input<K>>,
  replace: (tx: Tx, before: z.output<K>) => Promise<void>,
): Promise<R> {
  if (press.id === null) return inTransaction(undefined, make);
  const asked = askedBy(press, press.id);
  const made: R[] = [];
  const work = async (tx: Tx) => {
    const secret = await make(tx);
    made.push(secret);
    return answerOf(kept.parse(secret));
  };
  await inWordsOfForms(() => once(asked, true, work, (tx, before) => replace(tx, kept.parse(before))));
  const [secret] = made;
  if (secret === undefined) throw new Error("A secret was recalled, though it is never kept.");
  return secret;
}

function askedBy({ actor, name, fields }: PressOf, id: string) {
  const hash = hashRequest({ method: "FORM", path: name, revision: 0, body: fields });
  return { userId: actor.userId, key: `form:${id}`, hash };
}

function answerOf(body: unknown) {
  return { status: 200, body, etag: null };
}

async function inWordsOfForms<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.code === "command-reused")
      throw conflict(
        "command-reused",
        "What you sent before had arrived, and was done with what stood in the form then. Look at that first; press again to send this as well.",
      );
    throw error;
  }
}
