import { isUnreached, unreachedWords } from "@/components/ui/unreached";
import type { ActionResult } from "@/lib/action-result";

/** A server action as a form sends it. */
export type Action<P, T> = (previous: P, form: FormData) => Promise<ActionResult<T>>;

/** The same action, but that a server out of reach is an answer (code `unreached`): an error would take the page away. */
export function reaching<P, T>(action: Action<P, T>): Action<P, T> {
  return async (previous, form) => {
    try {
      return await action(previous, form);
    } catch (error) {
      if (!isUnreached(error)) throw error;
      return { ok: false, code: "unreached", message: unreachedWords };
    }
  };
}

/** What says that the press before this one was done: whoever presses once more means another. */
const doneBefore = ["command-reused", "answer-not-kept"];

/**
 * The same action, sent with the id of its press, which `press` holds: it stays until the press is known to be done, so that
 * the server knows a press again whose answer was lost (also between it and its database), and does once what was asked twice.
 */
export function asOnePress<P, T>(action: Action<P, T>, press: { current: string | null }): Action<P, T> {
  return async (previous, form) => {
    // Where the connection is not secure there are no such ids; the form is sent as before the page listens.
    if (window.isSecureContext) {
      press.current ??= crypto.randomUUID();
      form.set("pressId", press.current);
    }
    try {
      const answer = await action(previous, form);
      if (answer.ok || doneBefore.includes(answer.code)) press.current = null;
      return answer;
    } catch (error) {
      // A redirect is an answer too.
      if (!isUnreached(error)) press.current = null;
      throw error;
    }
  };
}
