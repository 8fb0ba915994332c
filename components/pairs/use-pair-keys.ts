"use client";

import { useEffect, useEffectEvent } from "react";
import { pairActionOf } from "@/lib/shortcuts/keymap";
import type { PairAction, PairShortcut } from "@/lib/shortcuts/table";

/** Calls `act` for the keys of the table, pressed anywhere but where one types and in dialogs. */
export function usePairKeys(
  table: readonly PairShortcut[],
  hasSingleKeys: boolean,
  act: (action: PairAction) => void,
): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || !(event.target instanceof Element)) return;
    const isAltGraph = event.getModifierState("AltGraph");
    if (event.altKey && !isAltGraph) return;
    if (event.target.closest("[role=dialog], [role=alertdialog], [role=menu], textarea, select")) return;
    if (event.target.matches("input:not([type=radio], [type=checkbox])")) return;
    const { key, shiftKey, metaKey } = event;
    // A control that has the focus keeps the keys that work it.
    const isControl = event.target.closest("button, a, summary, input") !== null;
    if (isControl && ["Enter", " "].includes(key)) return;
    const ctrlKey = event.ctrlKey && !isAltGraph;
    const action = pairActionOf(table, { key, shiftKey, ctrlKey, metaKey }, hasSingleKeys);
    if (!action) return;
    event.preventDefault();
    act(action);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
