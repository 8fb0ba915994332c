"use client";

import { createContext, useContext } from "react";

/** What an ActionForm tells the fields inside it: its id and the messages of its last answer, by field name. */
export type FormState = { id: string; fieldErrors: Readonly<Record<string, readonly string[]>> };

export const FormContext = createContext<FormState | null>(null);

/** The id and the errors of the field `name` in the ActionForm around it; outside of one it has no errors. */
export function useFormField(name: string): { id: string | undefined; errors: readonly string[] } {
  const form = useContext(FormContext);
  if (!form) return { id: undefined, errors: [] };
  return { id: `${form.id}-${name}`, errors: form.fieldErrors[name] ?? [] };
}
