"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { keyName } from "@/lib/shortcuts/keymap";

/** A press as the table of keys writes it; null for one that is none of ours. */
function nameOf(event: KeyboardEvent): string | null {
  const isAltGraph = event.getModifierState("AltGraph");
  if (event.isComposing || (event.altKey && !isAltGraph)) return null;
  const { key, shiftKey, metaKey } = event;
  return keyName({ key, shiftKey, metaKey, ctrlKey: event.ctrlKey && !isAltGraph });
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
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[role=dialog], [role=alertdialog], [role=menu]")) return;
    const name = nameOf(event);
    if (name === null) return;
    // A control that has the focus keeps the keys that work it.
    if (["Enter", " "].includes(name) && target?.closest("button, a, summary, input, label")) return;
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
