/**
 * What every form action answers: the data it made, or a stable error code, a sentence that says what to do,
 * and the messages that belong to single fields (keyed by the field's name).
 */
export type ActionResult<T = undefined> =
  | { ok: true; message?: string; data: T }
  | { ok: false; code: string; message: string; fieldErrors?: Record<string, string[]> };
