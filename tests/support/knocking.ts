import { randomUUID } from "node:crypto";

/** An id that nothing has, for each of these names. */
export function idsOf(...keys: string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, randomUUID()]));
}

/** The form in which a pasted text is sent. */
export function formOf(paste: string): FormData {
  const form = new FormData();
  form.set("paste", new Blob([paste], { type: "text/plain" }), "paste.txt");
  return form;
}
