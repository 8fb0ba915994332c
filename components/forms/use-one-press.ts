"use client";

import { useMemo, useRef } from "react";
import { type Action, asOnePress, reaching } from "@/components/forms/reaching";

/**
 * The action that a form sends once the page listens: each press with its id, and a server out of reach as an answer. Until
 * then the browser itself sends what the server drew, which needs the action as it is.
 */
export function useOnePress<P, T>(action: Action<P, T>): Action<P, T> {
  const press = useRef<string | null>(null);
  return useMemo(
    () => (typeof window === "undefined" ? action : reaching(asOnePress(action, press))),
    [action],
  );
}
