"use client";

import { useEffect, useEffectEvent } from "react";

/** A key's name as `keys` names it: its character, with `Shift+`, `Ctrl+` before it where they are held. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  return `${control}${event.shiftKey && /^[a-z]$/.test(key) ? "Shift+" : ""}${key}`;
}

/**
 * Calls what `keys` has for a key pressed anywhere but in a control that takes text or in a dialog. `inText` is asked
 * first, also there; what neither has is left to the browser.
 */
export function useKeys(
  keys: Readonly<Record<string, (() => void) | undefined>>,
  inText: Readonly<Record<string, (() => void) | undefined>>,
): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[role=dialog], [role=alertdialog], [role=menu]")) return;
    const name = nameOf(event);
    const isText = Boolean(target?.closest("textarea, select, input:not([type=radio])"));
    const action = inText[name] ?? (isText ? undefined : keys[name]);
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
