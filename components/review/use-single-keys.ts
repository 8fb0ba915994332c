"use client";

import { useSyncExternalStore } from "react";

const name = "review-single-keys";
const changed = "review-single-keys-changed";

function subscribe(tell: () => void): () => void {
  window.addEventListener(changed, tell);
  window.addEventListener("storage", tell);
  return () => {
    window.removeEventListener(changed, tell);
    window.removeEventListener("storage", tell);
  };
}

/** Whether single keys act on this browser, and the switch for it; Ctrl+Enter, Esc and ? always do. */
export function useSingleKeys(): [isOn: boolean, set: (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(name) !== "off",
    () => true,
  );
  return [
    isOn,
    (next) => {
      localStorage.setItem(name, next ? "on" : "off");
      window.dispatchEvent(new Event(changed));
    },
  ];
}
