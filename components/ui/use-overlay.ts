"use client";

import { type KeyboardEvent, useState } from "react";

/**
 * What a dialog, popover or menu is told beside its own properties: `root` whether it is open, held here where the
 * caller does not hold it, and `content` that Escape inside of it closes it. The library gives Escape only to the overlay
 * that came last, and to that one only some moments after it is drawn: a message that appeared meanwhile, or a quick
 * hand, would leave it open. What took the key already (a default prevented) is left alone.
 */
export function useOverlay(isOpen?: boolean, onOpenChange?: (isOpen: boolean) => void) {
  const [isOpenHere, setIsOpenHere] = useState(false);
  function change(next: boolean) {
    setIsOpenHere(next);
    onOpenChange?.(next);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    change(false);
  }
  return { root: { open: isOpen ?? isOpenHere, onOpenChange: change }, content: { onKeyDown } };
}
