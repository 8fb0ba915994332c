"use client";

import { type KeyboardEvent, useMemo, useState } from "react";

/** Which rows of a page are ticked; rows that are no longer on the page drop out. */
export function useSelection(ids: readonly string[]) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo(() => ids.filter((id) => ticked.has(id)), [ids, ticked]);
  function toggle(id: string) {
    setTicked((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }
  return {
    selected,
    has: (id: string) => ticked.has(id),
    toggle,
    isAll: ids.length > 0 && selected.length === ids.length,
    toggleAll: () => setTicked(selected.length === ids.length ? new Set() : new Set(ids)),
    clear: () => setTicked(new Set()),
  };
}

/** Moves the focus between the boxes of a table by the arrow keys; Space ticks the one that has it. */
export function moveBetweenBoxes(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (!(event.target instanceof HTMLInputElement) || event.target.type !== "checkbox") return;
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
  const next = boxes[boxes.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  event.preventDefault();
  next?.focus();
}
