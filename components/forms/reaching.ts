import { isUnreached, unreachedWords } from "@/components/ui/unreached";
import type { ActionResult } from "@/lib/action-result";

type Action<P, T> = (previous: P, form: FormData) => Promise<ActionResult<T>>;

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
