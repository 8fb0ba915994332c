"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";

/** A key's name as `keys` names it: its character, with `Shift+`, `Ctrl+` before it where they are held. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  return `${control}${event.shiftKey && /^[a-z]$/.test(key) ? "Shift+" : ""}${key}`;
}

type Doings = Readonly<Record<string, (() => void) | undefined>>;

/**
 * Calls what `keys` has for a key pressed anywhere but in a control that takes text or in a dialog. `inText` is asked
 * first, also there; what neither has is left to the browser. While `isHeld`, keys wait: they are called afterwards, in
 * their order, each with what the one before has brought about.
 */
export function useKeys(keys: Doings, inText: Doings, isHeld = false): void {
  const held = useRef<string[]>([]);
  const [turn, setTurn] = useState(0);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[role=dialog], [role=alertdialog], [role=menu]")) return;
    const name = nameOf(event);
    const isText = Boolean(target?.closest("textarea, select, input:not([type=radio])"));
    const action = inText[name] ?? (isText ? undefined : keys[name]);
    const isWaiting = isHeld || held.current.length > 0;
    // What a key will mean is told only when its turn comes: a digit is a reason once x has asked for one.
    const isOurs = action !== undefined || (isWaiting && !isText && name.length === 1);
    if (!isOurs) return;
    event.preventDefault();
    if (isWaiting) held.current.push(name);
    else action?.();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  const callNext = useEffectEvent(() => {
    const name = held.current.shift();
    if (name === undefined) return;
    (inText[name] ?? keys[name])?.();
    setTurn((count) => count + 1);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn calls one key, and its outcome is drawn before the next
  useEffect(() => {
    if (!isHeld) callNext();
  }, [isHeld, turn]);
}
